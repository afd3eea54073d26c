"""Addresses of help between forces in the API."""

from django.urls import URLPattern, path, re_path

from analytics.api import help_matches, help_requests

ONE = r"^help-requests/(?P<reference>HR-[0-9]{5,9})/"
urlpatterns: list[URLPattern] = [
    path("help-matches/", help_matches.HelpMatches.as_view(), name="help_matches"),
    path("help-offers/", help_matches.HelpOffers.as_view(), name="help_offers"),
    path("help-offers/removed/", help_matches.RemovedHelpOffers.as_view(), name="help_offers_removed"),
    path("help-requests/", help_requests.HelpRequests.as_view(), name="help_requests"),
    re_path(ONE + "$", help_requests.OneHelpRequest.as_view(), name="help_request"),
    re_path(
        ONE + r"(?P<step>agree|decline|withdraw|try|close|resume)/$", help_requests.HelpStep.as_view(), name="help_step"
    ),
]
