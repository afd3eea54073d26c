"""Addresses of evidence packs, under /insight/packs/."""

from django.urls import path

from analytics.views import packs

OF = "packs/<slug:force>/"
urlpatterns = [
    path("packs/", packs.front, name="packs"),
    path(OF, packs.choose, name="pack-choose"),
    path(OF + "preview/", packs.preview, name="pack-preview"),
    path(OF + "make/", packs.make, name="pack-make"),
]
