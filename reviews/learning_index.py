"""Case reviews and their learning in the memory of a web process: which reviews have what, as bitmaps.

A figure of recurrent themes is the size of an intersection; a heat map of two thousand cells takes some milliseconds at
any number of learning points. The database stays the only truth (vkpp/core/followed.py); why and at what cost:
docs/adr/0012.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from pyroaring import BitMap

from practice.bank_index import Order
from vkpp.core.followed import Followed, Kept

WORDS_KEPT = 3000

READ = """
    SELECT pg_snapshot_xmin(now.s)::text::bigint, pg_relation_filenode('reviews_learningentry')::bigint, e.review_id,
        e.written_in, e.open, e.counted, e.published, e.year, e.quarter, e.state, e.type, e.force, e.region, e.outcome,
        e.age_band, e.strands, e.harm_types, e.points
    FROM (SELECT pg_current_snapshot() AS s) AS now
    LEFT JOIN reviews_learningentry e ON e.written_in >= %s
        AND (%s = 0 OR e.written_in < pg_snapshot_xmax(now.s)::text::bigint)
"""
SETTLE = "SET CONSTRAINTS reviews_learning_settle IMMEDIATE; SET CONSTRAINTS reviews_learning_settle DEFERRED"


class Row(NamedTuple):
    """What the index reads of an entry."""

    horizon: int
    filenode: int
    id: int | None
    written_in: int
    open: bool
    counted: bool
    published: str
    year: str
    quarter: str
    state: str
    type: str
    force: str
    region: str
    outcome: str
    age_band: str
    strands: list[str]
    harm_types: list[str]
    points: list[str]


class Key(NamedTuple):
    """What a learning point is about; an empty `theme` or `action` stands for every one."""

    theme: str
    action: str
    level: str
    kind: str


# Facet → the values a review has in it.
VALUES: dict[str, Callable[[Row], Iterable[str]]] = {
    "type": lambda row: (row.type,),
    "strand": lambda row: row.strands,
    "region": lambda row: (row.region,) if row.region else (),
    "force": lambda row: (row.force or "none",),
    "year": lambda row: (row.year or "none",),
    "quarter": lambda row: (row.quarter or "none",),
    "age": lambda row: (row.age_band or "none",),
    "outcome": lambda row: (row.outcome or "none",),
    "harm": lambda row: row.harm_types,
    "state": lambda row: (row.state,),
}


class LearningIndex(Followed[Row]):
    """The bitmaps. `lock` is held while it catches up and while something is counted."""

    read: ClassVar[str] = READ

    def row(self, values: Sequence[Any]) -> Row:
        """A row as the database gives it, with names."""
        return Row._make(values)

    def clear(self) -> None:
        """Forget everything."""
        self.every = BitMap()
        self.open = BitMap()
        self.counted = BitMap()
        self.values: dict[str, dict[str, BitMap]] = {facet: {} for facet in VALUES}
        self.newest = Order()
        # Key → the reviews with at least one such point, with at least two, and so on.
        self.layers: dict[Key, list[BitMap]] = {}
        self.forget()

    def forget(self) -> None:
        """Drop what was worked out from rows that have changed."""
        self.unions: dict[tuple[str, str, str, str], BitMap] = {}
        self.words: OrderedDict[tuple[str, bool], Mapping[str, BitMap | None]] = OrderedDict()

    def load(self, rows: list[Row]) -> None:
        """Take in all rows at once: ids are gathered first, as filling a bitmap at a time is quick."""
        values: dict[tuple[str, str], list[int]] = {}
        layers: dict[Key, list[list[int]]] = {}
        for row in rows:
            entry = row.id or 0
            for facet, of in VALUES.items():
                for value in of(row):
                    values.setdefault((facet, value), []).append(entry)
            for key, times in keys_of(row).items():
                many = layers.setdefault(key, [])
                while len(many) < times:
                    many.append([])
                for ids in many[:times]:
                    ids.append(entry)
        for (facet, value), ids in values.items():
            self.values[facet][value] = BitMap(ids)
        self.layers = {key: [BitMap(ids) for ids in many] for key, many in layers.items()}
        self.every = BitMap([row.id for row in rows if row.id])
        self.open = BitMap([row.id for row in rows if row.id and row.open])
        self.counted = BitMap([row.id for row in rows if row.id and row.counted])
        self.newest.fill({row.id: place(row) for row in rows if row.id})

    def replace(self, row: Row) -> None:
        """Take in a row that is new or was changed."""
        entry = row.id or 0
        self.forget()
        for members, belongs in ((self.every, True), (self.open, row.open), (self.counted, row.counted)):
            (members.add if belongs else members.discard)(entry)
        for facet, of in VALUES.items():
            for members in self.values[facet].values():
                members.discard(entry)
            for value in of(row):
                self.values[facet].setdefault(value, BitMap()).add(entry)
        for many in self.layers.values():
            for members in many:
                members.discard(entry)
        for key, times in keys_of(row).items():
            many = self.layers.setdefault(key, [])
            while len(many) < times:
                many.append(BitMap())
            for members in many[:times]:
                members.add(entry)
        self.newest.put(entry, place(row))

    def having(self, facet: str, values: Iterable[str]) -> BitMap:
        """The reviews with any of these values."""
        return BitMap.union(BitMap(), *(self.values[facet].get(value, BitMap()) for value in values))

    def keys(self, theme: str, action: str, level: str, kind: str) -> Iterable[Key]:
        """The keys of points about a theme and an action; empty words stand for every one."""
        for one in (level,) if level else LEVELS:
            for other in (kind,) if kind else KINDS:
                yield Key(theme, action, one, other)

    def with_points(self, theme: str = "", action: str = "", level: str = "", kind: str = "") -> BitMap:
        """The reviews that have such a point."""
        asked = (theme, action, level, kind)
        found = self.unions.get(asked)
        if found is None:
            sets = (many[0] for key in self.keys(*asked) if (many := self.layers.get(key)))
            found = self.unions[asked] = BitMap.union(BitMap(), *sets)
        return found

    def points(self, among: BitMap, theme: str = "", action: str = "", level: str = "", kind: str = "") -> int:
        """How many such points these reviews have."""
        return sum(
            members.intersection_cardinality(among)
            for key in self.keys(theme, action, level, kind)
            for members in self.layers.get(key, ())
        )

    def keep_words(self, pair: tuple[str, bool], ids: Mapping[str, BitMap | None], generation: int) -> None:
        """Remember which reviews have a word in a part, unless something has changed since that was asked."""
        if generation == self.generation:
            self.words[pair] = ids
            if len(self.words) > WORDS_KEPT:
                self.words.popitem(last=False)


LEVELS = ("strategic", "operational")
KINDS = ("problem", "good")


def keys_of(row: Row) -> Counter[Key]:
    """What a review's points are about, and how often; a point counts for its theme and for all themes above it."""
    found: Counter[Key] = Counter()
    for point in row.points:
        path, level, kind, codes = point.split("|")
        actions = ("", *codes.split(",")) if codes else ("",)
        for theme in ("", *path.split(">")):
            for action in actions:
                found[Key(theme, action, level, kind)] += 1
    return found


def place(row: Row) -> tuple[int, int]:
    """The place in the order newest first; of a year without a month the end counts."""
    digits = (row.published.replace("-", "") + "9999")[:8] if row.published else "0"
    return -int(digits), -(row.id or 0)


kept = Kept(LearningIndex)


def current() -> LearningIndex:
    """The index as everything is now; within a transaction, as that transaction has left it so far."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(SETTLE)
    return kept.current()
