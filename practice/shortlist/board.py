"""A round's candidates with their standing, as one person may see them: what every page, the API and the solver read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F

from practice.models import BankEntry, Candidate, CandidateScore, EvaluationRound, RoundCriterion
from practice.shortlist import limits, people, points
from practice.shortlist.terms import Limit, Measured, Option, measured
from practice.shortlist_vocab import RoundState

ENTRY = (
    *("practice_id", "reference", "title", "summary", "force_id", "force_name", "lead_organisation", "strands"),
    *("categories", "scale", "stage", "rating", "serious_violence"),
)
BEFORE = (RoundState.PREPARING, RoundState.SCORING)


@dataclass(frozen=True)
class Line:
    """A candidate: its row in the bank, how it stands by each criterion, and its points (None: nobody scored it)."""

    candidate: Candidate
    entry: Mapping[str, Any]
    standings: tuple[points.Standing, ...]
    points: int | None
    scored_by_me: bool
    scorers: int

    @property
    def option(self) -> Option:
        """As the choice sees it."""
        return Option(self.candidate.pk, self.points or 0, self.candidate.cost, points.features_of(self.entry))

    @property
    def shown(self) -> str:
        """Its points in words."""
        return points.shown(self.points)

    @property
    def features(self) -> frozenset[str]:
        """What limits count about it."""
        return points.features_of(self.entry)


@dataclass(frozen=True)
class Board:
    """The candidates of a round for one person, best first where this person may know."""

    round: EvaluationRound
    criteria: tuple[RoundCriterion, ...]
    lines: tuple[Line, ...]
    tells: bool

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The limits of the round."""
        return limits.of(self.round, [line.features for line in self.lines])

    def measured(self, chosen: Collection[int]) -> list[Measured]:
        """How a set stands to the limits."""
        return measured(self.limits, [line.option for line in self.lines if line.candidate.pk in chosen])

    def selected(self) -> set[int]:
        """The set that is being put together."""
        return {line.candidate.pk for line in self.lines if line.candidate.selected}

    def line(self, pk: int) -> Line | None:
        """The candidate with this number, if this person sees it."""
        return next((line for line in self.lines if line.candidate.pk == pk), None)


def may_know(user: Any, round_: EvaluationRound) -> bool:
    """Points show once they can no longer sway a scorer; who decides sees them before."""
    return people.may_manage(user) or round_.state not in BEFORE


def entries(user: Any, practices: Any) -> dict[int, dict[str, Any]]:
    """Rows of the bank of these examples that the person may read, with the approaches they were published with."""
    rows = BankEntry.objects.visible_to(user).filter(practice__in=practices)
    found = rows.values(*ENTRY, approaches=F("publication__content__fields__approaches"))
    return {row["practice_id"]: row for row in found}


def build(user: Any, round_: EvaluationRound, weights: Mapping[int, int] | None = None) -> Board:
    """The board of a round; `weights` (criterion → weight) replace those of the round, to see their effect."""
    criteria = tuple(round_.criteria.all())
    used = {row.pk: row.weight for row in criteria} | dict(weights or {})
    pool = list(Candidate.objects.visible_to(user).in_pool().filter(round=round_))
    for candidate in pool:
        candidate.round = round_
    known = entries(user, [candidate.practice_id for candidate in pool])
    given, mine, scorers = _scores(user, round_)
    lines = [
        _line(candidate, known[candidate.practice_id], criteria, used, given[candidate.pk], scorers[candidate.pk], mine)
        for candidate in pool
        if candidate.practice_id in known
    ]
    tells = may_know(user, round_)
    lines.sort(key=lambda line: (-(line.points if line.points is not None and tells else -1), line.candidate.pk))
    return Board(round_, criteria, tuple(lines), tells)


def _scores(user: Any, round_: EvaluationRound) -> tuple[Any, set[int], Any]:
    rows = CandidateScore.objects.visible_to(user).that_count().filter(candidate__round=round_)
    given: Any = defaultdict(lambda: defaultdict(list))
    scorers: Any = defaultdict(set)
    mine = set()
    for candidate, criterion, scorer, score in rows.values_list("candidate_id", "criterion_id", "scorer_id", "score"):
        scorers[candidate].add(scorer)
        if scorer == user.pk:
            mine.add(candidate)
        if score is not None:
            given[candidate][criterion].append(score)
    return given, mine, scorers


def _line(
    candidate: Candidate,
    entry: Mapping[str, Any],
    criteria: Collection[RoundCriterion],
    weights: Mapping[int, int],
    given: Mapping[int, list[int]],
    scorers: Collection[int],
    mine: Collection[int],
) -> Line:
    standings = tuple(points.standing(row, entry, given[row.pk]) for row in criteria)
    value = points.points(standings, weights)
    return Line(candidate, entry, standings, value, candidate.pk in mine, len(scorers))
