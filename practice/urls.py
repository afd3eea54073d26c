"""Addresses of practice, under /practice/."""

from django.urls import URLPattern

from practice import author_urls, bank_urls, introduction_urls, map_urls, staff_urls

app_name = "practice"
urlpatterns: list[URLPattern] = [
    *bank_urls.urlpatterns,
    *map_urls.urlpatterns,
    *introduction_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *author_urls.urlpatterns,
]
