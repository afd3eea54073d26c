"""The bank in the API: rows of lists, counts, and one published example. Finds what the page of the bank finds.

A list is walked in the database by its sorting keys. What words find, and what few rows have, is known from the bank's
index in memory, and only those rows are asked for; a filter that many rows pass is left to the walk.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import F
from django.urls import reverse
from pyroaring import BitMap
from rest_framework.request import Request

from practice import bank_index, search
from practice.api.shapes import PublishedPractice, PublishedRow
from practice.filters import Wanted
from practice.models import Attachment, BankEntry
from vkpp.core.api.pagination import Row

FEW = 2000
ROW_FIELDS = tuple(PublishedRow._declared_fields)
DETAIL_FIELDS = tuple(PublishedPractice._declared_fields)
STORED = tuple(name for name in ROW_FIELDS if name not in {"kind", "url", "force", "call"})
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
}
BESIDE = ("serious_violence", "published_since", "updated_since")


def wanted(chosen: Mapping[str, Any], *, page: int = 1) -> Wanted:
    """The API's filters as a search of the bank."""
    values = {facet: tuple(chosen[name]) for name, facet in FACETS.items() if chosen.get(name)}
    return Wanted(text=" ".join((chosen.get("q") or "").split()), chosen=values, page=page)


def narrowed(
    user: Any, chosen: Mapping[str, Any], passed: "models.QuerySet[BankEntry]"
) -> "models.QuerySet[BankEntry]":
    """What the filters and words find. `passed` holds the rows that pass the filters as the database knows them."""
    asked = wanted(chosen)
    if not asked.narrowed:
        return passed
    ids = search.matching_ids(user, asked)
    return passed.filter(pk__in=list(ids)) if asked.text or len(ids) <= FEW else passed


def beside(user: Any, chosen: Mapping[str, Any]) -> BitMap | None:
    """The rows that pass the filters which the page of the bank does not have; None when none is asked for."""
    rows = BankEntry.objects.visible_to(user)
    columns = {"serious_violence": "serious_violence", "published_since": "published_at__gte"}
    columns["updated_since"] = "updated_at__gte"
    asked = {columns[name]: chosen[name] for name in BESIDE if chosen.get(name) is not None}
    return BitMap(rows.filter(**asked).values_list("pk", flat=True)) if asked else None


def values(entries: "models.QuerySet[BankEntry]") -> "models.QuerySet[Any, Any]":
    """The columns of a row of the list."""
    rows: models.QuerySet[Any, Any] = entries.values(
        "practice_id", *STORED, force=F("practice__force__code"), call=F("practice__call__slug")
    )
    return rows


def shaped(rows: Iterable[Row], request: Request) -> list[Row]:
    """Stored rows as they are shown."""
    base = request.build_absolute_uri(reverse("api:practices"))
    return [{"kind": "published", "url": f"{base}{row['reference']}/", **row} for row in rows]


def best(user: Any, chosen: Mapping[str, Any], *, page: int, size: int) -> tuple[list[Row], bool]:
    """A page of what words find, the most relevant first, and whether there is another."""
    asked = wanted(chosen, page=page)
    found = search.find(user, asked, size=size, count=False, only=beside(user, chosen))
    if found.wanted.page != page:
        return [], False
    by_id = {row["practice_id"]: row for row in values(BankEntry.objects.visible_to(user).filter(pk__in=found.ids))}
    return [by_id[entry] for entry in found.ids if entry in by_id], page * size < found.total


def counts(user: Any, chosen: Mapping[str, Any]) -> tuple[search.Found, int]:
    """For each filter how many rows each value would give, and how many of those found address serious violence."""
    only = beside(user, chosen)
    asked = wanted(chosen)
    found = search.find(user, asked, size=1, only=only)
    ids = search.matching_ids(user, asked)
    ids = ids if only is None else ids & only
    index = bank_index.current()
    with index.lock:
        return found, index.having("focus", ["serious_violence"]).intersection_cardinality(ids)


PUBLICATION = ("content", "rationale", "number")


def detail(entries: "models.QuerySet[Any, Any]", request: Request) -> Row | None:
    """All of one published example, or None."""
    row = entries.values(
        "practice_id",
        *STORED,
        *(f"publication__{name}" for name in PUBLICATION),
        force=F("practice__force__code"),
        call=F("practice__call__slug"),
        marking=F("practice__marking"),
    ).first()
    if row is None:
        return None
    content, rationale, number = (row.pop(f"publication__{name}") for name in PUBLICATION)
    url = request.build_absolute_uri(reverse("api:practice", args=[row["reference"]]))
    shown = {
        "kind": "published",
        "url": url,
        **content["fields"],
        **row,
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
