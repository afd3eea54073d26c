"""Addresses of case reviews in the API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
