"""Addresses of benchmarking in the API."""

from django.urls import include, path

from analytics.api import lists, search

urlpatterns = [
    path("", include("analytics.api.help_urls")),
    path("", include("analytics.api.data_urls")),
    path("", include("analytics.api.pack_urls")),
    path("", include("analytics.api.register_urls")),
    path("", include("analytics.api.picture_urls")),
    path("summaries/", lists.Summaries.as_view(), name="summaries"),
    path("search/", search.Search.as_view(), name="search"),
    path("benchmarks/", lists.Benchmarks.as_view(), name="benchmarks"),
]
