"""Addresses of reports, under /insight/."""

from django.urls import path

from analytics.views import reports

ROUND = "rounds/<slug:round>/report/"
FORCE = "rounds/<slug:round>/forces/<slug:force>/report/"
urlpatterns = [
    path(ROUND, reports.national, name="report-national"),
    path(ROUND + "pdf/", reports.national_pdf, name="report-national-pdf"),
    path(ROUND + "pack/", reports.pack, name="report-pack"),
    path(FORCE, reports.force, name="report-force"),
    path(FORCE + "pdf/", reports.force_pdf, name="report-force-pdf"),
]
