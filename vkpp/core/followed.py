"""What a web process keeps in memory of a table and follows: before each use it reads what was written since it last looked.

Rows carry the number of the transaction that wrote them (`written_in`). All transactions before the oldest one still
running (the horizon) have ended, and whatever they wrote was read; so it is enough to read rows written from there on,
and no order of commits can hide one. Why this is never stale: docs/adr/0008. Inside a transaction of one's own, which
might yet be undone, a private copy is made.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from django.db import connection


class Row(Protocol):
    """What is read of a row; `id` is None when there is none, and the other two columns stand alone."""

    @property
    def horizon(self) -> int:
        """The oldest transaction that had not ended when this was read."""

    @property
    def filenode(self) -> int:
        """The number of the table's file, another one when it was emptied or rewritten."""

    @property
    def id(self) -> int | None:
        """Which thing it is about."""

    @property
    def written_in(self) -> int:
        """The transaction that wrote the row."""


R = TypeVar("R", bound=Row)


class Followed(ABC, Generic[R]):
    """A copy in memory. `read` is SQL that takes the horizon twice and gives what `row` makes rows of."""

    read: ClassVar[str]

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.horizon = 0
        self.filenode = 0
        self.generation = 0
        self._recent: dict[int, int] = {}
        self.clear()

    @abstractmethod
    def row(self, values: Sequence[Any]) -> R:
        """A row as the database gives it, with names."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything."""

    @abstractmethod
    def load(self, rows: list[R]) -> None:
        """Take in all rows at once."""

    @abstractmethod
    def replace(self, row: R) -> None:
        """Take in a row that is new or was changed."""

    def catch_up(self) -> Self:
        """Read what was written since the last time; everything, the first time or when the table is another one."""
        rows = self._rows()
        if self.horizon and rows[0].filenode != self.filenode:
            self.horizon = 0
            rows = self._rows()
        first = not self.horizon
        fresh = [row for row in rows if row.id is not None and (first or self._recent.get(row.id) != row.written_in)]
        if first:
            self.clear()
            self.load(fresh)
        else:
            for row in fresh:
                self.replace(row)
        self.generation += 1 if first or fresh else 0
        self.horizon, self.filenode = rows[0].horizon, rows[0].filenode
        self._recent = {row.id: row.written_in for row in rows if row.id is not None and row.written_in >= self.horizon}
        return self

    def _rows(self) -> list[R]:
        with connection.cursor() as cursor:
            cursor.execute(self.read, [self.horizon, self.horizon])
            return [self.row(values) for values in cursor.fetchall()]


F = TypeVar("F", bound=Followed[Any])


class Kept(Generic[F]):
    """The copies of one kind, one for each database."""

    def __init__(self, made: Callable[[], F]) -> None:
        self.made = made
        self.making = threading.Lock()
        self.by_name: dict[str, F] = {}

    def current(self) -> F:
        """The copy as the table is now."""
        if connection.in_atomic_block:
            copy = self.made()
        else:
            with self.making:
                copy = self.by_name.setdefault(str(connection.settings_dict["NAME"]), self.made())
        with copy.lock:
            copy.catch_up()
        return copy
