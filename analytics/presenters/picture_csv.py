"""The national picture as rows of a file: each action, and each strand within it, with every part of its score."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.picture.supply import Practice
from analytics.picture.table import Picture, Row


def rows(picture: Picture) -> Iterator[list[Any]]:
    """A line for each action, and one for each of its strands of which anything is known."""
    yield [
        _("Round"), _("Basis"), _("Rank"), _("Best rank with other weights"), _("Worst rank with other weights"),
        _("Action"), _("Title"), _("Theme"), _("Strand"), _("Significance"), _("Need"), _("Relief"),
        _("Forces that name a gap"), _("Forces in which VKPP sees one"), _("Forces that answered"),
        _("Forces at low levels"), _("Forces with a level"), _("Reviews that found a problem"),
        _("Examples"), _("Rated works"), _("Rated promising"), _("Not shown"),
    ]  # fmt: skip
    for row in (*picture.ranked, *(row for row in picture.rows if not row.rank)):
        yield _action(picture, row)
        for cell in row.cells:
            if cell.reviews or cell.practice.examples:
                value = None if cell.value is None else round(cell.value, 1)
                lead = [*_lead(picture), None, None, None, *_named(row), cell.strand.label, value, None, None]
                yield [*lead, *[None] * 5, cell.reviews, *_supply(cell.practice), ""]


def _action(picture: Picture, row: Row) -> list[Any]:
    score, said = row.score, row.said
    numbers: list[Any] = [None] * 5
    if said is not None and said.shown:
        numbers = [said.gaps_force, said.gaps_vkpp, said.answered, said.low, said.n]
    scored = [round(score.value, 1), round(score.need, 1), round(score.relief, 1)] if score else [None, None, None]
    why = said.withheld if said else ""
    ranks = [row.rank, row.best, row.worst]
    return [
        *_lead(picture), *ranks, *_named(row), _("All strands"), *scored, *numbers, row.reviews,
        *_supply(row.practice), why,
    ]  # fmt: skip


def _lead(picture: Picture) -> list[Any]:
    return [picture.round.title, picture.basis.label]


def _named(row: Row) -> list[Any]:
    return [row.action.code, row.action.title, row.action.theme.title]


def _supply(known: Practice) -> list[int]:
    return [known.examples, known.works, known.promising]
