"""Addresses of the plan, rounds and returns in the API."""

from django.urls import path, re_path

from nvap.api import (
    answers,
    beside,
    crosswalks,
    measures,
    plan_actions,
    plans,
    queries,
    returns,
    rounds,
    submissions,
    successions,
    vocabulary,
)

ACTION = r"(?P<action>[0-9A-Za-z.\-]{1,12})/$"
PLAN = r"^plans/(?P<plan>[-a-zA-Z0-9_]{1,40})/"
RETURN = r"^returns/(?P<round>[-a-zA-Z0-9_]{1,40})/(?P<force>[-a-zA-Z0-9_]{1,40})/"
QUERY = r"^queries/(?P<query>Q-[0-9]{5,9})/"

urlpatterns = [
    path("strands/", vocabulary.Strands.as_view(), name="strands"),
    path("actions/", vocabulary.Actions.as_view(), name="actions"),
    path("plans/", plans.Plans.as_view(), name="plans"),
    re_path(PLAN + r"$", plans.OnePlan.as_view(), name="plan"),
    re_path(PLAN + r"actions/$", plan_actions.PlanActions.as_view(), name="plan_actions"),
    re_path(PLAN + r"actions/" + ACTION, plan_actions.OnePlanAction.as_view(), name="plan_action"),
    path("themes/", plans.Themes.as_view(), name="themes"),
    path("successions/", successions.Successions.as_view(), name="successions"),
    path("crosswalks/", crosswalks.Crosswalks.as_view(), name="crosswalks"),
    path("rounds/", rounds.Rounds.as_view(), name="rounds"),
    path("rounds/<slug:round>/", rounds.OneRound.as_view(), name="round"),
    path("rounds/<slug:round>/form/", rounds.RoundForm.as_view(), name="round_form"),
    path("returns/", returns.Returns.as_view(), name="returns"),
    re_path(RETURN + r"$", returns.OneReturn.as_view(), name="return"),
    re_path(RETURN + r"answers/$", answers.Answers.as_view(), name="answers"),
    re_path(RETURN + r"answers/" + ACTION, answers.OneAnswer.as_view(), name="answer"),
    re_path(RETURN + r"findings/$", beside.Findings.as_view(), name="findings"),
    re_path(RETURN + r"comments/$", beside.Comments.as_view(), name="comments"),
    re_path(RETURN + r"submissions/$", submissions.Submissions.as_view(), name="submissions"),
    re_path(
        RETURN + r"submissions/(?P<submission>[0-9]{1,4})/$", submissions.OneSubmission.as_view(), name="submission"
    ),
    path("measures/", measures.Measures.as_view(), name="measures"),
    path("measures/values/", measures.Values.as_view(), name="measure_values"),
    path("measures/values/removed/", measures.RemovedValues.as_view(), name="measure_values_removed"),
    path("queries/", queries.Queries.as_view(), name="queries"),
    re_path(QUERY + r"$", queries.OneQuery.as_view(), name="query"),
    re_path(QUERY + r"answer/$", queries.AnswerQuery.as_view(), name="query_answer"),
]
