"""Addresses of benchmarking in the API."""

from django.urls import path

from analytics.api import lists

urlpatterns = [
    path("summaries/", lists.Summaries.as_view(), name="summaries"),
    path("benchmarks/", lists.Benchmarks.as_view(), name="benchmarks"),
]
