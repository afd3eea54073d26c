"""How alike two short texts are, as one figure of 100 that can be explained by the words they share.

The figure is the greater of two: twice the shared words, of all words of both (words are compared by their stems, and
words that every collection uses are left out); and how many groups of three letters they share, for other spellings.
For a whole question beside short topics it is the share of the topic's words that stand in the question instead
(`covered`); a topic of one word counts half, because one word says little.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

OVERLAP = 50
"""From this figure on two items count as overlapping."""
WORTH_A_LOOK = 40
"""From this figure on the check of a question shows what is there."""
MUCH_THE_SAME = 60
"""From this figure on somebody is asked before the question is put into a form."""
FILLER = (
    *("all", "data", "number", "inform", "includ", "polic", "forc", "report", "record", "statist"),
    *("annual", "annualis", "offenc", "crime", "incid", "case", "how", "mani", "what", "mean", "relat", "use", "per"),
    *("codes", "code", "flag", "level", "year"),
)
"""Stems that say nothing about what is asked."""

ASKED = """
    asked AS MATERIALIZED (
        SELECT key, spelled, tsvector_to_array(to_tsvector('english', spelled)) AS words
        FROM unnest(%(keys)s::int[], %(texts)s::text[]) AS one(key, spelled)
    )"""
ITEMS = """
    pool AS (
        SELECT item.id AS key, item.spelled, item.words, item.collection_id
        FROM analytics_collectionitem item JOIN analytics_collection whole ON whole.id = item.collection_id
        WHERE item.removed_at IS NULL AND whole.state = 'in_use'
    )"""
TEXTS = """
    pool AS MATERIALIZED (
        SELECT key, spelled, tsvector_to_array(to_tsvector('english', spelled)) AS words
        FROM unnest(%(pool_keys)s::int[], %(pool_texts)s::text[]) AS one(key, spelled)
    )"""
PAIRS = """
    pair AS (
        SELECT asked.key AS asked, pool.key AS found, asked.spelled, pool.spelled AS theirs,
               similarity(asked.spelled, pool.spelled) AS letters,
               ARRAY(SELECT unnest(asked.words) INTERSECT SELECT unnest(pool.words) EXCEPT SELECT unnest(%(filler)s))
                   AS shared,
               (SELECT count(*) FROM unnest(asked.words) w WHERE w <> ALL(%(filler)s)) AS own,
               (SELECT count(*) FROM unnest(pool.words) w WHERE w <> ALL(%(filler)s)) AS other
        FROM asked JOIN pool ON pool.words && asked.words OR pool.spelled %% asked.spelled
    ), scored AS (
        SELECT asked, found, spelled, theirs, shared,
               round(100 * greatest(letters, CASE WHEN %(covered)s
                   THEN cardinality(shared)::numeric / greatest(other, 2)
                   ELSE 2.0 * cardinality(shared) / (own + other) END))::int AS figure
        FROM pair WHERE own > 0 AND other > 0
    )
    SELECT asked, found, figure,
        ARRAY(SELECT word FROM regexp_split_to_table(spelled, ' ') WITH ORDINALITY AS one(word, place)
              WHERE (ts_lexize('english_stem', word))[1] = ANY(shared) GROUP BY word ORDER BY min(place)),
        ARRAY(SELECT word FROM regexp_split_to_table(theirs, ' ') WITH ORDINALITY AS one(word, place)
              WHERE (ts_lexize('english_stem', word))[1] = ANY(shared) GROUP BY word ORDER BY min(place))
    FROM scored WHERE figure >= %(least)s ORDER BY asked, figure DESC, found"""


@dataclass(frozen=True)
class Alike:
    """A text that was asked about, one like it, the figure of 100, and the words they share, as each has them."""

    asked: int
    found: int
    figure: int
    shared: list[str]
    theirs: list[str]


def items_like(texts: Iterable[tuple[int, str]], *, least: int, covered: bool = False) -> list[Alike]:
    """For texts as (key, spelled): the items of collections in use that are at least this alike, the most alike first."""
    return _compared(list(texts), ITEMS, {"least": least, "covered": covered})


def texts_like(
    texts: Iterable[tuple[int, str]], pool: Sequence[tuple[int, str]], *, least: int, covered: bool = False
) -> list[Alike]:
    """The same among other texts, also as (key, spelled)."""
    if not pool:
        return []
    among = {"pool_keys": [key for key, _spelled in pool], "pool_texts": [spelled for _key, spelled in pool]}
    return _compared(list(texts), TEXTS, {**among, "least": least, "covered": covered})


def _compared(texts: Sequence[tuple[int, str]], pool: str, how: dict[str, Any]) -> list[Alike]:
    if not texts:
        return []
    asked: dict[str, Any] = {"keys": [key for key, _spelled in texts], "texts": [spelled for _key, spelled in texts]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {ASKED}, {pool}, {PAIRS}",
            {**asked, **how, "filler": list(FILLER)},
        )
        return [Alike(*row) for row in cursor.fetchall()]
