"""The table behind every form of the national picture: each action, and each strand within it, with its parts and score."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analytics import recent, scale
from analytics.figures import Audience
from analytics.picture import lessons, said, score, supply, weights
from analytics.picture.lessons import Lessons
from analytics.picture.said import Said, Told
from analytics.picture.score import OF_ACTION, OF_CELL, Score, Signs
from analytics.picture.supply import Practice, Supply
from analytics.picture.weights import Weights
from analytics.scale import Measure
from analytics.vocab import Basis
from nvap import plan_actions
from nvap.models import ActionVersion, Round, Strand
from nvap.vocab import RoundState
from practice.facets import short
from vkpp.core import remembered

MOST_KEPT = 30
SAFE_WITHIN = 10  # a gap that stays among this many under all other weights is a safe one


@dataclass(frozen=True)
class Place:
    """A strand that practice and reviews name: code and words."""

    code: str
    label: str


@dataclass(frozen=True)
class Cell:
    """A strand of an action. Without a review that found a problem there is no score: nothing says that it is needed."""

    strand: Place
    reviews: int | None
    practice: Practice
    value: float | None


@dataclass(frozen=True)
class Row:
    """An action with all that is known of it; `best` and `worst` are its ranks under other weights."""

    action: ActionVersion
    said: Said | None
    reviews: int | None
    practice: Practice
    score: Score | None
    cells: tuple[Cell, ...]
    rank: int | None = None
    best: int | None = None
    worst: int | None = None

    @property
    def code(self) -> str:
        """The action's code over all plans, by which practice and reviews name it."""
        return self.action.action.code

    @property
    def safe(self) -> bool:
        """Whether it is among the first whatever the weights."""
        return self.worst is not None and self.worst <= SAFE_WITHIN

    @property
    def sharpest(self) -> Cell | None:
        """The strand with the highest score."""
        scored = [cell for cell in self.cells if cell.value is not None]
        return max(scored, key=lambda cell: cell.value or 0, default=None)


@dataclass(frozen=True)
class Picture:
    """The national picture of one round on one basis, for one reader."""

    round: Round
    basis: Basis
    measure: Measure
    weights: Weights
    audience: Audience
    rows: tuple[Row, ...]
    strands: tuple[Place, ...]
    supply: Supply
    lessons: Lessons | None
    told: Told
    near: Sequence[Round] | None = None

    @cached_property
    def ranked(self) -> list[Row]:
        """Actions with a score, the most significant gap first; equal ones in the plan's order."""
        return sorted((row for row in self.rows if row.rank), key=lambda row: (row.rank, row.action.order, row.code))

    @cached_property
    def rounds(self) -> list[Round]:
        """The newest rounds that the reader may turn to."""
        return list(recent.rounds(self.audience) if self.near is None else self.near)

    @cached_property
    def nation(self) -> said.Together:
        """All actions together."""
        every = {row.action.pk: row.said for row in self.rows if row.said is not None}
        return said.together(every, len(self.rows))


def usual_round(rounds: list[Round]) -> Round | None:
    """The newest published one, or the newest of all; of rounds in that order."""
    return next((one for one in rounds if one.state == RoundState.PUBLISHED), next(iter(rounds), None))


def build(
    user: Any,
    audience: Audience,
    round_: Round,
    basis: Basis,
    chosen: Weights = weights.USUAL,
    near: Sequence[Round] | None = None,
) -> Picture | None:
    """None where the round's form has nothing that is summarised. `near`: the newest rounds, when they are read already."""
    (told,) = said.told(audience, [(round_, basis)])
    if told is None:
        return None
    measure = scale.measures(round_)[0]
    actions = plan_actions.listed(round_.plan_id)
    codes, strands = [action.action.code for action in actions], strands_known()
    named = [strand.code for strand in strands]
    offer, learnt = supply.of(user, codes, named), lessons.of(user, codes, named)
    ranked = _kept_rows(round_, actions, strands, told, offer, learnt, chosen)
    return Picture(round_, basis, measure, chosen, audience, ranked, strands, offer, learnt, told, near)


Parts = tuple[Told, Supply, Lessons | None]
_kept: OrderedDict[Any, tuple[Parts, tuple[Row, ...]]] = OrderedDict()


