"""The heat map of themes and actions: how many reviews have learning on a theme that cites an action of the plan."""

from typing import Any

from reviews import learning, small_numbers
from reviews.learning import Counted
from reviews.learning_filters import Wanted, labels
from reviews.presenters.learning import Lists, filters, points_address, theme_address, with_query
from reviews.theme_tree import Node, themes

SHADES = 4


def page(user: Any, wanted: Wanted) -> dict[str, Any]:
    """Everything that the page shows."""
    counted = learning.find(user, wanted)
    telling = small_numbers.telling(user, wanted)
    words = labels()["action"]
    with counted.index.lock:
        codes = [code for code in words if counted.count(theme="", action=code)]
        nodes = [node for node in themes().values() if counted.count(theme=node.code, action="")]
        cells = telling.table([[counted.count(theme=node.code, action=code) for code in codes] for node in nodes])
        totals = telling.row([counted.count(theme="", action=code) for code in codes])
        rows = _rows(counted, telling, nodes, codes, cells)
    return filters(user, counted) | {
        "actions": [
            {"code": code, "title": words[code], "url": points_address(wanted, action=code), "reviews": total}
            for code, total in zip(codes, totals, strict=True)
        ],
        "rows": rows,
        "reviews": telling.one(len(counted.among)),
        "uncited": [words[code] for code in words if code not in codes],
        "back": with_query("reviews:themes", wanted),
    }


def _rows(
    counted: Counted,
    telling: small_numbers.Telling,
    nodes: list[Node],
    codes: list[str],
    cells: list[list[int | None]],
) -> list[dict[str, Any]]:
    """Each theme with its cells: code of the action, how many reviews, one of five shades, and the list."""
    lists = Lists(counted.wanted, "theme", "action")
    most = [1, 1]  # of themes at the top and of those below, which are shaded by themselves
    for node, line in zip(nodes, cells, strict=True):
        most[bool(node.depth)] = max(most[bool(node.depth)], *(count or 0 for count in line), 1)
    return [
        {
            "node": node,
            "url": theme_address(counted.wanted, node.code),
            "reviews": telling.one(counted.count(theme=node.code, action="")),
            "cells": [
                (
                    code,
                    count,
                    shade(count, most[bool(node.depth)]),
                    lists.to(theme=node.code, action=code) if count else "",
                )
                for code, count in zip(codes, line, strict=True)
            ],
        }
        for node, line in zip(nodes, cells, strict=True)
    ]


def shade(count: int | None, most: int) -> str:
    """Which of five shades a cell has; empty for none. By square root, so that small figures still differ."""
    if not count:
        return ""
    return str(round(SHADES * (count / most) ** 0.5))
