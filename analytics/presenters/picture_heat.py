"""The heat map of actions and strands as cells of HTML: which number is shown, how dark it is, and which list it opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.picture import words
from analytics.picture.lessons import PROBLEM
from analytics.picture.table import Cell, Picture, Row

SHADES = 4
Number = Callable[[Cell], int | None]


@dataclass(frozen=True)
class View:
    """One way to look at the heat map."""

    code: str
    label: str | Promise
    lead: str | Promise
    number: Number
    whole: Callable[[Row], int | None]


def _score(cell: Cell) -> int | None:
    return None if cell.value is None else int(cell.value + 0.5)


VIEWS: tuple[View, ...] = (
    View(
        "significance",
        gettext_lazy("Significance"),
        gettext_lazy(
            "How significant the gap is, from 0 to 100. A strand has a number where a review found a problem; gaps "
            "and levels are those of the action, as forces do not give them by strand."
        ),
        _score,
        lambda row: row.score.rounded if row.score else None,
    ),
    View(
        "learning",
        gettext_lazy("Learning from reviews"),
        gettext_lazy("How many reviews found a problem. A figure opens those learning points."),
        lambda cell: cell.reviews or None,
        lambda row: row.reviews or None,
    ),
    View(
        "practice",
        gettext_lazy("Practice available"),
        gettext_lazy("How many examples of practice you can read. A figure opens them; an empty cell has none."),
        lambda cell: cell.practice.examples or None,
        lambda row: row.practice.examples or None,
    ),
    View(
        "evidence",
        gettext_lazy("Strength of evidence"),
        gettext_lazy("How many of those examples are rated works or promising. A figure opens them."),
        lambda cell: cell.practice.strong or None,
        lambda row: row.practice.strong or None,
    ),
)
BY_CODE: Mapping[str, View] = {view.code: view for view in VIEWS}


def rows(picture: Picture, view: View, detail: Callable[[Row], str]) -> list[dict[str, Any]]:
    """Each action with its cells; `detail` is the address of an action's own page."""
    numbers = {row.action.pk: [view.number(cell) for cell in row.cells] for row in picture.rows}
    most = max((number for line in numbers.values() for number in line if number), default=1)
    if view.code == "significance":
        most = 100
    return [
        {
            "row": row,
            "href": detail(row),
            "whole": view.whole(row),
            "gaps": f"{row.said.gaps}" if row.said and row.said.shown else "–",
            "cells": _cells(row, numbers[row.action.pk], most, view, detail(row)),
        }
        for row in picture.rows
    ]


def _cells(row: Row, numbers: list[int | None], most: int, view: View, detail: str) -> SafeString:
    parts = []
    for cell, number in zip(row.cells, numbers, strict=True):
        if number is None:
            parts.append('<td class="app-heat__cell"></td>')
            continue
        shade = round(SHADES * (number / (most or 1)) ** 0.5) if view.code != "significance" else _step(number)
        title = escape(f"{cell.strand.label}: {words.reviews(cell.reviews)}, {words.practice(cell.practice)}")
        href = escape(address(view.code, row, cell, detail))
        parts.append(
            f'<td class="app-heat__cell app-heat__cell--{shade}"><a class="app-heat__link" href="{href}" '
            f'title="{title}">{number}</a></td>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - words and addresses are escaped above, the rest are numbers


def _step(value: int) -> int:
    """One of five shades: under 20, 20, 30, 40, and 55 and more."""
    return sum(value >= least for least in (20, 30, 40, 55))


def address(view: str, row: Row, cell: Cell, detail: str) -> str:
    """The list, or the part of the action's page, behind a figure."""
    if view == "learning":
        return learning_list(row.code, cell.strand.code)
    if view == "practice":
        return practice_list(row.code, cell.strand.code)
    if view == "evidence":
        return f"{practice_list(row.code, cell.strand.code)}&rating=works&rating=promising"
    return f"{detail}#{cell.strand.code}"


def practice_list(action: str, strand: str = "") -> str:
    """The examples of an action, or of a strand of it; codes need no quoting."""
    narrowed = "&".join(f"{name}={code}" for name, code in (("focus", strand), ("action", action)) if code)
    return f"{reverse('practice:bank')}?{narrowed}"


def learning_list(action: str, strand: str = "") -> str:
    """The learning points on problems that cite an action, in reviews of a strand."""
    named = (("action", action), ("kind", PROBLEM), ("strand", strand))
    return f"{reverse('reviews:learning-points')}?{'&'.join(f'{name}={code}' for name, code in named if code)}"


def key(view: View) -> str:
    """What darker means."""
    if view.code == "significance":
        return _("Darker: more significant (20, 30, 40, 55 and more).")
    return _("Darker: more.")


def bar(value: float) -> SafeString:
    """A score as a bar."""
    return format_html(
        '<progress class="app-learning__bar" max="100" value="{}" aria-hidden="true"></progress>', round(value)
    )
