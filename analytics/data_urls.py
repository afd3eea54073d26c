"""Addresses of data sets, under /insight/data/."""

from django.urls import path

from analytics.views import datasets

urlpatterns = [
    path("data/", datasets.catalogue, name="data"),
    path("data/<slug:code>/", datasets.data_set, name="data-set"),
    path("data/<slug:code>/columns.csv", datasets.dictionary, name="data-dictionary"),
    path("data/<slug:code>/export/", datasets.export, name="data-export"),
]
