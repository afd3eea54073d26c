"""Addresses of peer reviews: interviews, notes, findings, report, follow-up."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
