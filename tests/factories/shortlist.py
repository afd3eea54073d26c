"""Rounds of choosing practice for evaluation, through the actions.

round_ = evaluation_round(fund=300_000, at_least=2, serious=1)      # by a new administrator: round_.created_by
one = candidate(round_, cost=100_000, serious_violence=True)        # a published example in its pool
scored(round_, one, {"Promise": 4}, by=person("vkpp_staff"))        # the round is opened for scores when it is not
decided(round_, [one])                                              # scoring ended, the set decided with minutes
"""

from practice.actions import shortlist_deciding, shortlist_pool, shortlist_rounds, shortlist_scoring
from practice.vocab import Use
from tests.factories.accounts import person
from tests.factories.practice import published_practice

OPEN_TO_EVALUATORS = (Use.SHARE_FORCES, Use.CONTACT_EVALUATORS)


def evaluation_round(*, fund=1_500_000, at_least=1, serious=0, by=None, **values):
    """A round with the usual criteria."""
    numbers = {"fund": fund, "at_least": at_least, "serious_violence_at_least": serious}
    made, _new = shortlist_rounds.create(
        values={"title": "Evaluations 2026", **numbers, **values}, by=by or person("vkpp_admin")
    )
    return made


def fit_practice(*, permitted=OPEN_TO_EVALUATORS, **changes):
    """A published example that may be a candidate."""
    return published_practice(permitted=permitted, **{"stage": "untested", **changes})


def candidate(round_, *, cost=100_000, practice=None, **changes):
    """An example in the pool, its cost estimated."""
    practice = practice or fit_practice(**changes)
    (row,) = shortlist_pool.add(round_=round_, practices=[practice], by=round_.created_by)
    if cost:
        shortlist_pool.estimate(candidate=row, cost=cost, by=round_.created_by)
    return row


def opened(round_):
    """Scores are asked for."""
    round_.refresh_from_db()
    if round_.state == "preparing":
        shortlist_rounds.move(round_=round_, step="score", by=round_.created_by)
    return round_


def scored(round_, row, scores, *, by, comment=""):
    """Somebody's scores by the name of the criterion; the others get 2."""
    opened(round_)
    row.round = round_
    known = round_.criteria.filter(source="scored")
    said = {criterion.pk: scores.get(criterion.label, 2) for criterion in known}
    comments = dict.fromkeys(said, comment)
    shortlist_scoring.score(candidate=row, scores=said, comments=comments, by=by)


def to_decide(round_):
    """The scoring has ended."""
    opened(round_)
    if round_.state == "scoring":
        shortlist_rounds.move(round_=round_, step="end_scoring", by=round_.created_by)
    return round_


def decided(round_, chosen, *, minutes="They promise most.", by=None, **more):
    """Decided on these candidates."""
    to_decide(round_)
    return shortlist_deciding.decide(
        round_=round_, chosen=[row.pk for row in chosen], minutes=minutes, by=by or round_.created_by, **more
    )
