"""In how many reviews a problem was found that cites an action, by strand, as far as a reader may read reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from pyroaring import BitMap

from analytics.picture.supply import Cell
from reviews import learning, people
from reviews.learning_filters import Wanted
from reviews.learning_index import LearningIndex
from reviews.vocab import PointKind

PROBLEM = PointKind.PROBLEM.value
MOST_KEPT = 12


@dataclass(frozen=True)
class Lessons:
    """Reviews with a problem by action and strand, and among how many reviews they were counted."""

    reviews: Mapping[Cell, int]
    among: int
    most_of_action: int
    most_of_cell: int

    def of(self, action: str = "", strand: str = "") -> int:
        """In how many reviews a problem was found there."""
        return self.reviews.get((action, strand), 0)

    def share(self, action: str, strand: str = "") -> float:
        """Against the action, or the strand of an action, with the most; from 0 to 1."""
        most = self.most_of_cell if strand else self.most_of_action
        return self.of(action, strand) / most if most else 0.0


_kept: "WeakKeyDictionary[LearningIndex, dict[Any, Lessons]]" = WeakKeyDictionary()


def of(user: Any, actions: Sequence[str], strands: Sequence[str]) -> Lessons | None:
    """Counted anew only when a review has changed. None: the reader may not read reviews."""
    if not people.may_read(user):
        return None
    counted = learning.find(user, Wanted())
    index = counted.index
    with index.lock:
        kept = _kept.setdefault(index, {})
        key = (index.generation, len(counted.among), tuple(actions), tuple(strands))
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT or any(generation != index.generation for generation, *_rest in kept):
                kept.clear()
            found = kept[key] = _counted(index, counted.among, actions, strands)
    return found


def _counted(index: LearningIndex, among: BitMap, actions: Sequence[str], strands: Sequence[str]) -> Lessons:
    of_strand = {"": among, **{code: among & index.having("strand", (code,)) for code in strands}}
    of_action = {code: index.with_points(action=code, kind=PROBLEM) for code in actions}
    of_action[""] = BitMap.union(BitMap(), *of_action.values())
    reviews: dict[Cell, int] = {}
    for action, on_action in of_action.items():
        for strand, on_strand in of_strand.items():
            if count := on_action.intersection_cardinality(on_strand):
                reviews[action, strand] = count
    return Lessons(
        reviews,
        len(among),
        max((count for (action, strand), count in reviews.items() if action and not strand), default=0),
        max((count for (action, strand), count in reviews.items() if action and strand), default=0),
    )
