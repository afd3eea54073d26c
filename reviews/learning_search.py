"""The search over reviews: words in titles, summaries, documents and agreed learning points, with the passages.

A review is found when it has all the words somewhere. Which reviews have a word comes from PostgreSQL and is kept until
something changes (reviews/learning_index.py); filters and counts are bitmaps; only the page's passages are read.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.db import connection
from pyroaring import BitMap

from practice import words
from practice.words import Question
from reviews import common_words, learning, learning_index, querysets
from reviews.common_words import PARTS
from reviews.learning_filters import Wanted
from reviews.learning_index import LearningIndex

PAGE_SIZE = 10
HAVING = "SELECT phrase, title, learning, anywhere FROM reviews_learning_having(%s, %s)"
PHRASE = """
    WITH q AS (SELECT phraseto_tsquery('english', %s) AS query)
    SELECT c.id FROM q, reviews_casereview c WHERE c.search @@ q.query AND c.id = ANY(%s)
    UNION SELECT p.review_id FROM q, reviews_learningpoint p JOIN reviews_casereview c ON c.id = p.review_id
        WHERE p.search @@ q.query AND p.final AND c.state = 'assured' AND c.id = ANY(%s)
    UNION SELECT d.review_id FROM q, reviews_page g JOIN reviews_document d ON d.id = g.document_id
        WHERE g.search @@ q.query AND d.removed_at IS NULL AND d.scan = 'clean' AND (%s OR d.marking = 'official')
        AND d.review_id = ANY(%s)
