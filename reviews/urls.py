"""Addresses of case reviews, briefings and peer reviews, under /reviews/; each area has a file of its own."""

from django.urls import URLPattern, path

from reviews import briefing_urls, case_urls, coding_urls, fieldwork_urls, peer_urls, theme_urls
from reviews.views import front

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    *theme_urls.urlpatterns,
    *coding_urls.urlpatterns,
    *briefing_urls.urlpatterns,
    *fieldwork_urls.urlpatterns,
    *peer_urls.urlpatterns,
    *case_urls.urlpatterns,
]
