"""Once a day: who has scores to give before a round ends, and whose milestones are due."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from practice.models import Candidate, CandidateScore, CommissionedEvaluation, EvaluationRound, Milestone
from practice.shortlist import mails
from practice.shortlist_vocab import OPEN, RoundState
from vkpp.accounts.models import User
from vkpp.core import outbox

KIND = "practice.shortlist_remind"
SCORES = dt.timedelta(days=7)
MILESTONES = dt.timedelta(days=14)


def remind(*, day: dt.date | None = None) -> int:
    """Owe the day's reminders, each person and thing once; how many were owed."""
    day = day or timezone.localdate()
    owed = 0
    ending = EvaluationRound.objects.filter(state=RoundState.SCORING, closes_on=day + SCORES)
    people = mails.scorers() if ending else []
    for round_ in ending:
        for person in people:
            payload = {"round": round_.pk, "person": person.pk}
            outbox.owe(KIND, payload, key=f"{KIND}:scores:{round_.pk}:{person.pk}:{day.isoformat()}")
            owed += 1
    due = Q(reminded_on=None, due_on__lte=day + MILESTONES) | Q(due_on=day - dt.timedelta(days=1))
    rows = Milestone.objects.filter(due, done_on=None, evaluation__state__in=OPEN)
    for pk in sorted(set(rows.values_list("evaluation_id", flat=True))):
        outbox.owe(KIND, {"evaluation": pk}, key=f"{KIND}:milestones:{pk}:{day.isoformat()}")
        owed += 1
    return owed


@outbox.handler(KIND)
def send(payload: dict[str, int]) -> None:
    """Tell one person of their scores, or who decides of milestones; nothing when nothing is due any more."""
    if "evaluation" in payload:
        _milestones(payload["evaluation"])
        return
    person = User.objects.filter(pk=payload["person"], is_active=True).first()
    round_ = EvaluationRound.objects.filter(pk=payload["round"], state=RoundState.SCORING).first()
    if person is None or round_ is None:
        return
    if left := waiting(person, round_):
        mails.remind_of_scores(round_, person, left)


def waiting(person: User, round_: EvaluationRound) -> int:
    """How many candidates this person has not scored yet."""
    pool = Candidate.objects.visible_to(person).in_pool().filter(round=round_)
    done = CandidateScore.objects.filter(scorer=person, candidate__round=round_)
    return pool.exclude(pk__in=done.values("candidate")).count()


def _milestones(pk: int) -> None:
    evaluation = CommissionedEvaluation.objects.filter(pk=pk, state__in=OPEN).first()
    if evaluation is None:
        return
    today = timezone.localdate()
    rows = evaluation.milestones.filter(done_on=None, due_on__lte=today + MILESTONES)
    due = rows.count()
    if due:
        for person in mails.managers():
            mails.remind_of_milestones(evaluation, person, due)
        rows.filter(reminded_on=None).update(reminded_on=today)
