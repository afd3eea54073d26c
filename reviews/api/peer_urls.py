"""Addresses of peer reviews in the API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
