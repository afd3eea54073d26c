"""Recurrent themes: each theme's reviews and points, and how its share has moved over the years or quarters."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from reviews import learning, small_numbers
from reviews.learning import Counted
from reviews.learning_filters import Wanted, quarter_words
from reviews.presenters import trend
from reviews.presenters.learning import Lists, filters, percent, points_address, theme_address, with_query
from reviews.theme_tree import Node, themes


def page(user: Any, wanted: Wanted) -> dict[str, Any]:
    """Everything that the page shows."""
    counted = learning.find(user, wanted)
    telling = small_numbers.telling(user, wanted)
    with counted.index.lock:
        shown = [node for node in themes().values() if not node.earlier or counted.index.with_points(node.code)]
        periods = counted.periods()
        rows, over_time, bases = figures(counted, telling, shown, periods)
        stats = _stats(counted, telling, shown)
    return filters(user, counted) | {
        "stats": stats,
        "rows": rows,
        "periods": period_links(wanted, periods),
        "trend": over_time,
        "bases": bases,
        "chart": trend.lines(over_time, periods),
        "by": by_links(wanted),
        "by_quarter": wanted.one("by") == "quarter",
        "unknown": _unknown(counted) if wanted.one("by") == "quarter" else 0,
        "heat": with_query("reviews:theme-heat", wanted, by=""),
        "csv": with_query("reviews:themes-csv", wanted),
        "all_points": points_address(wanted),
        "empty": not counted.among,
    }


def figures(
    counted: Counted, telling: small_numbers.Telling, shown: Sequence[Node], periods: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[int | None]]:
    """A row of each theme, its row over time, and how many reviews each period has."""
    by = counted.wanted.one("by") or "year"
    lists, plain = Lists(counted.wanted, "theme", by), Lists(counted.wanted, "theme", "kind")
    within = [counted.with_facet(by, period) for period in periods]
    totals = telling.table([[counted.count(theme=node.code, kind="problem"), counted.count(theme=node.code, kind="good")]
                            for node in shown]) if not counted.wanted.one("kind") else []  # fmt: skip
    reviews = telling.row([counted.count(theme=node.code) for node in shown])
    cells = telling.table([[one.count(theme=node.code) for one in within] for node in shown])
    bases = telling.row([len(one.among) for one in within])
    base = telling.one(len(counted.among))
    rows = [
        _row(counted, telling, node, reviews[at], base, plain) | {"kinds": totals[at] if totals else None}
        for at, node in enumerate(shown)
    ]
    over_time = [
        {
            "node": node,
            "url": theme_address(counted.wanted, node.code),
            "cells": [
                _cell(lists, node.code, by, period, count, whole)
                for period, count, whole in zip(periods, line, bases, strict=True)
            ],
        }
        for node, line in zip(shown, cells, strict=True)
    ]
    return rows, over_time, bases


def _row(
    counted: Counted,
    telling: small_numbers.Telling,
    node: Node,
    reviews: int | None,
    base: int | None,
    lists: Lists,
) -> dict[str, Any]:
    wanted, kind = counted.wanted, counted.wanted.one("kind")
    return {
        "node": node,
        "url": theme_address(wanted, node.code),
        "reviews": reviews,
        "share": percent(reviews, base),
        "points": None if telling.people else counted.points(theme=node.code),
        "list": lists.to(theme=node.code, **({"kind": kind} if kind else {})),
        "good_list": lists.to(theme=node.code, kind="good"),
        "problem_list": lists.to(theme=node.code, kind="problem"),
    }


def _cell(lists: Lists, code: str, by: str, period: str, count: int | None, whole: int | None) -> dict[str, Any]:
    return {
        "count": count,
        "share": percent(count, whole),
        "url": lists.to(theme=code, **{by: period}) if count else "",
    }


def _stats(counted: Counted, telling: small_numbers.Telling, shown: Sequence[Node]) -> list[dict[str, Any]]:
    everything = telling.one(len(counted.among))
    stats = [
        {
            "label": _("Reviews counted"),
            "value": _("fewer than 5") if everything is None else f"{everything:,}",
            "note": _("quality-assured, with the filters you chose"),
        }
    ]
    if telling.people:
        return stats
    points, good = counted.points(), 0
    if not counted.wanted.one("kind"):
        good = counted.points(kind="good")
    used = sum(1 for node in shown if counted.count(theme=node.code))
    stats += [
        {"label": _("Learning points"), "value": f"{points:,}", "note": ""},
        {"label": _("Themes met"), "value": str(used), "note": _("of %(all)s") % {"all": len(shown)}},
    ]
    if good:
        stats.append({"label": _("Good practice"), "value": f"{percent(good, points)}%", "note": _("of the points")})
    return stats


def period_words(period: str) -> str:
    """A year as it is, a quarter in words."""
    return quarter_words(period) if "-Q" in period else period


def period_links(wanted: Wanted, periods: Sequence[str]) -> list[dict[str, str]]:
    """The heads of the columns, each with the list of what it counts."""
    by = wanted.one("by") or "year"
    return [{"label": period_words(one), "url": points_address(wanted, **{by: one})} for one in periods]


def by_links(wanted: Wanted) -> list[dict[str, Any]]:
    """By year or by quarter."""
    quarter = wanted.one("by") == "quarter"
    return [
        {"label": _("By year"), "href": "?" + wanted.having(by="").query(), "current": not quarter},
        {"label": _("By quarter"), "href": "?" + wanted.having(by="quarter").query(), "current": quarter},
    ]


def _unknown(counted: Counted) -> int:
    """How many reviews say their year only, and so stand in no quarter."""
    return counted.index.having("quarter", ("none",)).intersection_cardinality(counted.among)


def as_table(user: Any, wanted: Wanted) -> list[list[Any]]:
    """The figures as rows of a file: one for each theme."""
    found = page(user, wanted)
    periods = [one["label"] for one in found["periods"]]
    head = [
        _("Code"),
        _("Theme"),
        _("Part of"),
        _("Reviews"),
        _("Share of reviews (%)"),
        _("Learning points"),
        *periods,
    ]
    rows: list[list[Any]] = [head]
    for row, line in zip(found["rows"], found["trend"], strict=True):
        node = row["node"]
        counts = [cell["count"] for cell in line["cells"]]
        rows.append([node.code, node.label, node.parent, row["reviews"], row["share"], row["points"], *counts])
    rows.append(["", _("All reviews counted"), "", "", "", "", *found["bases"]])
    return rows
