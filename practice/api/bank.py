"""The bank in the API: rows of lists, counts, and one published example. Finds what the page of the bank finds.

What a reader may see and has asked for is known from the bank's index in memory; only the rows of the page are read. A
page goes on after the key of the last row as the index had it, so that a row written meanwhile moves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from pyroaring import BitMap
from rest_framework.request import Request

from practice import search
from practice.api.shapes import PublishedPractice, PublishedRow
from practice.filters import Wanted
from practice.models import Attachment, BankEntry
from vkpp.core.api.pagination import Cursor, Order, Page, Row

ROW_FIELDS = tuple(PublishedRow._declared_fields)
DETAIL_FIELDS = tuple(PublishedPractice._declared_fields)
STORED = tuple(name for name in ROW_FIELDS if name not in {"kind", "url", "force", "call", "stale"})
FACETS = {
    "category": "category",
    "rating": "rating",
    "stage": "stage",
    "strand": "focus",
    "scale": "scale",
    "force": "force",
    "topic": "topic",
    "target_group": "target",
    "action": "action",
    "call": "call",
    "serious_violence": "violence",
    "upkeep": "upkeep",
}
RELEVANCE = "relevance"
# The caller's word → the index's order, and whether it is walked from its end.
WALKS = {
    "updated_at": ("changed", False),
    "-updated_at": ("changed", True),
    "-published_at": ("newest", False),
    "published_at": ("newest", True),
}
ORDERS = {
    **{name: Order((("key", "real"), ("id", "real"))) for name in WALKS},
    RELEVANCE: Order((("page", "number"),)),
}


def wanted(chosen: Mapping[str, Any], *, page: int = 1) -> Wanted:
    """The API's filters as a search of the bank."""
    values = {facet: _values(chosen[name]) for name, facet in FACETS.items() if chosen.get(name) not in (None, [])}
    if chosen.get("updated_since"):  # who keeps a copy must learn what was archived
        values.setdefault("upkeep", ("current", "stale", "archived"))
    return Wanted(text=" ".join((chosen.get("q") or "").split()), chosen=values, page=page)


def _values(value: Any) -> tuple[str, ...]:
    return ("true" if value else "false",) if isinstance(value, bool) else tuple(value)


def since(chosen: Mapping[str, Any]) -> BitMap | None:
    """Everything that passes the filters by time; None when none is asked for."""
    return search.since(updated=chosen.get("updated_since"), published=chosen.get("published_since"))


def page(user: Any, chosen: Mapping[str, Any], *, name: str, cursor: Cursor | None, size: int, as_of: str) -> Page:
    """A page in the order `name`."""
    if name == RELEVANCE:
        return _best(user, chosen, cursor, size, as_of)
    order, from_end = WALKS[name]
    back = cursor is not None and cursor.backwards
    met = search.walk(
        user,
        wanted(chosen),
        order=order,
        place=cursor.place if cursor else None,
        size=size + 1,
        backwards=from_end != back,
        only=since(chosen),
    )
    more, met = len(met) > size, met[:size]
    if back:
        met.reverse()
    later, earlier = (True, more) if back else (more, cursor is not None)
    return Page(
        rows=_rows(user, [entry for entry, _key in met]),
        next=Cursor(name, False, met[-1][1], as_of) if met and later else None,
        previous=Cursor(name, True, met[0][1], as_of) if met and earlier else None,
        as_of=as_of,
    )


def _best(user: Any, chosen: Mapping[str, Any], cursor: Cursor | None, size: int, as_of: str) -> Page:
    number = max(1, cursor.place[0]) if cursor else 1
    asked = wanted(chosen, page=number)
    found = search.find(user, asked, size=size, count=False, only=since(chosen), loosen=True)
    beyond = found.wanted.page != number
    return Page(
        rows=[] if beyond else _rows(user, found.ids),
        next=Cursor(RELEVANCE, False, (number + 1,), as_of) if number * size < found.total else None,
        previous=Cursor(RELEVANCE, False, (number - 1,), as_of) if number > 1 else None,
        as_of=as_of,
    )


def _rows(user: Any, ids: Sequence[int]) -> list[Row]:
    entries = BankEntry.objects.visible_to(user).filter(pk__in=ids)
    by_id = {row["practice_id"]: row for row in _stored(entries, *STORED)}
    return [by_id[entry] for entry in ids if entry in by_id]


def _stored(entries: "models.QuerySet[BankEntry]", *columns: str, **more: Any) -> "models.QuerySet[Any, Any]":
    rows: models.QuerySet[Any, Any] = entries.values(
        "practice_id", *columns, force=F("practice__force__code"), call=F("practice__call__slug"), **more
    )
    return rows


def shaped(rows: Iterable[Row], request: Request) -> list[Row]:
    """Stored rows as they are shown."""
    base = request.build_absolute_uri(reverse("api:practices"))
    return [{"kind": "published", "url": f"{base}{row['reference']}/", **row, "stale": _stale(row)} for row in rows]


def _stale(row: Row) -> bool:
    return bool(row["review_by"] < timezone.localdate()) and not row["archived"]


def counts(user: Any, chosen: Mapping[str, Any]) -> search.Found:
    """For each filter how many rows each value would give."""
    return search.find(user, wanted(chosen), size=1, only=since(chosen), loosen=True)


PUBLICATION = ("content", "rationale", "number")


def detail(entries: "models.QuerySet[Any, Any]", request: Request) -> Row | None:
    """All of one published example, or None."""
    columns = (*STORED, *(f"publication__{name}" for name in PUBLICATION))
    row = _stored(entries, *columns, marking=F("practice__marking")).first()
    if row is None:
        return None
    content, rationale, number = (row.pop(f"publication__{name}") for name in PUBLICATION)
    url = request.build_absolute_uri(reverse("api:practice", args=[row["reference"]]))
    shown = {
        "kind": "published",
        "url": url,
        **content["fields"],
        **row,
        "stale": _stale(row),
        **{name: content[name] for name in ("labels", "evidence", "questions", "source_url")},
        "rationale": rationale,
        "publication": number,
        "attachments": _attachments(content["attachments"], url),
    }
    if not request.user.is_authenticated:
        shown["contact_email"] = None
    return shown


def _attachments(frozen: list[Row], url: str) -> list[Row]:
    from practice.api.attachments import shown

    ids = [row["id"] for row in frozen]
    there = Attachment.objects.filter(pk__in=ids, scan=Attachment.Scan.CLEAN) if ids else ()
    return [shown(row, f"{url}attachments/") for row in there]
