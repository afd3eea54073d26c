"""Addresses of help between forces, under /insight/."""

from django.urls import path

from analytics.views import help as gaps
from analytics.views import help_offers, help_requests, help_unmet

FORCE = "help/forces/<slug:force>/"
REQUEST = "help/requests/<str:reference>/"
urlpatterns = [
    path("help/", help_requests.listing, name="help"),
    path(FORCE, gaps.gaps, name="help-gaps"),
    path(FORCE + "<str:code>/", gaps.gap, name="help-gap"),
    path(FORCE + "<str:code>/ask/<slug:helper>/", gaps.ask, name="help-ask"),
    path("help/offers/", help_offers.offers, name="help-offers"),
    path("help/offers/new/", help_offers.new, name="help-offer-new"),
    path("help/offers/<int:pk>/", help_offers.change, name="help-offer"),
    path("help/offers/<int:pk>/end/", help_offers.end, name="help-offer-end"),
    path("help/unmet/", help_unmet.page, name="help-unmet"),
    path("help/unmet.csv", help_unmet.csv, name="help-unmet-csv"),
    path(REQUEST, help_requests.one, name="help-request"),
    path(REQUEST + "message/", help_requests.write, name="help-message"),
    path(REQUEST + "<slug:action>/", help_requests.step, name="help-step"),
]
