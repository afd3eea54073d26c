"""The bank in the memory of a web process: for each facet value and kind of reader, which examples have it, as bitmaps.

Counting a facet in SQL costs in proportion to the bank; here it is some thousand machine instructions. The database
stays the only truth: before each use the index reads, by one indexed query, what was written since it last looked, so
a permission taken back is gone from the next page of every process. Why and at what cost: docs/adr/0008.

Every row of the bank carries the number of the transaction that wrote it. All transactions before the oldest one still
running (`horizon`) have ended; whatever they wrote was read. So it is enough to read rows written from there on, and no
order of commits can hide one. Inside a transaction of one's own, which might yet be undone, a private index is made.
"""

import datetime as dt
import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest, nsmallest
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from pyroaring import BitMap

READERS = ("public", "police", "government")
BEST_FIRST = ("works", "promising", "new_innovative", "not_rated", "does_not_work")
PHRASES_KEPT = 6000
READ_AT_ONCE = 1000

READ = """
    SELECT pg_snapshot_xmin(now.s)::text::bigint, pg_relation_filenode('practice_bankentry')::bigint, e.practice_id,
        e.changed, e.open_to_public, e.open_to_police, e.open_to_government, e.title, e.published_at, e.review_by,
        e.updated_at, e.categories, e.strands, e.actions, e.topics, e.target_groups, e.rating, e.stage, e.scale, e.serious_violence,
        e.archived, f.code AS force, c.slug AS call
    FROM (SELECT pg_current_snapshot() AS s) AS now
    LEFT JOIN practice_bankentry e ON e.written_in >= %s
        AND (%s = 0 OR e.written_in < pg_snapshot_xmax(now.s)::text::bigint)
    LEFT JOIN accounts_force f ON f.id = e.force_id
    LEFT JOIN practice_call c ON c.id = e.call_id
"""


class Row(NamedTuple):
    """What the index reads of an entry."""

    horizon: int
    filenode: int
    id: int | None
    changed: int
    open_to_public: bool
    open_to_police: bool
    open_to_government: bool
    title: str
    published_at: dt.datetime
    review_by: dt.date
    updated_at: dt.datetime
    categories: list[str]
    strands: list[str]
    actions: list[str]
    topics: list[str]
    target_groups: list[str]
    rating: str
    stage: str
    scale: str
    serious_violence: bool | None
    archived: bool
    force: str | None
    call: str | None


# Facet → the values an entry has in it.
VALUES: dict[str, Callable[[Row], Iterable[str]]] = {
    "category": lambda row: row.categories,
    "rating": lambda row: (row.rating or "not_rated",),
    "stage": lambda row: (row.stage or "not_stated",),
    "focus": lambda row: (*row.strands, "serious_violence") if row.serious_violence else row.strands,
    "scale": lambda row: (row.scale,) if row.scale else (),
    "force": lambda row: (row.force or "other",),
    "topic": lambda row: row.topics,
    "target": lambda row: row.target_groups,
    "action": lambda row: row.actions,
    "call": lambda row: (row.call,) if row.call else (),
    "archive": lambda row: ("archived",) if row.archived else (),
    "violence": lambda row: () if row.serious_violence is None else ("true" if row.serious_violence else "false",),
}


def microseconds(moment: dt.datetime) -> int:
    """A time as a whole number, as exact as the database has it."""
    return round(moment.timestamp() * 1_000_000)


# Order → the key an entry is sorted by; the id makes it unique.
KEYS: dict[str, Callable[[Row], Any]] = {
    "newest": lambda row: (-row.published_at.timestamp(), -(row.id or 0)),
    "title": lambda row: (row.title.casefold(), row.id),
    "review": lambda row: (row.review_by.toordinal(), row.id),
    "changed": lambda row: (microseconds(row.updated_at), row.id),
}


