"""Addresses of case reviews, learning, briefings and peer reviews in the API; each area has a file of its own."""

from django.urls import URLPattern

from reviews.api import case_urls, learning_urls, peer_urls

urlpatterns: list[URLPattern] = [*case_urls.urlpatterns, *learning_urls.urlpatterns, *peer_urls.urlpatterns]
