"""Addresses of peer reviews: request, scope, terms, team and evidence."""

from django.urls import URLPattern, path

from reviews.views import peer

ONE = "peer/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("peer/", peer.listing, name="peers"),
    path("peer/calendar/", peer.calendar, name="peer-calendar"),
    path("peer/calendar.ics", peer.calendar_file, name="peer-calendar-file"),
    path(ONE, peer.overview, name="peer"),
    path(f"{ONE}days.ics", peer.days, name="peer-ics"),
    path(f"{ONE}step/<slug:action>/", peer.step, name="peer-step"),
]
