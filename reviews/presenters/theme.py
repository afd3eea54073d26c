"""One theme: what it means, how often reviews met it over time, which actions it concerns, and its newest learning."""

from typing import Any

from django.utils.translation import gettext as _

from reviews import learning, small_numbers
from reviews.learning import Counted
from reviews.learning_filters import Wanted, labels
from reviews.presenters import points, themes, trend
from reviews.presenters.learning import Lists, filters, percent, points_address, theme_address, with_query
from reviews.theme_tree import Node, children
from reviews.theme_tree import themes as tree

NEWEST = 4
ACTIONS = 12


def page(user: Any, node: Node, asked: Wanted) -> dict[str, Any]:
    """Everything that the page shows."""
    wanted = asked.having(theme=node.code)
    counted = learning.find(user, wanted)
    telling = small_numbers.telling(user, wanted)
    with counted.index.lock:
        below = children(node.code)
        periods = counted.periods()
        rows, over_time, bases = themes.figures(counted, telling, [node, *below], periods)
        actions = _actions(counted, telling)
        ids = [] if telling.people else counted.index.newest.slice(counted.reviews(), 0, NEWEST)
    labels_ = [themes.period_words(period) for period in periods]
    cells = over_time[0]["cells"]
    return filters(user, counted, asked=asked) | {
        "node": node,
        "parent": tree().get(node.parent),
        "parent_url": theme_address(wanted, node.parent) if node.parent else "",
        "row": rows[0],
        "below": rows[1:],
        "stats": _stats(rows[0]),
        "columns": [
            {**head, **cell, "base": base}
            for head, cell, base in zip(themes.period_links(wanted, periods), cells, bases, strict=True)
        ],
        "chart": trend.bars(cells, bases, labels_),
        "by": themes.by_links(asked),
        "actions": actions,
        "newest": points.reviews(user, ids, points.points_of(user, wanted, ids)),
        "back": with_query("reviews:themes", asked),
        "list": points_address(wanted),
    }


def _stats(row: dict[str, Any]) -> list[dict[str, Any]]:
    few = _("fewer than 5")
    stats = [
        {"label": _("Reviews with this theme"), "value": few if row["reviews"] is None else f"{row['reviews']:,}",
         "href": row["list"], "note": _("%(share)s%% of those counted") % {"share": row["share"]} if row["share"] is not None else ""}
    ]  # fmt: skip
    if row["points"] is not None:
        stats.append({"label": _("Learning points"), "value": f"{row['points']:,}", "href": row["list"], "note": ""})
    if row["kinds"]:
        for count, name, words in zip(
            row["kinds"], ("problem_list", "good_list"), (_("Met as a problem"), _("Met as good practice")), strict=True
        ):
            note = _("of the reviews with this theme")
            value = few if count is None else f"{count:,}"
            stats.append({"label": words, "value": value, "href": row[name], "note": note})
    return stats


def _actions(counted: Counted, telling: small_numbers.Telling) -> list[dict[str, Any]]:
    """The actions that reviews cite most often with this theme."""
    words, lists = labels()["action"], Lists(counted.wanted, "action")
    counts = {code: count for code in words if (count := counted.count(action=code))}
    most = sorted(counts, key=lambda code: (-counts[code], code))[:ACTIONS]
    told = telling.row([counts[code] for code in most])
    base = telling.one(counted.count())
    return [
        {"title": words[code], "reviews": count, "share": percent(count, base), "url": lists.to(action=code)}
        for code, count in zip(most, told, strict=True)
    ]
