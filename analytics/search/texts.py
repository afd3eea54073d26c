"""Finding the few things whose texts are searched as they stand: query, one page of them, and where the words are."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import models

ENGLISH = "english"


def asked(words: str) -> SearchQuery:
    """The words as the database understands them."""
    return SearchQuery(words, config=ENGLISH, search_type="websearch")


def a_page(rows: "models.QuerySet[Any]", page: int, size: int) -> tuple[int, Sequence[Any]]:
    """How many there are, and the page asked for; the last one where there are fewer."""
    if not size:
        return rows.count(), []
    counted = rows.annotate(all_found=models.Window(models.Count("*")))
    if shown := list(counted[(page - 1) * size : page * size]):
        return shown[0].all_found, shown
    total = rows.count() if page > 1 else 0
    return total, list(rows[(total - 1) // size * size :]) if total else []


def headed(rows: Sequence[Any], column: str, query: SearchQuery) -> Sequence[Any]:
    """The rows of a page, in order, each with the part of a text in which the words stand as `listing.marked` reads it."""
    headline = SearchHeadline(
        *(column, query), config=ENGLISH, start_sel="\x02", stop_sel="\x03", max_words=36, min_words=18, max_fragments=1
    )
    texts = {one.pk: one for one in rows}
    if texts:
        model = type(rows[0])
        for pk, text in model._default_manager.filter(pk__in=texts).values_list("pk", headline):
            texts[pk].headline = text
    return rows
