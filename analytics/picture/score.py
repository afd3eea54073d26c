"""How significant a gap is: what is needed, less what practice and evidence already offer. Pure arithmetic, shown open."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analytics.picture.weights import Weights

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Enough:
    """From when practice and evidence count as enough: published examples, and those rated works (promising: half)."""

    examples: int
    strong: float


OF_ACTION = Enough(examples=10, strong=3)
OF_CELL = Enough(examples=3, strong=1)


@dataclass(frozen=True)
class Signs:
    """What is known of an action, or of a strand within it, as shares from 0 to 1; None where it may not be told."""

    gaps: float | None
    levels: float | None
    learning: float | None
    practice: float
    evidence: float


@dataclass(frozen=True)
class Points:
    """What one part contributes: its share, the most it could give, and the points. Takes off when negative."""

    name: str
    share: float | None
    most: float
    points: float


@dataclass(frozen=True)
class Score:
    """The significance with everything it is made of. `partial`: a part of the need may not be told."""

    parts: tuple[Points, ...]
    need: float
    relief: float
    partial: bool

    @property
    def value(self) -> float:
        """From 0 to 100."""
        return self.need - self.relief

    @property
    def rounded(self) -> int:
        """As it is shown."""
        return int(self.value + 0.5)

    def part(self, name: str) -> Points:
        """One of the five parts."""
        return next(part for part in self.parts if part.name == name)


def of(signs: Signs, weights: Weights) -> Score | None:
    """None where nothing is known of the need. Weights of parts that may not be told go to the others."""
    needs = {"gaps": signs.gaps, "levels": signs.levels, "learning": signs.learning}
    known = {name: share for name, share in needs.items() if share is not None}
    whole = sum(getattr(weights, name) for name in known)
    if not whole:
        return None
    parts = []
    for name, share in needs.items():
        most = 100 * getattr(weights, name) / whole if share is not None else 0.0
        parts.append(Points(name, share, most, most * (share or 0)))
    need = sum(part.points for part in parts)
    for name, share in (("practice", signs.practice), ("evidence", signs.evidence)):
        most = need * getattr(weights, name) / 100
        parts.append(Points(name, share, -most, -most * share))
    relief = -sum(part.points for part in parts if part.points < 0)
    return Score(tuple(parts), need, relief, partial=len(known) < len(needs))


def value(signs: Signs, weights: Weights) -> float | None:
    """The same number without its reasoning, where thousands are worked out."""
    need = whole = 0.0
    for share, most in ((signs.gaps, weights.gaps), (signs.levels, weights.levels), (signs.learning, weights.learning)):
        if share is not None:
            need += most * share
            whole += most
    if not whole:
        return None
    return need / whole * (100 - weights.practice * signs.practice - weights.evidence * signs.evidence)


def ranks(scores: Mapping[K, float]) -> dict[K, int]:
    """The place of each, 1 the most significant; equal ones share a place."""
    ordered = sorted(scores.values(), reverse=True)
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return {code: first[value] for code, value in scores.items()}
