"""Addresses of the register of national data collections in the API."""

from django.urls import path

from analytics.api import collections

urlpatterns = [
    path("collections/", collections.Collections.as_view(), name="collections"),
    path("collections/<slug:code>/", collections.OneCollection.as_view(), name="collection"),
    path("overlaps/", collections.Overlaps.as_view(), name="overlaps"),
    path("overlaps/<str:reference>/", collections.OneOverlap.as_view(), name="overlap"),
]
