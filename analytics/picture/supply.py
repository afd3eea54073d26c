"""What the practice bank has on each action and strand, as far as a reader may read it, counted with the bank's index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from pyroaring import BitMap

from analytics.picture.score import Enough
from practice import bank_index
from practice.bank_index import BankIndex
from practice.querysets import reader_groups
from practice.vocab import RatingValue

Cell = tuple[str, str]  # code of an action and of a strand; either empty: all of them
MOST_KEPT = 12


@dataclass(frozen=True)
class Practice:
    """How many examples there are, and how they are rated. Those that do not work are not counted as practice."""

    examples: int = 0
    works: int = 0
    promising: int = 0

    @property
    def strong(self) -> int:
        """Examples rated works or promising."""
        return self.works + self.promising

    def practice(self, enough: Enough) -> float:
        """How near to enough examples, from 0 to 1."""
        return min(self.examples / enough.examples, 1.0)

    def evidence(self, enough: Enough) -> float:
        """How near to enough evidence, from 0 to 1; a promising example is half of one that works."""
        return min((self.works + self.promising / 2) / enough.strong, 1.0)


@dataclass(frozen=True)
class Supply:
    """Counts by action and strand; of each strand whatever its action; and how many examples each force has published.

    `total` are all examples that the reader may read, `linked` those that name an action of the plan.
    """

    cells: Mapping[Cell, Practice]
    by_strand: Mapping[str, Practice]
    by_force: Mapping[str, int]
    total: int

    @property
    def linked(self) -> int:
        """Examples that name an action of the plan."""
        return self.of().examples

    def of(self, action: str = "", strand: str = "") -> Practice:
        """What there is on this action and strand."""
        return self.cells.get((action, strand), NONE)


NONE = Practice()
_kept: "WeakKeyDictionary[BankIndex, dict[Any, Supply]]" = WeakKeyDictionary()


def of(user: Any, actions: Sequence[str], strands: Sequence[str]) -> Supply:
    """Counted anew only when the bank has changed."""
    index, groups = bank_index.current(), reader_groups(user)
    key = (groups, tuple(actions), tuple(strands))
    with index.lock:
        kept = _kept.setdefault(index, {})
        found = kept.get((index.generation, *key))
        if found is None:
            if len(kept) >= MOST_KEPT or any(generation != index.generation for generation, *_rest in kept):
                kept.clear()
            found = kept[(index.generation, *key)] = _counted(index, index.visible(groups), actions, strands)
    return found


def _counted(index: BankIndex, visible: BitMap, actions: Sequence[str], strands: Sequence[str]) -> Supply:
    among = visible - index.having("rating", (RatingValue.DOES_NOT_WORK,))
    works = index.having("rating", (RatingValue.WORKS,))
    promising = index.having("rating", (RatingValue.PROMISING,))
    of_strand = {"": among, **{code: among & index.having("focus", (code,)) for code in strands}}
    of_action = {"": index.having("action", actions), **{code: index.having("action", (code,)) for code in actions}}

    def practice(ids: BitMap) -> Practice:
        return Practice(len(ids), ids.intersection_cardinality(works), ids.intersection_cardinality(promising))

    cells: dict[Cell, Practice] = {}
    for action, on_action in of_action.items():
        for strand, on_strand in of_strand.items():
            if both := on_action & on_strand:
                cells[action, strand] = practice(both)
    by_force = {
        code: count
        for code, members in index.values["force"].items()
        if (count := members.intersection_cardinality(among))
    }
    by_strand = {code: practice(ids) for code, ids in of_strand.items() if code and ids}
    return Supply(cells, by_strand, by_force, len(among))
