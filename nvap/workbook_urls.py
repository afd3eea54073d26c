"""Addresses of a return's workbook; they stand before those of its actions, whose codes could be any word."""

from django.urls import URLPattern, path

from nvap.views import workbook

HERE = "returns/<slug:round_code>/<slug:force_code>/workbook/"

urlpatterns: list[URLPattern] = [
    path(HERE, workbook.workbook, name="workbook"),
    path(f"{HERE}make/", workbook.make, name="workbook-make"),
    path(f"{HERE}<int:number>/", workbook.upload, name="workbook-upload"),
    path(f"{HERE}<int:number>/confirm/", workbook.confirm, name="workbook-confirm"),
    path(f"{HERE}<int:number>/drop/", workbook.drop, name="workbook-drop"),
    path(f"{HERE}<int:number>/corrected/", workbook.annotated, name="workbook-annotated"),
]
