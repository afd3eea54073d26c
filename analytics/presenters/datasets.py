"""Pages of the catalogue: the data sets a person may take, and one of them with its columns, filters and first rows."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework.exceptions import ValidationError

from analytics.datasets import dataset
from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import DataSet
from analytics.datasets.files import FORMATS, Format
from analytics.datasets.sources import Row, Source
from vkpp.core.api.errors import flat
from vkpp.core.api.filters import Moment, One, Seen, Words, YesNo

PREVIEW = 8
LONGEST_SHOWN = 90
KINDS = {
    Kind.TEXT: gettext_lazy("text"),
    Kind.INTEGER: gettext_lazy("whole number"),
    Kind.NUMBER: gettext_lazy("number"),
    Kind.YES_NO: gettext_lazy("true or false"),
    Kind.DATE: gettext_lazy("date"),
    Kind.MOMENT: gettext_lazy("date and time, UTC"),
    Kind.CODES: gettext_lazy("list of codes"),
    Kind.OBJECT: gettext_lazy("JSON object"),
}


def catalogue(user: Any) -> dict[str, Any]:
    """The data sets this person may take."""
    return {
        "sets": [
            {"one": one, "columns": len(one.columns), "marking": one.marking(user), "href": address(one)}
            for one in dataset.of(user)
        ]
    }


def given(asked: QueryDict) -> QueryDict:
    """The filters that are filled in: a form sends the empty ones along."""
    filled = QueryDict(mutable=True)
    for name, values in asked.lists():
        if some := [value.strip() for value in values if value.strip()]:
            filled.setlist(name, some)
    return filled


def page(user: Any, data_set: DataSet, asked: QueryDict) -> dict[str, Any]:
    """One data set."""
    errors: dict[str, list[str]] = {}
    sent = asked
    try:
        source = data_set.source(user, asked)
    except ValidationError as refusal:
        errors, asked = flat(refusal.detail), QueryDict()
        source = data_set.source(user, asked)
    rows = source.count()
    return {
        "one": data_set,
        "marking": data_set.marking(user).value,
        "rows": ngettext("Take it away: %(n)s row", "Take it away: %(n)s rows", rows) % {"n": f"{rows:,}"},
        "as_of": timezone.now(),
        "columns": [_described(column) for column in data_set.columns],
        "names": [column.name for column in data_set.columns],
        "preview": [_cells(data_set, row) for row in source.first(PREVIEW)],
        "filters": _filters(user, data_set, sent),
        "errors": [{"text": sentence, "href": f"#f-{name}"} for name, found in errors.items() for sentence in found],
        "filtered": bool(asked),
        "address": address(data_set),
        "export": reverse("analytics:data-export", args=[data_set.code]) + (f"?{asked.urlencode()}" if asked else ""),
        "formats": [{"one": one, "later": is_long(one, rows)} for one in FORMATS.values()],
        "api": reverse("api:data_set_rows", args=[data_set.code]),
        "dictionary": reverse("analytics:data-dictionary", args=[data_set.code]),
    }


def address(data_set: DataSet) -> str:
    """The page of a data set."""
    return reverse("analytics:data-set", args=[data_set.code])


def is_long(kind: Format, rows: int) -> bool:
    """Whether a worker makes the file."""
    return rows > kind.streams_up_to


def long_file(kind: Format, source: Source) -> bool:
    """Whether a worker makes the file of these rows."""
    return is_long(kind, source.count())


def dictionary(data_set: DataSet) -> Sequence[Sequence[Any]]:
    """The data dictionary as a table."""
    heading = ("column", "type", "meaning", "values")
    return [
        heading,
        *(
            (one["name"], one["kind"], one["meaning"], "; ".join(one["values"]))
            for one in (_described(column) for column in data_set.columns)
        ),
    ]


def _described(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": str(KINDS[column.kind]),
        "meaning": str(column.meaning),
        "values": [f"{code} = {label}" for code, label in column.values],
    }


def _cells(data_set: DataSet, row: Row) -> list[dict[str, Any]]:
    return [
        {"text": _short(row[column.name]), "numeric": column.kind in {Kind.INTEGER, Kind.NUMBER}}
        for column in data_set.columns
    ]


def _short(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = "; ".join(value) if isinstance(value, list) else str(value)
    return words if len(words) <= LONGEST_SHOWN else words[:LONGEST_SHOWN] + "…"


def _filters(user: Any, data_set: DataSet, asked: QueryDict) -> list[dict[str, Any]]:
    return [_filter(user, name, one, asked.getlist(name)) for name, one in data_set.filters.base_filters.items()]


def _filter(user: Any, name: str, one: django_filters.Filter, chosen: list[str]) -> dict[str, Any]:
    shown = {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "hint": str(one.extra.get("help_text", "")),
        "value": chosen[0] if chosen else "",
        "example": "2026-11-21T09:30:00Z" if isinstance(one, Moment) else "",
    }
    words = _words(user, one)
    if words is None:
        return shown
    return shown | {"options": [{"value": word, "chosen": word in chosen} for word in words]}


def _words(user: Any, one: django_filters.Filter) -> Sequence[str] | None:
    """What there is to choose from; None where people type."""
    if isinstance(one, YesNo):
        return ("true", "false")
    if isinstance(one, Seen):
        return sorted(set(one.seen(user)))
    if isinstance(one, Words):
        return list(one.fixed) or sorted({str(word) for word in one.extra["words"]()})
    return list(one.words) if isinstance(one, One) else None
