"""Addresses of benchmarking, under /insight/."""

from django.urls import path

from analytics import data_urls, help_urls, pack_urls, picture_urls, register_urls, report_urls, webhook_urls
from analytics.views import insight

app_name = "analytics"
FORCE = "rounds/<slug:round>/forces/<slug:force>/"
urlpatterns = [
    *help_urls.urlpatterns,
    *pack_urls.urlpatterns,
    *picture_urls.urlpatterns,
    *register_urls.urlpatterns,
    *report_urls.urlpatterns,
    *data_urls.urlpatterns,
    *webhook_urls.urlpatterns,
    path("", insight.front, name="front"),
    path("rounds/<slug:round>/national/", insight.national, name="national"),
    path("rounds/<slug:round>/national/figures.csv", insight.national_csv, name="national-csv"),
    path(FORCE, insight.stand, name="stand"),
    path(FORCE + "figures.csv", insight.stand_csv, name="stand-csv"),
    path(FORCE + "<str:code>/", insight.action, name="action"),
]
