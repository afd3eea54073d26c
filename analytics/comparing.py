"""A force beside the figures of others: its place, where it lies to the median, and what changed since the last round."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics import figures, standing, trends
from analytics.figures import Audience, Figure, GroupFigure
from analytics.trends import Trace
from analytics.vocab import Basis, Scope
from nvap.models import Round
from nvap.vocab import Comparable, RoundState, SuccessionKind
from vkpp.accounts.models import Force


@dataclass(frozen=True)
class Place:
    """Where a level stands among the forces counted and the force itself: best first, ties share a place."""

    at: int
    of: int
    joint: int

    def __str__(self) -> str:
        if self.joint > 1:
            return _("joint %(at)s of %(of)s") % {"at": self.at, "of": self.of}
        return _("%(at)s of %(of)s") % {"at": self.at, "of": self.of}


def place(figure: GroupFigure | None, own: float | None, region: str) -> Place | None:
    """The place of the own level of a force of this region in a shown figure; none in another region.

    Peers may be counted without the force, and a figure that lags without its newest level: then it is put beside them.
    That is told from what is shown alone, so a place never says whether a steady figure holds the force's answer.
    """
    if figure is None or not figure.distribution or own is None or not figure.n:
        return None
    if figure.scope == Scope.REGION and figure.place != region:
        return None
    higher = sum(count for score, count in figure.distribution.items() if score > own)
    level = figure.distribution.get(own, 0)
    beside = 0 if level and (figure.scope != Scope.PEERS or figure.counts_self) else 1
    return Place(higher + 1, figure.n + beside, level + beside)


def to_median(figure: GroupFigure | None, own: float | None) -> int | None:
    """1 above, 0 at, -1 below the median."""
    if figure is None or figure.median is None or own is None:
        return None
    return (own > figure.median) - (own < figure.median)


@dataclass(frozen=True)
class Change:
    """What became of a level since the last round. `comparable` tells how far the two may be set beside one another."""

    by: int | None
    since: str
    comparable: Comparable
    kinds: tuple[SuccessionKind, ...] = ()
    note: str = ""

    @property
    def sign(self) -> str:
        """A mark beside the words."""
        return "" if not self.by else "▲" if self.by > 0 else "▼"

    @property
    def words(self) -> str:
        """In words, as a page shows it."""
        if self.comparable == Comparable.NO:
            return _("new in this plan") if not self.kinds or SuccessionKind.NEW in self.kinds else _("not comparable")
        if self.by is None:
            return _("no answer in %(round)s") % {"round": self.since}
        if self.by == 0:
            said = _("no change since %(round)s") % {"round": self.since}
        else:
            said = _("%(by)s since %(round)s") % {"by": f"{self.by:+d}", "round": self.since}
        return _("%(said)s, compare with care") % {"said": said} if self.comparable == Comparable.CARE else said


class LastRound:
    """The round before, as far as a force's own answers and the nation's figures in it may be read."""

    def __init__(self, audience: Audience, round_: Round, force: Force | None) -> None:
        self.round = round_.previous
        self.traces: dict[int, Trace] = {}
        self.own: dict[int, standing.Own] = {}
        self.basis = Basis.PUBLISHED
        self._audience = audience
        self._nation: dict[str, dict[int, Figure]] = {}
        if self.round is None:
            return
        self.traces = trends.traces(round_.plan, self.round.plan)
        if self.round.state != RoundState.PUBLISHED:
            self.basis = Basis.VALIDATED
        if force is not None:
            self.own = standing.of_force(force, self.round, self.basis)

    def own_level(self, action: int, measure: str) -> int | None:
        """The force's level on what the action was; of several merged ones the lowest."""
        trace = self.traces.get(action)
        if trace is None or trace.broken:
            return None
        levels = [self.own[one].level(measure) for one in trace.before if one in self.own]
        given = [level for level in levels if level is not None]
        return min(given) if given else None

    def change(self, action: int, measure: str, own: int | None) -> Change | None:
        """The change of the own level; None without a round before."""
        if self.round is None or own is None:
            return None
        trace = self.traces.get(action, Trace((), Comparable.NO))
        if trace.broken:
            return Change(None, self.round.code, Comparable.NO, trace.kinds, trace.note)
        before = self.own_level(action, measure)
        by = None if before is None else own - before
        return Change(by, self.round.code, trace.comparable, trace.kinds, trace.note)

    def nation(self, measure: str) -> dict[int, Figure]:
        """The national figure of each action of that round's plan."""
        if self.round is None:
            return {}
        if measure not in self._nation:
            found = figures.find_nation(self._audience, self.round, basis=self.basis, measure=measure, own=self.own)
            self._nation[measure] = {figure.action: figure for figure in found}
        return self._nation[measure]

    def above_median(self, measure: str) -> tuple[int, int] | None:
        """On how many actions the force was above the national median then, and of how many that can be said."""
        if self.round is None or not self.own:
            return None
        nation = self.nation(measure)
        placed = [
            to_median(figure, self.own[action].level(measure))
            for action, figure in nation.items()
            if action in self.own
        ]
        known = [side for side in placed if side is not None]
        return (sum(side > 0 for side in known), len(known)) if known else None
