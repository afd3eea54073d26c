"""The heat map of actions and strands as cells of HTML: which number is shown, how dark it is, and which list it opens."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.picture.lessons import PROBLEM
from analytics.picture.table import Cell, Picture, Place, Row

SHADES = 4
CODE, STRAND = "--code--", "--strand--"  # stand for the codes of an action and of a strand in an address
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


class Lists:
    """The lists and pages behind figures: their addresses are looked up once. Codes need no quoting.

    `detail`: the address of an action's own page, with CODE where its code belongs.
    """

    def __init__(self, detail: str, strands: Iterable[Place] = ()) -> None:
        self.titles = {strand.code: escape(strand.label) for strand in strands}
        self.start, _code, self.end = detail.partition(CODE)
        self.bank, self.points = reverse("practice:bank"), reverse("reviews:learning-points")

    def detail(self, row: Row) -> str:
        """The page that lays open how an action came by its rank."""
        return f"{self.start}{row.action.code}{self.end}"

    def practice(self, action: str, strand: str = "") -> str:
        """The examples of an action, of a strand, or of a strand of an action."""
        return f"{self.bank}?{_query(focus=strand, action=action)}"

    def learning(self, action: str, strand: str = "") -> str:
        """The learning points on problems that cite an action, in reviews of a strand."""
        return f"{self.points}?{_query(action=action, kind=PROBLEM, strand=strand)}"

    def behind(self, view: str, row: Row, strand: str) -> str:
        """The list, or the part of the action's page, behind a figure of the heat map."""
        if view == "learning":
            return self.learning(row.code, strand)
        if view == "practice":
            return self.practice(row.code, strand)
        if view == "evidence":
            return f"{self.practice(row.code, strand)}&rating=works&rating=promising"
        return f"{self.detail(row)}#{strand}"


def _query(**chosen: str) -> str:
    return "&".join(f"{name}={code}" for name, code in chosen.items() if code)


def rows(picture: Picture, view: View, lists: Lists) -> list[dict[str, Any]]:
    """Each action with its cells."""
    numbers = {row.action.pk: [view.number(cell) for cell in row.cells] for row in picture.rows}
    most = max((number for line in numbers.values() for number in line if number), default=1)
    most_of_rows = max((view.whole(row) or 0 for row in picture.rows), default=0)
    return [
        {
            "row": row,
            "head": _head(row, _shade(view, view.whole(row), most_of_rows), view, lists),
            "cells": _cells(row, numbers[row.action.pk], most, view, lists),
        }
        for row in picture.rows
    ]


def _head(row: Row, shade: int, view: View, lists: Lists) -> SafeString:
    """The action, how many forces have a gap, and the figure of all strands together."""
    whole, action = view.whole(row), row.action
    gaps = row.said.gaps if row.said and row.said.shown else "–"
    return mark_safe(  # noqa: S308 - words and the address are escaped, the rest are numbers
        f'<th scope="row" class="app-heat__force"><a class="govuk-link" href="{escape(lists.detail(row))}">'
        f'{escape(action.code)}</a> <span class="app-heat__title">{escape(action.title)}</span></th>'
        f'<td class="app-heat__cell">{gaps}</td><td class="app-heat__cell app-heat__cell--all'
        f'{f" app-heat__cell--{shade}" if shade else ""}">{"" if whole is None else whole}</td>'
    )


def _cells(row: Row, numbers: list[int | None], most: int, view: View, lists: Lists) -> SafeString:
    parts, titles = [], lists.titles
    start, _strand, end = escape(lists.behind(view.code, row, STRAND)).partition(STRAND)
    for cell, number in zip(row.cells, numbers, strict=True):
        if number is None:
            parts.append('<td class="app-heat__cell"></td>')
            continue
        shade = _shade(view, number, most)
        code = cell.strand.code
        parts.append(
            f'<td class="app-heat__cell app-heat__cell--{shade}"><a class="app-heat__link" href="{start}{code}{end}" '
            f'title="{titles[code]}">{number}</a></td>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - words and addresses are escaped above, the rest are numbers


def _shade(view: View, number: int | None, most: int) -> int:
    """One of five shades: of significance under 20, 20, 30, 40, and 55 and more; of counts by square root."""
    if view.code == "significance":
        return sum((number or 0) >= least for least in (20, 30, 40, 55))
    return round(SHADES * math.sqrt((number or 0) / (most or 1)))


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
