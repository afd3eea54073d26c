"""Addresses of briefings and recommendations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
