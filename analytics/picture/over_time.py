"""How the gaps moved from round to round, over versions of the plan, as far as the plan's succession lets them compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from analytics import trends
from analytics.picture import said
from analytics.picture.said import Said, Together
from analytics.picture.table import Picture, Row
from analytics.trends import Trace
from analytics.vocab import Basis
from nvap.models import PlanVersion, Round
from nvap.vocab import Comparable, RoundState

MOST = 4  # rounds shown, the present one included


@dataclass(frozen=True)
class Moment:
    """A round: its plan, whether that is another one than a round later, and all actions together."""

    round: Round
    plan: PlanVersion
    changed: bool
    nation: Together


@dataclass(frozen=True)
class Then:
    """What forces said of an action in one round; `note` says why it may not be compared with the next, or with care."""

    round: Round
    gaps: int | None
    answered: int | None
    share: float | None
    broken: bool
    note: str


@dataclass(frozen=True)
class Line:
    """An action over the rounds, oldest first, and how its share of gaps moved between the last two that compare."""

    row: Row
    then: tuple[Then, ...]

    @property
    def moved(self) -> float | None:
        """In shares of one; positive: more gaps than in the round before."""
        if len(self.then) < 2 or self.then[-2].broken:
            return None
        before, now = self.then[-2].share, self.then[-1].share
        return None if before is None or now is None else now - before


@dataclass(frozen=True)
class Trend:
    """The rounds, oldest first, and every action over them."""

    moments: tuple[Moment, ...]
    lines: tuple[Line, ...]


def of(picture: Picture) -> Trend | None:
    """None in a first round: there is nothing to compare with."""
    earlier = list(islice(_earlier(picture), MOST - 1))
    if not earlier:
        return None
    present = Moment(picture.round, picture.round.plan, False, picture.nation)
    moments, told, traces, later = [present], [], [], picture.round
    traced: dict[int, dict[int, Trace]] = {}
    for (one, _basis), then in zip(earlier, said.told(picture.audience, earlier), strict=True):
        known = then.nation if then is not None else {}
        told.append(known)
        if one.plan_id not in traced:
            traced[one.plan_id] = trends.traces(picture.round.plan, one.plan)
        traces.append(traced[one.plan_id])
        whole = said.together(known, len(known))
        moments.append(Moment(one, one.plan, one.plan_id != later.plan_id, whole))
        later = one
    rounds = [one for one, _basis in earlier]
    lines = [_line(row, picture.round, rounds, told, traces) for row in picture.rows]
    return Trend(tuple(reversed(moments)), tuple(lines))


def _earlier(picture: Picture) -> Iterator[tuple[Round, Basis]]:
    """The rounds before, newest first, each on the firmest basis that the reader may read."""
    near = {one.pk: one for one in picture.rounds}
    at = _before(picture.round, near)
    while at is not None:
        if at.state == RoundState.PUBLISHED:
            yield at, Basis.PUBLISHED
        elif picture.audience.everything:
            yield at, Basis.VALIDATED
        at = _before(at, near)


def _before(round_: Round, near: Mapping[int, Round]) -> Round | None:
    """The round before: one of those read already, or read now."""
    if round_.previous_id is None:
        return None
    if round_.previous_id in near:
        return near[round_.previous_id]
    return Round.objects.select_related("plan", "form").filter(pk=round_.previous_id).first()


def _line(
    row: Row, now: Round, rounds: list[Round], told: list[Mapping[int, Said]], traces: list[dict[int, Trace]]
) -> Line:
    then = [_then(now, [row.said] if row.said else [], None)]
    for one, known, traced in zip(rounds, told, traces, strict=True):
        trace = traced.get(row.action.pk, Trace((), Comparable.NO))
        then.append(_then(one, [known[pk] for pk in trace.before if pk in known], trace))
    return Line(row, tuple(reversed(then)))


def _then(round_: Round, known: list[Said], trace: Trace | None) -> Then:
    """Of several actions that were merged into one, the one with the largest share of gaps speaks."""
    broken = trace is not None and trace.broken
    shown = [one for one in known if one.shown]
    if broken or not shown:
        return Then(round_, None, None, None, broken, _note(trace))
    most = max(shown, key=lambda one: one.gap_share or 0)
    return Then(round_, most.gaps, most.answered, most.gap_share, broken, _note(trace))


def _note(trace: Trace | None) -> str:
    if trace is None:
        return ""
    if trace.broken:
        return _("not comparable") if trace.before else _("not in that plan")
    return _("compare with care") if trace.comparable == Comparable.CARE else ""
