"""Addresses of evaluators and introductions, under /practice/."""

from django.urls import URLPattern, path

from practice.views import evaluators, introductions, introductions_ask

BODY = "evaluators/<slug:slug>/"
ONE = "introductions/<str:reference>/"
EXAMPLE = "<reference:reference>/evaluators/"

urlpatterns: list[URLPattern] = [
    path("evaluators/", evaluators.listing, name="evaluators"),
    path("evaluators/new/", evaluators.new, name="evaluator-new"),
    path(BODY, evaluators.one, name="evaluator"),
    path(BODY + "change/", evaluators.change, name="evaluator-change"),
    path(BODY + "propose/", evaluators.propose, name="evaluator-propose"),
    path(BODY + "proposals/<int:pk>/", evaluators.proposal, name="evaluator-proposal"),
    path(BODY + "people/", evaluators.body_people, name="evaluator-people"),
    path(BODY + "people/<int:pk>/end/", evaluators.end_person, name="evaluator-person-end"),
    path(BODY + "state/<slug:action>/", evaluators.step, name="evaluator-step"),
    path("evaluating/", introductions.evaluating, name="evaluating"),
    path("introductions/", introductions.listing, name="introductions"),
    path(ONE, introductions.one, name="introduction"),
    path(ONE + "note/", introductions.write, name="introduction-note"),
    path(ONE + "<slug:action>/", introductions.step, name="introduction-step"),
    path(EXAMPLE, introductions_ask.find, name="introduction-find"),
    path(EXAMPLE + "<slug:slug>/", introductions_ask.ask, name="introduction-ask"),
]
