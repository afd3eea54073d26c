"""Addresses of case reviews: sending one in, screening, the catalogue, documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
