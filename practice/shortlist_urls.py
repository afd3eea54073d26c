"""Addresses of the choice of practice for an independent evaluation, under /practice/shortlist/."""

from django.urls import URLPattern, path

from practice.views import commissions, shortlist, shortlist_candidates, shortlist_choice, shortlist_decision

ROUND = "shortlist/<str:reference>/"
CANDIDATE = ROUND + "candidates/<int:pk>/"
ONE = "shortlist/evaluations/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("shortlist/", shortlist.listing, name="shortlist"),
    path("shortlist/new/", shortlist.new, name="shortlist-new"),
    path(ONE, commissions.one, name="shortlist-evaluation"),
    path(ONE + "change/", commissions.change, name="shortlist-evaluation-change"),
    path(ONE + "milestones/", commissions.add_milestone, name="shortlist-milestone-add"),
    path(ONE + "milestones/<int:pk>/<slug:what>/", commissions.milestone, name="shortlist-milestone"),
    path(ONE + "stop/", commissions.stop, name="shortlist-evaluation-stop"),
    path(ONE + "result/", commissions.finish, name="shortlist-evaluation-result"),
    path(ONE + "<slug:step>/", commissions.step, name="shortlist-evaluation-step"),
    path(ROUND, shortlist.front, name="shortlist-round"),
    path(ROUND + "change/", shortlist.change, name="shortlist-change"),
    path(ROUND + "step/<slug:step>/", shortlist.step, name="shortlist-step"),
    path(ROUND + "terms/", shortlist.terms, name="shortlist-terms"),
    path(ROUND + "limits/", shortlist.limits, name="shortlist-limits"),
    path(ROUND + "pool/", shortlist_candidates.pool, name="shortlist-pool"),
    path(ROUND + "pool/add/", shortlist_candidates.add, name="shortlist-pool-add"),
    path(ROUND + "candidates/", shortlist_candidates.candidates, name="shortlist-candidates"),
    path(CANDIDATE, shortlist_candidates.candidate, name="shortlist-candidate"),
    path(CANDIDATE + "cost/", shortlist_candidates.cost, name="shortlist-cost"),
    path(CANDIDATE + "remove/", shortlist_candidates.remove, name="shortlist-remove"),
    path(CANDIDATE + "interest/", shortlist_candidates.interest, name="shortlist-interest"),
    path(ROUND + "select/", shortlist_choice.select, name="shortlist-select"),
    path(ROUND + "suggestions/", shortlist_choice.suggestions, name="shortlist-suggestions"),
    path(ROUND + "suggestions/compare/", shortlist_choice.compare, name="shortlist-compare"),
    path(ROUND + "suggestions/<int:number>/", shortlist_choice.suggestion, name="shortlist-suggestion"),
    path(ROUND + "suggestions/<int:number>/take/", shortlist_choice.take, name="shortlist-take"),
    path(ROUND + "decide/", shortlist_decision.decide, name="shortlist-decide"),
    path(ROUND + "decision/", shortlist_decision.decision, name="shortlist-decision"),
    path(ROUND + "decision/<int:number>.pdf", shortlist_decision.minutes_pdf, name="shortlist-minutes"),
    path(ROUND + "money/", commissions.money, name="shortlist-money"),
    path(ROUND + "money/new/<int:pk>/", commissions.new, name="shortlist-commission"),
]
