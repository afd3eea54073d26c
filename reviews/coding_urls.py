"""Addresses of coding: the taxonomy, the workbench, bringing codings together."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
