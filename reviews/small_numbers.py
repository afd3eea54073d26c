"""Which figures about case reviews are counts of people, and how those may be told (docs/adr/0012).

Figures count published reviews, documents that the reader may open; they are told as they are. A filter by age makes
them figures about people: those leave by `vkpp.core.disclosure`. Nothing is counted by sex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reviews.learning_filters import AGE, Wanted
from reviews.querysets import codes
from vkpp.core import disclosure


@dataclass(frozen=True)
class Telling:
    """How figures are told to one person about one question; `people`: they count people."""

    people: bool

    def one(self, count: int) -> int | None:
        """A figure by itself; None when it is withheld."""
        return disclosure.people(count) if self.people else count

    def row(self, counts: Sequence[int]) -> list[int | None]:
        """Figures whose sum is known."""
        return disclosure.people_in_row(counts) if self.people else list(counts)

    def table(self, rows: Sequence[Sequence[int]]) -> list[list[int | None]]:
        """Figures whose sums by row and by column are known."""
        if not self.people or not any(rows):
            return [list(row) for row in rows]
        return disclosure.people_in_table(rows)


def telling(user: Any, wanted: Wanted) -> Telling:
    """For who codes reviews, and reads each of them, nothing is withheld."""
    return Telling(people=AGE.name in wanted.chosen and not codes(user))


def by_age(user: Any) -> Telling:
    """For figures of each age band."""
    return Telling(people=not codes(user))
