"""Addresses of peer reviews in the API."""

from django.urls import URLPattern, path, re_path

from reviews.api import peer_reviews, removed

urlpatterns: list[URLPattern] = [
    path("peer-reviews/", peer_reviews.PeerReviews.as_view(), name="peer_reviews"),
    path("peer-reviews/removed/", removed.PeerReviews.as_view(), name="peer_reviews_removed"),
    re_path(r"^peer-reviews/(?P<review>PR-[0-9]{5,9})/$", peer_reviews.OnePeerReview.as_view(), name="peer_review"),
]
