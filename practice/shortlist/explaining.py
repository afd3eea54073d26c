"""A suggested set, and then its reasons: for each candidate why it is in or out, or why there is no set at all.

`answer` and `reasons` are what a suggestion keeps: numbers of candidates and codes of limits, nothing of anybody's text.

    {"status": "best", "chosen": [7, 9], "points": 15560, "cost": 1489000, "gap": 0, "limits": [{code, label, …}]}
    {"status": "none", "clash": ["fund", "number"], "gives": {"fund": 20000, "number": 1}, "limits": […],
     "sides": {"fund": "most", "number": "least"}}
    {"7": {"in": true, "other": 15210, "comes": [12], "goes": [7]}, "8": {"in": false, "other": null}}

`other` is what the best set is worth when the candidate is the other way round; null when no set is possible then.
"""

from collections.abc import Callable, Mapping
from typing import Any

from practice.shortlist.terms import Found, Terms, measured

Tell = Callable[[int, int], None]


def answer(terms: Terms) -> dict[str, Any]:
    """The best set under these terms, or which limits clash."""
    from practice.shortlist import solving

    found = solving.best(terms)
    if found is None:
        return {**_none(terms), "limits": _limits(terms, frozenset())}
    return {
        "status": "best",
        "chosen": sorted(found.chosen),
        "points": found.points,
        "cost": found.cost,
        "gap": found.gap,
        "limits": _limits(terms, found.chosen),
        "fixed": {"into": sorted(terms.into), "out_of": sorted(terms.out_of)},
        "unpriced": sorted(option.pk for option in terms.options if option.cost is None),
    }


def reasons(terms: Terms, result: Mapping[str, Any], tell: Tell = lambda _done, _total: None) -> dict[str, Any]:
    """For each candidate what it would cost to decide otherwise than in this answer. `tell(done, total)`: how far."""
    from practice.shortlist import otherwise

    if result.get("status") != "best":
        return {}
    found = Found(frozenset(result["chosen"]), result["points"], result["cost"])
    total = len(terms.options)
    why: dict[str, Any] = {}
    for done, (pk, other) in enumerate(otherwise.each(terms, found), start=1):
        why[str(pk)] = _why(pk in found.chosen, other, found.chosen)
        tell(done, total)
    return why


def _why(is_in: bool, other: Found | None, chosen: frozenset[int]) -> dict[str, Any]:
    if other is None:
        return {"in": is_in, "other": None}
    comes, goes = sorted(other.chosen - chosen), sorted(chosen - other.chosen)
    return {"in": is_in, "other": other.points, "comes": comes, "goes": goes}


def _none(terms: Terms) -> dict[str, Any]:
    from practice.shortlist import clash

    found = clash.of(terms)
    return {"status": "none", "clash": list(found.codes), "gives": found.gives, "sides": found.sides}


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
