"""A suggested set with its reasons: for each candidate why it is in or out, or why there is no set at all.

`result` is what a suggestion keeps: numbers of candidates and codes of limits, nothing of anybody's text.

    {"status": "best", "chosen": [7, 9], "points": 15560, "cost": 1489000, "gap": 0, "limits": [{code, label, …}],
     "why": {"7": {"in": true, "other": 15210, "comes": [12], "goes": [7]}, "8": {"in": false, "other": null}}}
    {"status": "none", "clash": ["fund", "number"], "gives": {"fund": 20000, "number": 1}, "limits": […]}

`other` is what the best set is worth when the candidate is the other way round; null when no set is possible then.
"""

from collections.abc import Callable
from typing import Any

from practice.shortlist import clash, solving
from practice.shortlist.terms import Terms, measured

Tell = Callable[[int, int], None]


def result(terms: Terms, tell: Tell = lambda _done, _total: None) -> dict[str, Any]:
    """The best set under these terms and the reasons. `tell(done, total)` says how far it is."""
    total = len(terms.options) + 1
    tell(0, total)
    found = solving.best(terms)
    if found is None:
        return {**_none(terms), "limits": _limits(terms, frozenset())}
    tell(1, total)
    why: dict[str, Any] = {}
    for place, (pk, other) in enumerate(solving.shadows(terms, found.chosen), start=2):
        why[str(pk)] = _why(pk in found.chosen, other, found.chosen)
        tell(place, total)
    return {
        "status": "best",
        "chosen": sorted(found.chosen),
        "points": found.points,
        "cost": found.cost,
        "gap": found.gap,
        "limits": _limits(terms, found.chosen),
        "why": why,
        "fixed": {"into": sorted(terms.into), "out_of": sorted(terms.out_of)},
        "unpriced": sorted(option.pk for option in terms.options if option.cost is None),
    }


def _why(is_in: bool, other: "solving.Found | None", chosen: frozenset[int]) -> dict[str, Any]:
    if other is None:
        return {"in": is_in, "other": None}
    comes, goes = sorted(other.chosen - chosen), sorted(chosen - other.chosen)
    return {"in": is_in, "other": other.points, "comes": comes, "goes": goes}


def _none(terms: Terms) -> dict[str, Any]:
    found = clash.of(terms)
    return {"status": "none", "clash": list(found.codes), "gives": found.gives}


def _limits(terms: Terms, chosen: frozenset[int]) -> list[dict[str, Any]]:
    rows = measured(terms.limits, [option for option in terms.options if option.pk in chosen])
    return [frozen(row) for row in rows]


def frozen(row: Any) -> dict[str, Any]:
    """A limit and how a set stood to it, to be kept."""
    limit = row.limit
    return {
        "code": limit.code,
        "label": str(limit.label),
        "least": limit.least,
        "most": limit.most,
        "money": limit.money,
        "got": row.got,
        "met": row.met,
    }