"""
FACETS = ("type", "strand", "year", "region", "force", "outcome", "harm", "state")
Ids = Mapping[str, BitMap | None]


@dataclass(frozen=True)
class Found:
    """A search and its answer: this page's reviews, how many in all, and for each facet how many each value would give.

    `loosened`: no review has all the words, these have some. `common`: words that stand in every text were left out.
    """

    wanted: Wanted
    question: Question
    ids: list[int]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    loosened: bool = False
    common: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def find(user: Any, wanted: Wanted, *, size: int = PAGE_SIZE, count: bool = True) -> Found:
    """Answer a search with what `user` may read at this moment; `count` says whether facets are counted."""
    index = learning_index.current()
    sensitive = querysets.codes(user)
    with index.lock:
        shown = learning.readable(index, user)
        if any(wanted.about()):
            shown = shown & index.counted & index.with_points(*wanted.about())
    question = words.read(wanted.text)
    tiers, loosened, common = _tiers(index, shown, question, sensitive)
    with index.lock:
        found = _answer(index, wanted, question, tiers, size)
        counts = _counts(index, wanted, tiers[-1]) if count else {}
    return replace(found, counts=counts, loosened=loosened, common=common)


def _tiers(index: LearningIndex, shown: BitMap, question: Question, sensitive: bool) -> tuple[list[BitMap], bool, bool]:
    """What is found in the title, in title, summary and learning, and anywhere; each holds the one before."""
    if not question.groups and not question.left_out:
        return [shown], False, False
    having = _having(index, question, sensitive)
    groups = [group for group in question.groups if any(having("anywhere", one) is not None for one in phrases(group))]
    if not groups and not question.left_out:
        return [BitMap()], False, True
    out = [ids for text in question.left_out if (ids := having("anywhere", text)) is not None]
    left = reduce(BitMap.difference, out, shown)

    def all_of(part: str) -> BitMap:
        return reduce(BitMap.intersection, (_group(having, part, group) for group in groups), left)

    tiers = [all_of(part) for part in PARTS]
    if tiers[-1] or len(groups) < 2:
        return tiers, False, False
    return [left & BitMap.union(*(_group(having, "anywhere", group) for group in groups))], True, False


def _group(having: Callable[[str, str], BitMap | None], part: str, group: words.Group) -> BitMap:
    """The reviews that have one thing asked for: what was typed, or words that mean the same."""
    return BitMap.union(BitMap(), *(ids for one in phrases(group) if (ids := having(part, one)) is not None))


def phrases(group: words.Group) -> list[str]:
    """What was typed and what means the same; a phrase in quotation marks keeps them and stands alone."""
    return [group.typed] if _quoted(group) else [" ".join(alternative) for alternative in group.alternatives]


def _quoted(group: words.Group) -> bool:
    return group.typed.startswith('"')


def _having(index: LearningIndex, question: Question, sensitive: bool) -> Callable[[str, str], BitMap | None]:
    """A function of a part and a phrase; asks the database once for all phrases that are not known yet."""
    asked = [one.strip('"') for group in question.groups for one in phrases(group)]
    known = _known(index, [*asked, *question.left_out], sensitive)
    quoted = [group.typed for group in question.groups if _quoted(group)]
    exact = {typed: _exact(index, typed, known, sensitive) for typed in quoted}

    def having(part: str, phrase: str) -> BitMap | None:
        return exact[phrase][part] if phrase in exact else known[phrase][part]

    return having


def _known(index: LearningIndex, phrases: Iterable[str], sensitive: bool) -> dict[str, Ids]:
    """For each phrase and part the reviews that have all its words there; None for nothing but stop words."""
    asked = list(dict.fromkeys(phrases))
    with index.lock:
        generation = index.generation
        found = {text: index.words[text, sensitive] for text in asked if (text, sensitive) in index.words}
    if missing := [text for text in asked if text not in found]:
        fetched: dict[str, Ids] = dict(common_words.known(missing, sensitive=sensitive))
        if rare := [text for text in missing if text not in fetched]:
            with connection.cursor() as cursor:
                cursor.execute(HAVING, [rare, sensitive])
                fetched |= {row[0]: dict(zip(PARTS, map(_ids, row[1:]), strict=True)) for row in cursor.fetchall()}
        found.update(fetched)
        with index.lock:
            for text, ids in fetched.items():
                index.keep_words((text, sensitive), ids, generation)
    return found


def _exact(index: LearningIndex, typed: str, known: Mapping[str, Ids], sensitive: bool) -> Ids:
    """The reviews in which a phrase stands as it was typed: of those that have its words, the texts are looked at."""
    candidates = known[typed.strip('"')]
    if candidates["anywhere"] is None or " " not in typed:
        return candidates
    with index.lock:
        generation, kept = index.generation, index.words.get((typed, sensitive))
    if kept is not None:
        return kept
    ids = list(candidates["anywhere"])
    with connection.cursor() as cursor:
        cursor.execute(PHRASE, [typed.strip('"'), ids, ids, sensitive, ids])
        exact = BitMap([row[0] for row in cursor.fetchall()])
    found: Ids = {part: (have & exact if (have := candidates[part]) is not None else None) for part in PARTS}
    with index.lock:
        index.keep_words((typed, sensitive), found, generation)
    return found


def _ids(packed: Any) -> BitMap | None:
    if packed is None:
        return None
    ids = array("I", bytes(packed))
    if sys.byteorder == "little":
        ids.byteswap()
    return BitMap(ids)


def _answer(index: LearningIndex, wanted: Wanted, question: Question, tiers: Sequence[BitMap], size: int) -> Found:
    """The page."""
    narrowed = [learning.narrowed(index, wanted, tier) for tier in tiers]
    total = len(narrowed[-1])
    pages = max(1, -(-total // size))
    wanted = wanted if wanted.page <= pages else replace(wanted, page=pages)
    by_date = wanted.order == "newest"
    ids = _page(index, narrowed[-1:] if by_date else narrowed, (wanted.page - 1) * size, size)
    return Found(wanted, question, ids, total, {})


def _counts(index: LearningIndex, wanted: Wanted, every: BitMap) -> dict[str, dict[str, int]]:
    """For each facet how many reviews each of its values would give."""
    counts = {}
    for facet in FACETS:
        among = learning.narrowed(index, wanted, every, facet)
        sizes = {value: among.intersection_cardinality(members) for value, members in index.values[facet].items()}
        counts[facet] = {value: size for value, size in sizes.items() if size}
    return counts


def _page(index: LearningIndex, tiers: Sequence[BitMap], start: int, size: int) -> list[int]:
    """Found in the title first, then in summary and learning, then in documents; the newest first in each."""
    met: list[int] = []
    before = BitMap()
    for tier in tiers:
        own, before = tier - before, tier
        if start >= len(own):
            start -= len(own)
            continue
        met += index.newest.slice(own, start, size - len(met))
        start = 0
        if len(met) == size:
            break
    return met
