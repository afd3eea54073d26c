"""Columns of data sets, and how the database writes their values for each kind of file (docs/adr/0015)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from vkpp.core import csv_files

Text = str | Promise
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
BETWEEN = "; "
UNIT = "\x1f"
"""Parts the codes of a list on their way into a Parquet file; no text of the portal holds it."""


class Kind(StrEnum):
    """What the values of a column are. Nothing known and nothing written are one thing: null."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"
    CODES = "codes"
    OBJECT = "object"


class Flavour(StrEnum):
    """For whom values are written: people and spreadsheets, JSON, or the Parquet writer."""

    SHEET = "sheet"
    JSON = "json"
    ARROW = "arrow"


@dataclass(frozen=True)
class Column:
    """A column: its name in every file, what it holds, where it is read (a path or an expression), and its codes."""

    name: str
    kind: Kind
    meaning: Text
    source: Any = None
    values: Sequence[tuple[Any, Text]] = ()

    @property
    def path(self) -> Any:
        """Where it is read in a query; its own name unless something else is said."""
        return self.name if self.source is None else self.source


def written(column: Column, place: str, flavour: Flavour) -> str:
    """The SQL by which the database writes the value at `place`."""
    kind = column.kind
    if kind == Kind.TEXT:
        return _text(place, flavour)
    if kind == Kind.MOMENT:
        return f"""to_char({place} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    if kind == Kind.DATE:
        return f"to_char({place}, 'YYYY-MM-DD')"
    if kind == Kind.CODES:
        return _codes(place, flavour)
    if kind == Kind.OBJECT:
        return f"NULLIF({place}, '{{}}'::jsonb)" + ("" if flavour == Flavour.JSON else "::text")
    if kind == Kind.YES_NO and flavour != Flavour.JSON:
        return f"{place}::text"
    return place


def _text(place: str, flavour: Flavour) -> str:
    filled = f"NULLIF({place}, '')"
    if flavour != Flavour.SHEET:
        return filled
    return f"CASE WHEN left({place}, 1) IN ({_dangerous()}) THEN '''' || {place} ELSE {filled} END"


def _codes(place: str, flavour: Flavour) -> str:
    if flavour == Flavour.JSON:
        return f"NULLIF({place}, '{{}}')"
    if flavour == Flavour.ARROW:
        return f"NULLIF(array_to_string({place}, E'\\x1f'), '')"
    return _text(f"array_to_string({place}, '{BETWEEN}')", flavour)


def _dangerous() -> str:
    return ", ".join(f"chr({ord(one)})" for one in csv_files.DANGEROUS)


def plain(value: Any) -> Any:
    """A value of Python as the rows of the API and of JSON Lines have it."""
    if value is None or value in ("", [], {}, ()):
        return None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime(MOMENT)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
