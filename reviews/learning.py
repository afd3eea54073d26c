"""What is learned from reviews, counted: how many reviews and points there are of whatever somebody asks for.

Only the agreed points of quality-assured reviews count (`PointQuerySet.counted`), and only what the person may read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pyroaring import BitMap

from reviews import learning_index, querysets
from reviews.learning_filters import OF_REVIEWS, Wanted
from reviews.learning_index import LearningIndex

PERIODS = {"year": 10, "quarter": 8}
OF_A_REVIEW = tuple(facet.name for facet in OF_REVIEWS)


@dataclass(frozen=True)
class Counted:
    """The reviews that a question is about, and ways to count among them; `among` are those that could have the learning."""

    index: LearningIndex
    wanted: Wanted
    among: BitMap

    def reviews(self, **about: str) -> BitMap:
        """Those with a point of this theme, action, level and kind; what is not said is as the question asks it."""
        return self.index.with_points(*self._about(about)) & self.among

    def count(self, **about: str) -> int:
        """How many reviews those are."""
        return self.index.with_points(*self._about(about)).intersection_cardinality(self.among)

    def points(self, **about: str) -> int:
        """How many such points."""
        return self.index.points(self.among, *self._about(about))

    def with_facet(self, facet: str, value: str) -> "Counted":
        """The same question about those reviews alone that have this value."""
        return Counted(self.index, self.wanted, self.among & self.index.having(facet, (value,)))

    def periods(self) -> list[str]:
        """The years, or quarters, of the newest reviews among these, oldest first, without a hole."""
        by = self.wanted.one("by") or "year"
        values = self.index.values[by]
        known = sorted(value for value, members in values.items() if value != "none" and members & self.among)
        return _without_holes(known, by)[-PERIODS[by] :]

    def _about(self, about: dict[str, str]) -> tuple[str, str, str, str]:
        names = ("theme", "action", "level", "kind")
        asked = (about.get(name, value) for name, value in zip(names, self.wanted.about(), strict=True))
        theme, action, level, kind = asked
        return theme, action, level, kind


def _without_holes(known: Sequence[str], by: str) -> list[str]:
    if not known:
        return []
    first, last = int(known[0][:4]), int(known[-1][:4])
    if by == "year":
        return [str(year) for year in range(first, last + 1)]
    quarters = [f"{year}-Q{quarter}" for year in range(first, last + 1) for quarter in range(1, 5)]
    return [quarter for quarter in quarters if known[0] <= quarter <= known[-1]]


def readable(index: LearningIndex, user: Any) -> BitMap:
    """The reviews that this person may read, but for those that they alone sent in."""
    if querysets.codes(user):
        return index.every
    return index.open if querysets.reads(user) else BitMap()


def find(user: Any, wanted: Wanted) -> Counted:
    """The quality-assured reviews that a question is about."""
    index = learning_index.current()
    with index.lock:
        shown = readable(index, user) & index.counted
        return Counted(index, wanted, narrowed(index, wanted, shown))


def narrowed(index: LearningIndex, wanted: Wanted, shown: BitMap, but: str = "") -> BitMap:
    """What is shown narrowed by all chosen facets of reviews but one (none: by all)."""
    sets = (
        index.having(facet, values) for facet, values in wanted.chosen.items() if facet in OF_A_REVIEW and facet != but
    )
    return reduce(BitMap.intersection, sets, shown)


def facet_counts(user: Any, counted: Counted, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each facet how many reviews with such points each of its values would give, all other filters kept."""
    index = counted.index
    with index.lock:
        shown = readable(index, user) & index.counted & index.with_points(*counted.wanted.about())
        found = {}
        for name in names:
            among = narrowed(index, counted.wanted, shown, name)
            sizes = {value: among.intersection_cardinality(members) for value, members in index.values[name].items()}
            found[name] = {value: size for value, size in sizes.items() if size}
        return found
