"""Why no set keeps all limits: which of them cannot hold together, and by how much each would have to give way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from practice.shortlist import solving
from practice.shortlist.terms import Limit, Terms

MOST_PRICE = 10**9


@dataclass(frozen=True)
class Clash:
    """Limits that cannot hold together; each alone giving way by `gives` (None: that alone would not do) is enough.

    `sides`: whether that is fewer than `least`, or more than `most`.
    """

    codes: tuple[str, ...]
    gives: dict[str, int | None]
    sides: dict[str, str]


def of(terms: Terms) -> Clash:
    """The clash of terms that no set keeps. Empty codes: what was fixed beforehand cannot be."""
    core = _core(terms)
    gives = {limit.code: _gives(terms, limit) for limit in core}
    sides = {limit.code: _side(terms, limit, gives[limit.code] or 0) for limit in core}
    return Clash(tuple(limit.code for limit in core), gives, sides)


def _side(terms: Terms, limit: Limit, by: int) -> str:
    """Which end of the limit has to give way: one does, as a set cannot have too few and too many at once."""
    if limit.least is None or limit.most is None:
        return "most" if limit.least is None else "least"
    others = [other for other in terms.limits if other.code != limit.code]
    fewer = replace(_wider(limit, by), most=limit.most)
    return "least" if _possible(terms, [*others, fewer]) else "most"


def _core(terms: Terms) -> list[Limit]:
    """Limits of which none can be left out: leave each out in turn, and keep it out when the rest clash without it."""
    kept = list(terms.limits)
    for limit in terms.limits:
        rest = [other for other in kept if other is not limit]
        if not _possible(terms, rest):
            kept = rest
    return kept


def _gives(terms: Terms, limit: Limit) -> int | None:
    """By how much this limit alone has to give way so that all the others hold; found by halving."""
    others = [other for other in terms.limits if other.code != limit.code]
    if not _possible(terms, others):
        return None
    low, high = 0, _most(terms, limit)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _possible(terms, [*others, _wider(limit, middle)]) else (middle, high)
    return high


def _most(terms: Terms, limit: Limit) -> int:
    everything = limit.amount(option for option in terms.options if option.cost is not None)
    return max(everything, limit.least or 0, limit.most or 0, 1)


def _wider(limit: Limit, by: int) -> Limit:
    least = None if limit.least is None else max(0, limit.least - by)
    most = None if limit.most is None else min(MOST_PRICE, limit.most + by)
    return replace(limit, least=least, most=most)


def _possible(terms: Terms, limits: Iterable[Limit]) -> bool:
    return solving.possible(replace(terms, limits=tuple(limits)))
