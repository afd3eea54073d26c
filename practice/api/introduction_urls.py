"""Addresses of evaluators and introductions in the API."""

from django.urls import path, re_path

from practice.api import evaluation_chosen, evaluators, introductions

INTRODUCTION = r"^introductions/(?P<reference>IN-[0-9]{5,8})/"

urlpatterns = [
    path("evaluators/", evaluators.Evaluators.as_view(), name="evaluators"),
    path("evaluators/removed/", evaluators.RemovedEvaluators.as_view(), name="evaluators_removed"),
    path("evaluators/<slug:slug>/", evaluators.OneEvaluator.as_view(), name="evaluator"),
    re_path(
        r"^evaluators/(?P<slug>[-a-zA-Z0-9_]+)/(?P<step>list|retire)/$",
        evaluators.EvaluatorMove.as_view(),
        name="evaluator_step",
    ),
    path("evaluator-matches/", evaluators.Matches.as_view(), name="evaluator_matches"),
    path("evaluator-chosen/", evaluation_chosen.ChosenForEvaluation.as_view(), name="evaluator_chosen"),
    path("introductions/", introductions.Introductions.as_view(), name="introductions"),
    path("introductions/removed/", introductions.RemovedIntroductions.as_view(), name="introductions_removed"),
    re_path(INTRODUCTION + r"$", introductions.OneIntroduction.as_view(), name="introduction"),
    re_path(INTRODUCTION + r"notes/$", introductions.IntroductionNotes.as_view(), name="introduction_notes"),
    re_path(
        INTRODUCTION + r"(?P<step>agree|decline|withdraw|introduce|talk|conclude|end|resume)/$",
        introductions.IntroductionStep.as_view(),
        name="introduction_step",
    ),
]
