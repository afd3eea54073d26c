"""What a reader sees of a collection: the examples in it that its owners let this person read at this moment."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, F, Q

from practice.models import BankEntry, PracticeCollection, PracticeCollectionItem
from practice.search import SHOWN

ENTRY = "practice__bank_entry__"
Row = dict[str, Any]


def readable(user: Any) -> "models.QuerySet[PracticeCollectionItem]":
    """Items whose example this person may read now."""
    entries = BankEntry.objects.visible_to(user)
    return PracticeCollectionItem.objects.filter(practice__in=entries.values("practice"))


def counted(collections: "models.QuerySet[PracticeCollection]", user: Any) -> "models.QuerySet[PracticeCollection]":
    """The collections, each with how many of its examples this person may read (`readable`)."""
    entries = BankEntry.objects.visible_to(user).values("practice")
    return collections.annotate(readable=Count("items", filter=Q(items__practice__in=entries)))


def rows(collection: PracticeCollection, user: Any) -> list[Row]:
    """The items that this person may read, in order, with what a list shows of the example."""
    columns = {name: F(f"{ENTRY}{name}") for name in SHOWN if name != "practice_id"}
    found = readable(user).filter(collection=collection).order_by("place", "pk")
    return [dict(row) for row in found.values("note", "place", **columns)]


def open_to(collection: PracticeCollection) -> "models.QuerySet[PracticeCollectionItem]":
    """The items that the collection's own readers may read now: everybody, or all of policing."""
    if collection.audience == PracticeCollection.Audience.PUBLIC:
        return readable(AnonymousUser()).filter(collection=collection)
    police = PracticeCollectionItem.objects.filter(collection=collection)
    return police.filter(practice__bank_entry__open_to_police=True)


def holding(user: Any, practice_id: int) -> list[PracticeCollection]:
    """The collections this person may read that hold this example, which they may read."""
    seen = PracticeCollection.objects.visible_to(user).filter(items__in=readable(user).filter(practice=practice_id))
    return list(seen.order_by("title", "pk"))


def search(user: Any, words: str) -> "models.QuerySet[PracticeCollection]":
    """Published collections this person may read that have these words in title or introduction, best first."""
    query = SearchQuery(words, config="english", search_type="websearch")
    seen = PracticeCollection.objects.visible_to(user).filter(state=PracticeCollection.State.PUBLISHED)
    found = seen.filter(search=query)
    ranked: models.QuerySet[PracticeCollection] = found.order_by(SearchRank(F("search"), query).desc(), "title", "pk")
    return ranked


def references(collection: PracticeCollection) -> Sequence[str]:
    """The references of everything in it, in order; for who curates it."""
    return list(collection.items.order_by("place", "pk").values_list("practice__reference", flat=True))
