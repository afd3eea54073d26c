"""What forces say on each action, in one group of forces and one round: gaps and low levels, from kept summaries only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.figures import Figure
from analytics.scale import Measure


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


def of(figure: Figure | None, measure: Measure) -> Said | None:
    """What a figure says after disclosure."""
    if figure is None:
        return None
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


def by_action(found: Iterable[Figure], measure: Measure) -> dict[int, Said]:
    """Action version → what is said of it."""
    return {figure.action: said for figure in found if (said := of(figure, measure)) is not None}


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
