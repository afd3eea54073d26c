"""What the scores of a candidate add up to: mean, median and spread by criterion, and weighted points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from practice.shortlist_vocab import HIGHEST, CriterionSource
from practice.vocab import Approach, Category, Scale

WHOLE = 1000
EARLY, SEVERAL, WIDE, SERIOUS = "early", "several", "wide", "serious"
BY_STRANDS = (0, 1, 3, 4)
BY_SCALE = {Scale.LOCAL: 1, Scale.FORCE_WIDE: 2, Scale.REGIONAL: 3, Scale.NATIONAL: 4}
WIDE_SCALES = (Scale.FORCE_WIDE, Scale.REGIONAL, Scale.NATIONAL)
MANY = 2


@dataclass(frozen=True)
class Standing:
    """How a candidate stands by one criterion; `n` people scored it, none when it follows from the example."""

    criterion: Any
    mean: Fraction | None
    median: float | None
    low: int | None
    high: int | None
    n: int

    @property
    def shown(self) -> str:
        """The mean with one decimal."""
        return "" if self.mean is None else f"{float(self.mean):.1f}"


def features_of(entry: Mapping[str, Any]) -> frozenset[str]:
    """What limits count about an example, from its row in the bank and the approaches it was published with."""
    found = {f"strand:{code}" for code in entry["strands"]} | {f"category:{code}" for code in entry["categories"]}
    if Approach.EARLY_INTERVENTION in (entry["approaches"] or ()) or Category.PREVENTION in entry["categories"]:
        found.add(EARLY)
    if len(entry["strands"]) >= MANY:
        found.add(SEVERAL)
    if entry["scale"] in WIDE_SCALES:
        found.add(WIDE)
    if entry["serious_violence"]:
        found.add(SERIOUS)
    if entry["force_id"]:
        found.add(f"force:{entry['force_id']}")
    return frozenset(found)


def derived(source: str, entry: Mapping[str, Any]) -> int:
    """The score that follows from the example itself."""
    if source == CriterionSource.EARLY:
        return HIGHEST if EARLY in features_of(entry) else 0
    if source == CriterionSource.SEVERAL:
        return BY_STRANDS[min(len(entry["strands"]), len(BY_STRANDS) - 1)]
    return BY_SCALE.get(entry["scale"], 0)


def standing(criterion: Any, entry: Mapping[str, Any], scores: Sequence[int]) -> Standing:
    """Mean, median and spread by one criterion."""
    if criterion.source != CriterionSource.SCORED:
        value = derived(criterion.source, entry)
        return Standing(criterion, Fraction(value), float(value), value, value, 0)
    if not scores:
        return Standing(criterion, None, None, None, None, 0)
    mean = Fraction(sum(scores), len(scores))
    return Standing(criterion, mean, float(median(scores)), min(scores), max(scores), len(scores))


def points(standings: Iterable[Standing], weights: Mapping[int, int]) -> int | None:
    """Tenths of a point, 0 to 1,000: the weighted mean of what was scored. None when nobody scored anything.

    A criterion that nobody could judge counts neither for nor against.
    """
    rows = list(standings)
    known = [(row.mean, weights[row.criterion.pk]) for row in rows if row.mean is not None]
    total = sum(weight for _mean, weight in known)
    if not total or not any(row.n for row in rows):
        return None
    value = sum((mean * weight for mean, weight in known), Fraction(0)) * WHOLE / (HIGHEST * total)
    return int(value + Fraction(1, 2))


def shown(tenths: int | None) -> str:
    """Points as people read them: 87.5 of 100."""
    return "–" if tenths is None else f"{tenths / 10:.1f}"
