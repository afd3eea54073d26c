"""Addresses of practice, under /practice/."""

from django.urls import URLPattern, path

from practice import bank_urls, staff_urls
from practice.views import mine

app_name = "practice"
urlpatterns: list[URLPattern] = [
    *bank_urls.urlpatterns,
    *staff_urls.urlpatterns,
    path("mine/<str:reference>/", mine.example, name="example"),
]
