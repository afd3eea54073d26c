"""Addresses of case reviews in the API."""

from django.urls import URLPattern, path, re_path

from reviews.api import cases, removed, vocabulary

urlpatterns: list[URLPattern] = [
    path("review-types/", vocabulary.ReviewTypes.as_view(), name="review_types"),
    path("harm-types/", vocabulary.HarmTypes.as_view(), name="harm_types"),
    path("case-reviews/", cases.Cases.as_view(), name="case_reviews"),
    path("case-reviews/removed/", removed.Cases.as_view(), name="case_reviews_removed"),
    re_path(r"^case-reviews/(?P<case>CR-[0-9]{5,9})/$", cases.OneCase.as_view(), name="case_review"),
]
