"""Addresses of practice, under /practice/."""

from django.urls import URLPattern

from practice import (
    adoption_urls,
    author_urls,
    bank_urls,
    collections_urls,
    contact_urls,
    event_urls,
    introduction_urls,
    map_urls,
    report_urls,
    shortlist_urls,
    staff_urls,
    theory_urls,
)

app_name = "practice"
urlpatterns: list[URLPattern] = [
    *bank_urls.urlpatterns,
    *map_urls.urlpatterns,
    *adoption_urls.urlpatterns,
    *contact_urls.urlpatterns,
    *collections_urls.urlpatterns,
    *event_urls.urlpatterns,
    *introduction_urls.urlpatterns,
    *shortlist_urls.urlpatterns,
    *report_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *theory_urls.urlpatterns,
    *author_urls.urlpatterns,
]
