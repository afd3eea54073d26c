"""Cursor pages: a page goes on after the last row by its sorting keys, so that nothing is skipped or shown twice.

A cursor is opaque to callers: the order's name, a direction, the keys of the row to go on from, and `as_of`.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request

from vkpp.core.api.errors import BadParameter
from vkpp.core.api.parsers import writable

MAX_SIZE = 200
DEFAULT_SIZE = 50
LARGEST_ID = 2**63 - 1

Row = dict[str, Any]


def _instant(raw: Any) -> Any:
    moment = parse_datetime(raw)
    if moment is None or moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(dt.UTC)


def _day(raw: Any) -> Any:
    return dt.date.fromisoformat(raw)


def _number(raw: Any) -> int:
    if type(raw) is not int or not 0 <= raw <= LARGEST_ID:
        raise ValueError
    return raw


def _real(raw: Any) -> float:
    if type(raw) not in (int, float) or not abs(raw) <= LARGEST_ID:
        raise ValueError
    return raw if isinstance(raw, int) else float(raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not writable(raw):
        raise ValueError
    return raw


KEYS: dict[str, Callable[[Any], Any]] = {
    "instant": _instant,
    "day": _day,
    "number": _number,
    "real": _real,
    "text": _text,
}


@dataclass(frozen=True)
class Order:
    """A sorting callers may choose. `keys` are columns with their kind; together they must be unique."""

    keys: tuple[tuple[str, str], ...]
    descending: bool = False

    def columns(self) -> list[str]:
        """The columns' names."""
        return [column for column, _kind in self.keys]

    def sort(self, rows: "models.QuerySet[Any, Any]", *, backwards: bool) -> "models.QuerySet[Any, Any]":
        """The rows in this order, or the other way round."""
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns()))

    def beyond(self, place: Sequence[Any], *, backwards: bool) -> Q:
        """Rows after `place`; the first part lets the database start at the right spot of its index."""
        word = "lt" if self.descending != backwards else "gt"
        columns = self.columns()
        found = Q()
        for depth, column in enumerate(columns):
            same: dict[str, Any] = dict(zip(columns[:depth], place, strict=False))
            step: dict[str, Any] = {f"{column}__{word}": place[depth]}
            found |= Q(**same, **step)
        start: dict[str, Any] = {f"{columns[0]}__{word}e": place[0]}
        return Q(**start) & found


@dataclass(frozen=True)
class Cursor:
    """Where a page starts."""

    order: str
    backwards: bool
    place: tuple[Any, ...]
    as_of: str = ""

    def text(self) -> str:
        """The cursor as it stands in an address."""
        place = [value.isoformat() if hasattr(value, "isoformat") else value for value in self.place]
        raw = json.dumps([self.order, self.backwards, place, self.as_of], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(raw: str, orders: Mapping[str, Order]) -> Cursor:
    """The cursor that `raw` stands for, refused when it is not one of ours."""
    try:
        padded = raw.encode("ascii") + b"=" * (-len(raw) % 4)
        name, backwards, place, as_of = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        kinds = [kind for _column, kind in orders[name].keys]
        values = tuple(KEYS[kind](value) for kind, value in zip(kinds, place, strict=True))
        if as_of:
            _instant(as_of)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, binascii.Error) as error:
        sentence = _("This is not a cursor of this list. Take it from “next” or “previous” of a page, unchanged.")
        raise BadParameter("cursor", sentence) from error
    return Cursor(name, backwards is True, values, str(as_of))


def page_size(raw: str | None) -> int:
    """How many rows a page shall have."""
    if raw is None:
        return DEFAULT_SIZE
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4 and 1 <= int(raw) <= MAX_SIZE):
        raise BadParameter("page_size", _("Use a whole number from 1 to %(most)d.") % {"most": MAX_SIZE})
    return int(raw)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursors to the pages around them."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None
    as_of: str = ""


def asked_order(
    request: Request, orders: Mapping[str, Order], default: str, *, timed: bool
) -> tuple[str, Cursor | None]:
    """The order's name and the cursor, if there is one; both must agree. `timed`: its cursors carry `as_of`."""
    name = request.query_params.get("ordering") or default
    if name not in orders:
        raise BadParameter("ordering", _("Use one of: %(known)s.") % {"known": ", ".join(orders)})
    raw = request.query_params.get("cursor")
    if raw is None:
        return name, None
    cursor = read_cursor(raw, orders)
    if bool(cursor.as_of) != timed:
        raise BadParameter("cursor", _("This cursor belongs to another list. Start again without a cursor."))
    if cursor.order != name:
        raise BadParameter("cursor", _("This cursor belongs to another order. Start again without a cursor."))
    return name, cursor


def page_of(
    rows: "models.QuerySet[Any, Any]",
    *,
    order: Order,
    name: str,
    cursor: Cursor | None,
    size: int,
    as_of: str = "",
    read: Callable[["models.QuerySet[Any, Any]"], list[Row]] = list,
) -> Page:
    """One page of a queryset of `values()` that holds the order's columns; `read` asks the database for some of it."""
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        rows = rows.filter(order.beyond(cursor.place, backwards=backwards))
        as_of = cursor.as_of
    found = read(order.sort(rows, backwards=backwards)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()

    def at(row: Row, *, back: bool) -> Cursor:
        return Cursor(name, back, tuple(row[column] for column in order.columns()), as_of)

    later, earlier = (cursor is not None, more) if backwards else (more, cursor is not None)
    return Page(
        rows=found,
        next=at(found[-1], back=False) if found and later else None,
        previous=at(found[0], back=True) if found and earlier else None,
        as_of=as_of,
    )
