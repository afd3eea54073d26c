"""What forces say on each action, in one group of forces and one round: gaps and low levels, from kept summaries only."""

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics import figures, scale
from analytics.figures import Audience, Figure
from analytics.scale import Measure
from analytics.vocab import Basis, Scope
from nvap.models import Round

MOST_KEPT = 60


@dataclass(frozen=True)
class Said:
    """One action. When `withheld` says why it may not be told, the numbers are nothing."""

    withheld: str = ""
    answered: int = 0
    gaps_force: int = 0
    gaps_vkpp: int = 0
    n: int = 0
    low: int = 0
    median: float | None = None

    @property
    def shown(self) -> bool:
        """Whether there is anything to tell."""
        return not self.withheld and self.answered > 0

    @property
    def gaps(self) -> int:
        """Forces with a gap, never more than answered: those that name one and those in which VKPP sees one."""
        return min(self.gaps_force + self.gaps_vkpp, self.answered)

    @property
    def gap_share(self) -> float | None:
        """Of the forces that answered."""
        return self.gaps / self.answered if self.shown else None

    @property
    def low_share(self) -> float | None:
        """Of the forces that gave a level."""
        return self.low / self.n if self.shown and self.n else None


def of(figure: Figure, measure: Measure) -> Said:
    """What a figure says after disclosure."""
    if not figure.shown:
        return Said(withheld=figure.withheld)
    return Said(
        answered=figure.answered or 0,
        gaps_force=figure.gaps_force or 0,
        gaps_vkpp=figure.gaps_vkpp or 0,
        n=figure.n or 0,
        low=sum(count for score, count in (figure.distribution or {}).items() if score < middle(measure)),
        median=figure.median,
    )


def middle(measure: Measure) -> float:
    """The middle of the levels: scores below it are low."""
    return (min(measure.levels) + max(measure.levels)) / 2 if measure.levels else 0


@dataclass(frozen=True)
class Told:
    """All that is said in one round, as one kind of reader may read it: by action, of the nation and of each region."""

    nation: Mapping[int, Said]
    regions: Mapping[str, Mapping[int, Said]]
    expected: Mapping[str, int]  # region (empty: the nation) → forces with a return
    as_of: dt.datetime | None

    @property
    def forces(self) -> tuple[int, int]:
        """How many forces are in the national figures, and how many are expected."""
        return max((said.answered for said in self.nation.values()), default=0), self.expected.get("", 0)


_kept: OrderedDict[Any, Told] = OrderedDict()


def told(audience: Audience, asked: Collection[tuple[Round, Basis]]) -> list[Told | None]:
    """What each round says on a basis of its first measure; None where its form has nothing that is summarised.

    Read anew, and decided by disclosure anew, only when a figure of the basis has moved; a few are kept.
    """
    moved = figures.as_of(audience, asked) if asked else {}
    measures = [next(iter(scale.measures(round_)), None) for round_, _basis in asked]
    return [
        _kept_or_read(audience, round_, basis, measure, moved[round_, basis]) if measure else None
        for (round_, basis), measure in zip(asked, measures, strict=True)
    ]


def _kept_or_read(audience: Audience, round_: Round, basis: Basis, measure: Measure, as_of: dt.datetime | None) -> Told:
    reader = (audience.everything, audience.published_only, audience.force and audience.force.pk, audience.known)
    key = (round_.pk, basis, measure.code, as_of, reader)
    found = _kept.get(key) if as_of is not None else None
    if found is None:
        scopes = (Scope.NATIONAL, Scope.REGION)
        read = figures.read(audience, round_, basis=basis, measures=[measure.code], scopes=scopes)
        found = _kept[key] = _told(figures.of(read), measure)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _told(found: Iterable[Figure], measure: Measure) -> Told:
    nation: dict[int, Said] = {}
    regions: dict[str, dict[int, Said]] = defaultdict(dict)
    expected: dict[str, int] = {}
    latest: dt.datetime | None = None
    for figure in found:
        said = of(figure, measure)
        (nation if figure.scope == Scope.NATIONAL else regions[figure.place])[figure.action] = said
        expected[figure.place] = max(expected.get(figure.place, 0), figure.expected)
        if figure.as_of is not None and (latest is None or figure.as_of > latest):
            latest = figure.as_of
    return Told(nation, dict(regions), expected, latest)


@dataclass(frozen=True)
class Together:
    """Several actions put together: of how many answers how many name a gap, and on how many actions that may be told."""

    answered: int
    gaps: int
    told: int
    actions: int

    @property
    def share(self) -> float | None:
        """Of the answers."""
        return self.gaps / self.answered if self.answered else None


def together(said: Mapping[int, Said], actions: int) -> Together:
    """The sum of what may be told."""
    shown = [one for one in said.values() if one.shown]
    return Together(sum(one.answered for one in shown), sum(one.gaps for one in shown), len(shown), actions)
