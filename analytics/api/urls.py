"""Addresses of benchmarking in the API."""

from django.urls import path

from analytics.api import lists, search

urlpatterns = [
    path("summaries/", lists.Summaries.as_view(), name="summaries"),
    path("search/", search.Search.as_view(), name="search"),
    path("benchmarks/", lists.Benchmarks.as_view(), name="benchmarks"),
]
