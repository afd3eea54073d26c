"""Addresses of evidence packs in the API."""

from django.urls import path

from analytics.api import packs

urlpatterns = [
    path("evidence-packs/", packs.Packs.as_view(), name="evidence_packs"),
    path("evidence-packs/<int:number>/", packs.OnePack.as_view(), name="evidence_pack"),
    path("evidence-packs/<int:number>/download/", packs.PackFile.as_view(), name="evidence_pack_file"),
]
