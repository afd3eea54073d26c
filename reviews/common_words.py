"""What a search asks of words that stand in many reviews: gathered by a worker, and put right by what changed since.

A word in twenty thousand reviews takes PostgreSQL some milliseconds a part, each time one is asked for the first time;
as a bitmap it is a few kilobytes. Which words are common is what PostgreSQL's own statistics say.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from pyroaring import BitMap

from reviews.models import CommonWord

PARTS = ("title", "learning", "anywhere")
COLUMNS = {"title": "title", "learning": "learning", "anywhere": "words"}
SHARE = 0.05
"""Of the reviews: a word in more of them is common."""
FEWEST = 1000
"""Below so many reviews every word is found quickly."""
MOST_CHANGED = 300
"""With more changes than this since they were gathered, what was gathered is left alone until the worker comes by."""

STATISTICS = """
    SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'reviews_learningentry' AND attname = 'words'
"""
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
GATHER = """
    SELECT coalesce(array_agg(review_id), '{{}}') FROM reviews_learningentry
    WHERE {column} @@ plainto_tsquery('simple', %s)
"""
KNOWN = """
    SELECT p.phrase, l.lexeme, w.horizon, w.title, w.learning, w.anywhere
    FROM unnest(%s) AS p (phrase)
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('english', p.phrase))) AS l (lexeme)
    LEFT JOIN reviews_commonword w ON w.lexeme = l.lexeme
        AND w.horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""
CHANGED = "SELECT review_id FROM reviews_learningentry WHERE written_in >= %s LIMIT %s"
NOW = """
    SELECT p.phrase, e.review_id, e.title @@ q.query, e.learning @@ q.query, e.words @@ q.query
    FROM unnest(%s) AS p (phrase), LATERAL (SELECT plainto_tsquery('english', p.phrase) AS query) AS q,
        reviews_learningentry e WHERE e.review_id = ANY(%s)
"""
FOR_STAFF = """
    SELECT p.phrase, e.review_id FROM unnest(%s) AS p (phrase),
        LATERAL (SELECT plainto_tsquery('english', p.phrase) AS query) AS q, reviews_learningentry e
    WHERE e.staff_words @@ q.query
"""
Ids = dict[str, BitMap]


def gather(*, share: float = SHARE, fewest: int = FEWEST) -> int:
    """Gather the common words anew; returns how many there are. Safe to run twice, and beside anything."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reviews_learningentry")
        words = _common(cursor, share) if cursor.fetchone()[0] >= fewest else []
        cursor.execute(HORIZON)
        horizon = cursor.fetchone()[0]
        rows = [
            CommonWord(lexeme=word, horizon=horizon, **{part: _gathered(cursor, part, word) for part in PARTS})
            for word in words
        ]
        CommonWord.objects.all().delete()
        CommonWord.objects.bulk_create(rows)
    return len(rows)


def _common(cursor: Any, least: float) -> list[str]:
    cursor.execute(STATISTICS)
    found = cursor.fetchone()
    if found is None:
        cursor.execute("ANALYZE reviews_learningentry (words)")
        cursor.execute(STATISTICS)
        found = cursor.fetchone()
    words, shares = found if found is not None and found[0] else ([], [])
    return [word for word, share in zip(words, shares, strict=False) if share >= least]


def _gathered(cursor: Any, part: str, word: str) -> bytes:
    cursor.execute(GATHER.format(column=COLUMNS[part]), [word])
    ids = BitMap(cursor.fetchone()[0])
    ids.run_optimize()
    return bytes(ids.serialize())


def known(phrases: Collection[str], *, sensitive: bool) -> Mapping[str, Ids]:
    """For each phrase of common words alone, and each part, the reviews that have all its words there, as it is now."""
    found, horizon = _stored(phrases)
    if not found:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [horizon, MOST_CHANGED + 1])
        changed = BitMap([row[0] for row in cursor.fetchall()])
        if len(changed) > MOST_CHANGED:
            return {}
        if changed:
            _put_right(cursor, found, changed)
        if sensitive:
            cursor.execute(FOR_STAFF, [list(found)])
            for phrase, review in cursor.fetchall():
                found[phrase]["anywhere"].add(review)
    return found


def _stored(phrases: Collection[str]) -> tuple[dict[str, Ids], int]:
    """What was gathered of the phrases all of whose words are common, and since when it may have changed."""
    words: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for phrase, word in _rows(phrases):
        words[phrase].append(word)
    of_common = {phrase: rows for phrase, rows in words.items() if all(row["horizon"] is not None for row in rows)}
    horizon = min((row["horizon"] for rows in of_common.values() for row in rows), default=0)
    return {phrase: {part: _all_of(rows, part) for part in PARTS} for phrase, rows in of_common.items()}, horizon


def _rows(phrases: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(phrases)])
        for phrase, _lexeme, horizon, *parts in cursor.fetchall():
            yield phrase, {"horizon": horizon, **dict(zip(PARTS, parts, strict=True))}


def _all_of(rows: list[Mapping[str, Any]], part: str) -> BitMap:
    return BitMap.intersection(*(BitMap.deserialize(bytes(row[part])) for row in rows))


def _put_right(cursor: Any, found: dict[str, Ids], changed: BitMap) -> None:
    for ids in found.values():
        for part in PARTS:
            ids[part] -= changed
    cursor.execute(NOW, [list(found), list(changed)])
    for phrase, review, *has in cursor.fetchall():
        for part, there in zip(PARTS, has, strict=True):
            if there:
                found[phrase][part].add(review)
