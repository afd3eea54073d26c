"""Addresses of reports on what was sent in."""

from django.urls import URLPattern, path

from practice.views import reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.reports, name="reports"),
    path("reports/report.csv", reports.reports_csv, name="reports-csv"),
    path("reports/report.pdf", reports.reports_pdf, name="reports-pdf"),
    path("reports/answers/<slug:code>/", reports.report_answers, name="report-answers"),
]
