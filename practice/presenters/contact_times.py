"""The page for VKPP of how long answers to contact requests take, and its table as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.contacts.times import PERIODS, Report, Times


def page(report: Report, period: str) -> dict[str, Any]:
    """Figures of everybody, and a row for each force that was asked."""
    periods = {"": _("Ever"), "year": _("Last 12 months"), "quarter": _("Last 3 months")}
    return {
        "together": _row(report.together),
        "rows": [_row(row) for row in report.forces],
        "periods": [
            {"label": label, "href": f"?period={code}" if code else "?", "current": code == period}
            for code, label in periods.items()
        ],
        "csv": reverse("practice:contact-times-csv") + (f"?period={period}" if period else ""),
    }


def period_of(asked: str) -> str:
    """The period asked for, if there is such."""
    return asked if asked in PERIODS else ""


def _row(row: Times) -> dict[str, Any]:
    in_time = f"{row.in_time} / {row.answered}" if row.answered else "–"
    counts = (row.asked, row.answered, row.declined, row.waiting, row.late)
    return {
        "name": row.name or _("Other organisations"),
        "url": reverse("practice:force", args=[row.code]) if row.code else "",
        "asked": row.asked,
        "late": row.late,
        "median": days(row.median),
        "cells": [*counts, in_time, days(row.median), days(row.upper), days(row.longest)],
    }


def days(value: float | None) -> str:
    """Days with one decimal, or a dash."""
    return "–" if value is None else f"{value:.1f}"


def csv_rows(report: Report) -> Iterator[Sequence[Any]]:
    """The same as a file; days with one decimal."""
    yield [_("Force"), _("Code"), _("Asked"), _("Answered"), _("Of these declined"), _("Waiting"), _("Overdue"),
           _("Answered in time"), _("Median days"), _("Upper quartile, days"), _("Longest waiting, days")]  # fmt: skip
    for row in report.forces:
        rounded = [None if value is None else round(value, 1) for value in (row.median, row.upper, row.longest)]
        counts = (row.asked, row.answered, row.declined, row.waiting, row.late, row.in_time)
        yield [row.name or _("Other organisations"), row.code or "", *counts, *rounded]
