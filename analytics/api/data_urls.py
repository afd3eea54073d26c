"""Addresses of data sets in the API."""

from django.urls import path

from analytics.api import datasets

urlpatterns = [
    path("data-sets/", datasets.DataSets.as_view(), name="data_sets"),
    path("data-sets/<slug:code>/", datasets.OneDataSet.as_view(), name="data_set"),
    path("data-sets/<slug:code>/rows/", datasets.DataSetRows.as_view(), name="data_set_rows"),
    path("data-sets/<slug:code>/download/", datasets.Download.as_view(), name="data_set_download"),
]
