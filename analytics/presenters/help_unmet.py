"""The page of gaps that nobody helps with, and its table as a file."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.matching.unmet import Picture, Unmet


def page(picture: Picture) -> dict[str, Any]:
    """Every action with its gaps and what there is to help."""
    plan, bank = picture.round.plan.code, reverse("practice:bank")
    return {
        "picture": picture,
        "rows": [_row(row, plan, bank) for row in picture.rows if row.gaps is not None],
        "hidden": [row for row in picture.rows if row.gaps is None],
        "unmet": len(picture.unmet),
    }


def _row(row: Unmet, plan: str, bank: str) -> dict[str, Any]:
    version = row.version
    return {
        "row": row,
        "pressure": f"{row.pressure:.1f}",
        "url": reverse("nvap:action", args=[plan, version.code]),
        "practice": f"{bank}?{urlencode({'action': version.action.code})}",
    }


def csv_rows(picture: Picture) -> Iterator[Sequence[Any]]:
    """The same as a file."""
    yield [_("Action"), _("Title"), _("Round"), _("Basis"), _("Forces with a gap"), _("Forces that answered"),
           _("Published examples"), _("Offers of help"), _("Pressure"), _("Not shown because")]  # fmt: skip
    for row in picture.rows:
        figure = row.figure
        yield [
            row.version.code,
            row.version.title,
            picture.round.title,
            str(picture.basis.label),
            row.gaps,
            figure.answered if figure else None,
            row.examples,
            row.offers,
            None if row.gaps is None else round(row.pressure, 2),
            figure.withheld if figure else "",
        ]
