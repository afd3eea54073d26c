"""Examples further on their way, through the actions.

example = taken_forward_practice()                       # checked by staff and waiting to be rated
rate(example, person("evidence_reviewer"), "promising")  # a rating with a full rubric
decision = staged_decision()                             # decided, waiting for release
"""

from practice.actions import decisions, evidence, rating, triage
from practice.models import EvidenceLink, TriageCheck
from practice.vocab import RUBRIC
from tests.factories.accounts import person
from tests.factories.practice import submitted_practice


def check_all(practice, staff):
    """All checks of triage, without concern."""
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)


def taken_forward_practice(*, staff=None, **changes):
    """Sent in, checked and taken forward by `staff` (somebody new if none)."""
    practice = submitted_practice(**changes)
    staff = staff or person("vkpp_staff")
    check_all(practice, staff)
    triage.take_forward(practice=practice, by=staff)
    return practice


def rate(practice, rater, overall="new_innovative", score=2, **scores):
    """A rating of every dimension with `score`, but for those named."""
    full = dict.fromkeys(RUBRIC, score) | scores
    return rating.rate(practice=practice, overall=overall, scores=full, rationale="As described.", by=rater)


def link_evaluation(practice, by, kind=EvidenceLink.Kind.INDEPENDENT):
    """An evaluation of the example."""
    return evidence.link(
        practice=practice, kind=kind, title="An evaluation", evaluator="University of Somewhere", year=2024, by=by
    )


def staged_decision(*, staff=None, overall="new_innovative", **changes):
    """Rated once by `staff` and decided as rated."""
    staff = staff or person("vkpp_staff")
    practice = taken_forward_practice(staff=staff, **changes)
    rate(practice, staff, overall)
    return decisions.stage(practice=practice, rating=overall, rationale="New and easy to copy.", by=staff)
