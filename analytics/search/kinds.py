"""What kinds of things the search over everything finds, as data: each has its own door and its own list to go on in."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.safestring import SafeString

MARK = re.compile("</?mark>")


@dataclass(frozen=True)
class Hit:
    """One thing found. Title and summary are safe to show, with <mark> around the words found."""

    href: str
    title: SafeString
    summary: SafeString
    meta: str = ""


@dataclass(frozen=True)
class Hits:
    """How many things of a kind are found, and those of the page asked for, best first.

    `note`: what was searched for instead of the words typed, as a sentence. `more`: the kind's own search, with filters.
    """

    total: int = 0
    rows: Sequence[Hit] = field(default_factory=list)
    note: str = ""
    more: str = ""


Find = Callable[[Any, str, int, int], Hits]


@dataclass(frozen=True)
class Kind:
    """A kind of thing: `find(user, words, page, size)` gives only what the person may read; `may` whether any.

    `texts`: the one table whose column `search` has all the words by which things of this kind are found.
    """

    code: str
    label: str | Promise
    find: Find
    may: Callable[[Any], bool]
    texts: type[models.Model] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; they are shown in the order in which they were added."""
    _kinds[kind.code] = kind


def of(user: Any) -> list[Kind]:
    """The kinds of which the person may read anything."""
    return [kind for kind in _kinds.values() if kind.may(user)]


def codes() -> list[str]:
    """The codes of all kinds."""
    return list(_kinds)


def find(user: Any, words: str, wanted: Sequence[tuple[Kind, int, int]]) -> list[Hits]:
    """What is found of each kind, page and size; one question first tells which kinds with a table have the words at all."""
    known = _known(words, [kind.texts for kind, _page, _size in wanted if kind.texts])
    return [
        kind.find(user, words, page, size) if kind.texts is None or kind.texts in known else Hits()
        for kind, page, size in wanted
    ]


def _known(words: str, tables: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """The tables in which any row, whoever may read it, has these words."""
    if not tables:
        return []
    columns = ", ".join(f"EXISTS (SELECT FROM {table._meta.db_table} WHERE search @@ q.words)" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM websearch_to_tsquery('english', %s) AS q (words)", [words])  # noqa: S608 - tables of our own
        row = cursor.fetchone()
    return [table for table, has in zip(tables, row, strict=True) if has]


def plain(text: SafeString) -> str:
    """What a marked text says, without its marks."""
    return unescape(MARK.sub("", text))
