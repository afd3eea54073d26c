"""Addresses of learning points, themes, briefings and recommendations in the API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
