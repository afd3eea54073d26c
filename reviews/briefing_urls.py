"""Addresses of briefings and recommendations."""

from django.urls import URLPattern, path

from reviews.views import recommendations

ONE = "recommendations/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("recommendations/", recommendations.listing, name="recommendations"),
    path("recommendations/new/<str:review>/", recommendations.new, name="recommendation-new"),
    path(ONE, recommendations.one, name="recommendation"),
    path(f"{ONE}edit/", recommendations.edit, name="recommendation-edit"),
    path(f"{ONE}report/", recommendations.report, name="recommendation-report"),
    path(f"{ONE}remove/", recommendations.remove, name="recommendation-remove"),
    path(f"{ONE}step/<slug:action>/", recommendations.step, name="recommendation-step"),
]
