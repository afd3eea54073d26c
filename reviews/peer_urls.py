"""Addresses of peer reviews: request, scope, terms, team and evidence."""

from django.urls import URLPattern, path

from reviews.views import peer, peer_asking, peer_evidence, peer_scope, peer_standing, peer_team

ONE = "peer/<str:reference>/"
MEMBER = f"{ONE}team/<int:pk>/"
REQUEST = f"{ONE}evidence/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("peer/", peer.listing, name="peers"),
    path("peer/new/", peer_asking.new, name="peer-new"),
    path("peer/calendar/", peer.calendar, name="peer-calendar"),
    path("peer/calendar.ics", peer.calendar_file, name="peer-calendar-file"),
    path(ONE, peer.overview, name="peer"),
    path(f"{ONE}days.ics", peer.days, name="peer-ics"),
    path(f"{ONE}change/", peer_asking.change, name="peer-change"),
    path(f"{ONE}arrange/", peer_asking.arrange, name="peer-arrange"),
    path(f"{ONE}step/<slug:action>/", peer.step, name="peer-step"),
    path(f"{ONE}scope/", peer_scope.scope, name="peer-scope"),
    path(f"{ONE}scope/change/", peer_scope.edit, name="peer-scope-edit"),
    path(f"{ONE}scope/agree/", peer_scope.agree, name="peer-terms-agree"),
    path(f"{ONE}scope/<int:number>/", peer_scope.version, name="peer-terms-version"),
    path(f"{ONE}team/", peer_team.team, name="peer-team"),
    path(f"{ONE}team/add/", peer_team.add, name="peer-team-add"),
    path(f"{ONE}team/declare/", peer_team.declare, name="peer-declare"),
    path(f"{MEMBER}remove/", peer_team.remove, name="peer-member-remove"),
    path(f"{MEMBER}lead/", peer_team.lead, name="peer-lead"),
    path(f"{MEMBER}waive/", peer_team.waive, name="peer-waive"),
    path(f"{ONE}evidence/", peer_evidence.listing, name="peer-evidence"),
    path(f"{ONE}evidence/new/", peer_evidence.new, name="peer-request-new"),
    path(REQUEST, peer_evidence.one, name="peer-request"),
    path(f"{REQUEST}change/", peer_evidence.change, name="peer-request-change"),
    path(f"{REQUEST}supply/", peer_evidence.supply, name="peer-supply"),
    path(f"{REQUEST}assign/", peer_evidence.assign, name="peer-request-assign"),
    path(f"{REQUEST}act/<slug:action>/", peer_evidence.act, name="peer-request-act"),
    path(f"{REQUEST}<int:piece>/", peer_evidence.piece, name="peer-piece"),
    path(f"{REQUEST}<int:piece>/back/", peer_evidence.take_back, name="peer-take-back"),
    path(f"{ONE}self-assessment/", peer_standing.standing, name="peer-standing"),
]
