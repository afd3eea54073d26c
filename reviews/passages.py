"""Passages in the text of a page: finding one that somebody pasted, and cutting a page where passages are marked."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

ALIKE = ("'\u2018\u2019\u02bc", '"\u201c\u201d\u201e', "-\u2010\u2011\u2013\u2014")
"""Quotation marks and dashes, which a copy often exchanges for one another."""
LONGEST = 5000


def find(text: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """Where `quote` stands in `text` (first character, and the one after its last), whatever its spaces and quotation marks.

    Of several places the one nearest to `near`.
    """
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(_loosely(word) for word in words))
    places = [match.span() for match in pattern.finditer(text)]
    return min(places, key=lambda span: abs(span[0] - near), default=None)


def _loosely(word: str) -> str:
    return "".join(_one(char) for char in word)


def _one(char: str) -> str:
    group = next((group for group in ALIKE if char in group), char)
    return re.escape(char) if group == char else f"[{re.escape(group)}]"


@dataclass(frozen=True)
class Mark:
    """A passage of a page that learning points were read out of: the points' numbers as they are shown."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Piece:
    """A run of text that lies in the same passages; `numbers` is empty outside of any."""

    text: str
    numbers: tuple[int, ...] = ()
    first: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """The passages that begin here, as they are printed before it."""
        return ", ".join(str(number) for number in self.first)


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in pieces, so that overlapping passages can be marked without one inside the other."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    pieces = []
    for start, end in itertools.pairwise(edges):
        here = tuple(mark.number for mark in inside if mark.start <= start and end <= mark.end)
        begins = tuple(mark.number for mark in inside if mark.start == start)
        pieces.append(Piece(text[start:end], here, begins))
    return pieces


def overlap(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    """Whether two passages (page, first character, end) share text."""
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] < other[2] and other[1] < one[2]