class Order:
    """The ids of all entries in one order. What was found before another thread took an entry out may still name it."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.keys: dict[int, Any] = {}

    def put(self, entry: int, key: Any) -> None:
        """Place an entry, or move it."""
        self.remove(entry)
        self.keys[entry] = key
        self.ids.insert(bisect_left(self.ids, key, key=self.keys.__getitem__), entry)

    def remove(self, entry: int) -> None:
        """Take an entry out, if it is in."""
        if entry in self.keys:
            del self.ids[bisect_left(self.ids, self.keys[entry], key=self.keys.__getitem__)]
            del self.keys[entry]

    def fill(self, keys: dict[int, Any]) -> None:
        """Place many entries at once."""
        self.keys = keys
        self.ids = sorted(keys, key=keys.__getitem__)

    def slice(self, found: BitMap, start: int, size: int) -> list[int]:
        """Some of `found` in this order. Few are sorted; of many, the order is walked until enough were met.

        The walk takes some (start + size) × all ÷ found steps, the sorting as many as are found.
        """
        if len(found) ** 2 < (start + size) * len(self.ids):
            return nsmallest(start + size, filter(self.keys.__contains__, found), key=self.keys.__getitem__)[start:]
        met: list[int] = []
        for entry in self.ids:
            if entry in found:
                met.append(entry)
                if len(met) == start + size:
                    break
        return met[start:]

    def beyond(self, found: BitMap, place: Any, size: int, *, backwards: bool) -> list[int]:
        """Of `found` those that follow the key `place` (None: all), at most `size`; or that come before it, nearest first."""
        key = self.keys.__getitem__
        if len(found) * 8 < len(self.ids):
            there = filter(self.keys.__contains__, found)
            beside = (
                entry for entry in there if place is None or (key(entry) < place if backwards else key(entry) > place)
            )
            return nlargest(size, beside, key=key) if backwards else nsmallest(size, beside, key=key)
        start = 0 if place is None else bisect_right(self.ids, place, key=key)
        end = len(self.ids) if place is None else bisect_left(self.ids, place, key=key)
        way = range(end - 1, -1, -1) if backwards else range(start, len(self.ids))
        return list(islice((self.ids[at] for at in way if self.ids[at] in found), size))

    def since(self, place: Any) -> BitMap:
        """Everything from the key `place` on."""
        return BitMap(self.ids[bisect_left(self.ids, place, key=self.keys.__getitem__) :])

    def before(self, place: Any) -> BitMap:
        """Everything before the key `place`."""
        return BitMap(self.ids[: bisect_left(self.ids, place, key=self.keys.__getitem__)])

    def until(self, place: Any) -> BitMap:
        """Everything up to the key `place`."""
        return BitMap(self.ids[: bisect_right(self.ids, place, key=self.keys.__getitem__)])


class BankIndex:
    """The bitmaps. `lock` is held while it catches up and while a search is worked out."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.horizon = 0
        self.filenode = 0
        self.generation = 0
        self.readers: dict[str, BitMap] = {reader: BitMap() for reader in READERS}
        self.values: dict[str, dict[str, BitMap]] = {facet: {} for facet in VALUES}
        self.orders: dict[str, Order] = {name: Order() for name in KEYS}
        self.phrases: OrderedDict[tuple[str, str], BitMap | None] = OrderedDict()
        self._recent: dict[int, int] = {}
        self._stale: tuple[int, int, BitMap] = (-1, 0, BitMap())

    def catch_up(self) -> None:
        """Read what was written since the last time; everything, the first time or when the table is another one."""
        if not self.horizon:
            self._load(self._read())
            return
        rows = list(self._read())
        if rows[0].filenode != self.filenode:
            self._forget()
            self._load(self._read())
            return
        fresh = [row for row in rows if row.id is not None and self._recent.get(row.id) != row.changed]
        for row in fresh:
            self._replace(row)
        self._recent = {row.id: row.changed for row in rows if row.id is not None}
        self.horizon = rows[0].horizon
        if fresh:
            self.generation += 1
            self.phrases.clear()

    def visible(self, groups: Iterable[str], *, archived: bool = False) -> BitMap:
        """The entries open to somebody who belongs to these groups of readers; without what is archived unless asked."""
        found = BitMap.union(*(self.readers[group] for group in groups))
        return found if archived else found - self.having("archive", ["archived"])

    def stale(self, day: dt.date) -> BitMap:
        """The entries whose review was due before this day."""
        generation, known, found = self._stale
        if (generation, known) != (self.generation, day.toordinal()):
            found = self.orders["review"].before((day.toordinal(), 0))
            self._stale = (self.generation, day.toordinal(), found)
        return found

    def having(self, facet: str, values: Iterable[str]) -> BitMap:
        """The entries with any of these values."""
        return BitMap.union(BitMap(), *(self.values[facet].get(value, BitMap()) for value in values))

    def best(self, found: BitMap, size: int) -> list[int]:
        """The best rated of these, at most `size`; of those rated alike the newest first."""
        first: list[int] = []
        for rating in BEST_FIRST:
            if len(first) < size:
                rated = found & self.having("rating", [rating])
                first += self.orders["newest"].slice(rated, 0, size - len(first))
        return first

    def keep_phrase(self, pair: tuple[str, str], ids: BitMap | None, generation: int) -> None:
        """Remember which examples have a phrase in a part, unless the bank has changed since that was asked."""
        if generation == self.generation:
            self.phrases[pair] = ids
            if len(self.phrases) > PHRASES_KEPT:
                self.phrases.popitem(last=False)

    def _read(self) -> Iterator[Row]:
        """Rows written since the horizon, a few at a time; one without id when there are none."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.horizon, self.horizon])
            while some := cursor.fetchmany(READ_AT_ONCE):
                yield from map(Row._make, some)

    def _forget(self) -> None:
        fresh = BankIndex()
        fresh.generation = self.generation + 1
        lock = self.lock
        self.__dict__.update(fresh.__dict__)
        self.lock = lock

    def _load(self, rows: Iterable[Row]) -> None:
        horizon = filenode = 0
        keys: dict[str, dict[int, Any]] = {name: {} for name in KEYS}
        values: dict[tuple[str, str], list[int]] = {}
        readers: dict[str, list[int]] = {reader: [] for reader in READERS}
        for row in rows:
            horizon, filenode = row.horizon, row.filenode
            if row.id is None or not _open(row):
                continue
            for facet, of in VALUES.items():
                for value in of(row):
                    values.setdefault((facet, value), []).append(row.id)
            for reader in READERS:
                if getattr(row, f"open_to_{reader}"):
                    readers[reader].append(row.id)
            for name, key in KEYS.items():
                keys[name][row.id] = key(row)
        for (facet, value), ids in values.items():
            self.values[facet][value] = BitMap(ids)
        self.readers = {reader: BitMap(ids) for reader, ids in readers.items()}
        for name, order in self.orders.items():
            order.fill(keys[name])
        self.horizon, self.filenode = horizon, filenode
        self.generation += 1

    def _replace(self, row: Row) -> None:
        entry = row.id or 0
        for reader in READERS:
            _set(self.readers[reader], entry, getattr(row, f"open_to_{reader}"))
        for facet, values in VALUES.items():
            for members in self.values[facet].values():
                members.discard(entry)
            for value in values(row) if _open(row) else ():
                self.values[facet].setdefault(value, BitMap()).add(entry)
        for name, order in self.orders.items():
            if _open(row):
                order.put(entry, KEYS[name](row))
            else:
                order.remove(entry)


def _open(row: Row) -> bool:
    return row.open_to_public or row.open_to_police or row.open_to_government


def _set(members: BitMap, entry: int, belongs: bool) -> None:
    if belongs:
        members.add(entry)
    else:
        members.discard(entry)


_kept: dict[str, BankIndex] = {}
_making = threading.Lock()


def current() -> BankIndex:
    """The index as the bank is now."""
    if connection.in_atomic_block:
        index = BankIndex()
    else:
        with _making:
            index = _kept.setdefault(str(connection.settings_dict["NAME"]), BankIndex())
    with index.lock:
        index.catch_up()
    return index