def _kept_rows(
    round_: Round,
    actions: list[ActionVersion],
    strands: tuple[Place, ...],
    told: Told,
    offer: Supply,
    learnt: Lessons | None,
    chosen: Weights,
) -> tuple[Row, ...]:
    """The ranked rows, made anew when one of their parts is another than last time: each part is kept until it changes."""
    key, parts = (round_.pk, chosen), (told, offer, learnt)
    before = _kept.get(key)
    if before is not None and all(one is other for one, other in zip(before[0], parts, strict=True)):
        return before[1]
    if chosen == weights.USUAL:
        rows = [_row(action, told.nation.get(action.pk), strands, offer, learnt, chosen) for action in actions]
    else:
        usual = _kept_rows(round_, actions, strands, told, offer, learnt, weights.USUAL)
        rows = [_weighed(row, offer, learnt, chosen) for row in usual]
    ranked = _ranked(rows, learnt, chosen)
    _kept[key] = parts, ranked
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return ranked


@remembered.for_seconds(20)
def strands_known() -> tuple[Place, ...]:
    """The strands that forms offer, in their order."""
    rows = Strand.objects.filter(selectable=True).order_by("order", "code")
    return tuple(Place(strand.code, short(strand.label)) for strand in rows)


def _row(
    action: ActionVersion,
    told: Said | None,
    strands: tuple[Place, ...],
    offer: Supply,
    learnt: Lessons | None,
    chosen: Weights,
) -> Row:
    code = action.action.code
    cells = tuple(_cell(code, strand, told, offer, learnt, chosen) for strand in strands)
    known, reviews = offer.of(code), learnt.of(code) if learnt is not None else None
    signs = _signs(told, learnt, code, known)
    return Row(action, told, reviews, known, score.of(signs, chosen), cells)


def _weighed(row: Row, offer: Supply, learnt: Lessons | None, chosen: Weights) -> Row:
    """The same row with other weights, not ranked yet; a strand without reviews has no figure whatever they are."""
    cells = tuple(
        _cell(row.code, cell.strand, row.said, offer, learnt, chosen) if cell.reviews else cell for cell in row.cells
    )
    signs = _signs(row.said, learnt, row.code, row.practice)
    return Row(row.action, row.said, row.reviews, row.practice, score.of(signs, chosen), cells)


def _cell(code: str, strand: Place, told: Said | None, offer: Supply, learnt: Lessons | None, chosen: Weights) -> Cell:
    known = offer.of(code, strand.code)
    reviews = learnt.of(code, strand.code) if learnt is not None else None
    if learnt is None or not reviews:
        return Cell(strand, reviews, known, None)
    signs = Signs(
        told.gap_share if told else None,
        told.low_share if told else None,
        learnt.share(code, strand.code),
        known.practice(OF_CELL),
        known.evidence(OF_CELL),
    )
    return Cell(strand, reviews, known, score.value(signs, chosen))


def _signs(told: Said | None, learnt: Lessons | None, code: str, known: Practice) -> Signs:
    return Signs(
        told.gap_share if told else None,
        told.low_share if told else None,
        learnt.share(code) if learnt is not None else None,
        known.practice(OF_ACTION),
        known.evidence(OF_ACTION),
    )


def _ranked(rows: list[Row], learnt: Lessons | None, chosen: Weights) -> tuple[Row, ...]:
    """Each row with its rank, and the best and worst rank that it has under other weights."""
    signs = {row.action.pk: _signs(row.said, learnt, row.code, row.practice) for row in rows}
    own = _ranks(signs, chosen)
    tried = [_ranks(signs, one) for one in weights.others(chosen)]
    found = []
    for row in rows:
        ends: dict[str, Any] = {}
        if row.action.pk in own:
            at = [ranks[row.action.pk] for ranks in (own, *tried) if row.action.pk in ranks]
            ends = {"rank": own[row.action.pk], "best": min(at), "worst": max(at)}
        found.append(replace(row, **ends))
    return tuple(found)


def _ranks(signs: dict[int, Signs], chosen: Weights) -> dict[int, int]:
    scored = {pk: value for pk, one in signs.items() if (value := score.value(one, chosen)) is not None}
    return score.ranks({pk: round(value, 6) for pk, value in scored.items()})
