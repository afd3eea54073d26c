"""Addresses of recurrent themes and the search over reviews."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
