"""Addresses of peer reviews: request, scope, terms, team and evidence."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
