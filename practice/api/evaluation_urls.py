"""Addresses of choosing practice for evaluation in the API."""

from django.urls import URLPattern, path, re_path

from practice.api import evaluation_choice, evaluation_rounds, evaluations

ROUND = r"^evaluation-rounds/(?P<reference>ER-[0-9]{5,9})/"
CANDIDATE = ROUND + r"candidates/(?P<number>[0-9]{1,12})/"
ONE = r"^evaluations/(?P<reference>CE-[0-9]{5,9})/"
ROUND_STEPS = "score|prepare|end_scoring|score_again|reconsider|close|reopen"
urlpatterns: list[URLPattern] = [
    path("evaluation-rounds/", evaluation_rounds.EvaluationRounds.as_view(), name="evaluation_rounds"),
    re_path(ROUND + "$", evaluation_rounds.OneEvaluationRound.as_view(), name="evaluation_round"),
    re_path(ROUND + "decision/$", evaluation_rounds.EvaluationRoundDecision.as_view(), name="evaluation_decision"),
    re_path(ROUND + "candidates/$", evaluation_choice.RoundCandidates.as_view(), name="evaluation_candidates"),
    re_path(CANDIDATE + "$", evaluation_choice.OneCandidate.as_view(), name="evaluation_candidate"),
    re_path(CANDIDATE + "remove/$", evaluation_choice.CandidateRemoval.as_view(), name="evaluation_candidate_remove"),
    re_path(CANDIDATE + "scores/$", evaluation_choice.CandidateScores.as_view(), name="evaluation_scores"),
    re_path(ROUND + "selection/$", evaluation_choice.RoundSelection.as_view(), name="evaluation_selection"),
    re_path(ROUND + "suggestions/$", evaluation_choice.RoundSuggestions.as_view(), name="evaluation_suggestions"),
    re_path(
        ROUND + "suggestions/(?P<number>[0-9]{1,5})/$",
        evaluation_choice.OneSuggestion.as_view(),
        name="evaluation_suggestion",
    ),
    re_path(
        ROUND + f"(?P<step>{ROUND_STEPS})/$", evaluation_rounds.EvaluationRoundStep.as_view(), name="evaluation_step"
    ),
    path("evaluations/", evaluations.Evaluations.as_view(), name="evaluations"),
    re_path(ONE + "$", evaluations.OneEvaluation.as_view(), name="evaluation"),
    re_path(ONE + "milestones/$", evaluations.EvaluationMilestones.as_view(), name="evaluation_milestones"),
    re_path(
        ONE + "milestones/(?P<number>[0-9]{1,12})/$",
        evaluations.EvaluationMilestone.as_view(),
        name="evaluation_milestone",
    ),
    re_path(
        ONE + "(?P<step>start|report|stop|finish)/$",
        evaluations.EvaluationStep.as_view(),
        name="evaluation_commission_step",
    ),
]
