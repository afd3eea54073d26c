"""Which examples a question finds, how well, and what the reader may have meant: bitmaps of ids from PostgreSQL's index."""

import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from practice import words
from practice.bank_index import BankIndex
from practice.words import Alternative, Group, Question

HAVING = "SELECT phrase, part, ids FROM practice_bank_having(%s, %s)"
NEAR = """
    SELECT near.word, near.likeness, practice_bank_ids_of_word(near.word) FROM (
        SELECT word, similarity(word, %s) AS likeness FROM practice_bankword WHERE word %% %s AND word <> %s
        ORDER BY likeness DESC, word LIMIT 8
    ) AS near
"""
RANKED = 200
SHORTEST_FIXED = 4

Phrases = Mapping[str, BitMap | None]


@dataclass(frozen=True)
class Match:
    """What words found: the examples of `found` have them anywhere, those of a narrower `tier` in the title or head.

    `meant` are the words searched for instead of those typed, when those found nothing; `loosened` says that only the
    words of a phrase (`words`) or only some of the words (`some`) were found; `common` are words left out because they
    are in every text.
    """

    index: BankIndex
    question: Question
    found: BitMap
    meant: str = ""
    loosened: str = ""
    common: tuple[str, ...] = ()

    def tier(self, part: str) -> BitMap:
        """Those found that have the words in this part; asked for only when a page needs it."""
        if part == "anywhere" or not self.question.groups:
            return self.found
        return self.found & _having_all(known(self.index, self.question.phrases(), part), self.question)


def match(index: BankIndex, shown: BitMap, asked: Question, *, exact: bool = False, loosen: bool = False) -> Match:
    """The examples among `shown` that a question finds.

    When there are none, misspelt words are put right (unless `exact`); when there are still none, phrases are taken as
    words and then some of the words are enough (with `loosen`).
    """
    typed = _match(index, shown, asked)
    if typed.found:
        return typed
    if not exact and (other := _corrected(index, shown, typed.question)) is not None:
        return other
    for question in typed.question.loosened() if loosen else ():
        if (other := _match(index, shown, question)).found:
            return replace(other, loosened="some" if question.any_of else "words")
    return typed


def _corrected(index: BankIndex, shown: BitMap, question: Question) -> Match | None:
    """What is found with each word that nothing has replaced by one very like it."""
    phrases = known(index, question.phrases(), "anywhere")
    better: dict[str, str] = {}
    for group in question.groups:
        nowhere = group.single and not _having(phrases, group) & shown
        if nowhere and (word := _near(shown, group.single)):
            better[group.single] = word
    if not better:
        return None
    meant = question.with_words(better)
    other = _match(index, shown, words.read(meant))
    return replace(other, meant=meant) if other.found else None


def known(index: BankIndex, asked: Iterable[str], *parts: str) -> Phrases:
    """For each phrase, who has it in the first of these parts; None for one of nothing but stop words.

    Asks the database for those not yet known, in all of the parts at once.
    """
    pairs = [(phrase, part) for part in parts for phrase in sorted(set(asked))]
    with index.lock:
        generation = index.generation
        found = {pair: index.phrases[pair] for pair in pairs if pair in index.phrases}
        for pair in found:
            index.phrases.move_to_end(pair)
    if missing := [pair for pair in pairs if pair not in found]:
        with connection.cursor() as cursor:
            cursor.execute(HAVING, [list(column) for column in zip(*missing, strict=True)])
            fetched = {(row[0], row[1]): None if row[2] is None else _ids(row[2]) for row in cursor.fetchall()}
        found.update(fetched)
        with index.lock:
            for pair, ids in fetched.items():
                index.keep_phrase(pair, ids, generation)
    return {phrase: ids for (phrase, part), ids in found.items() if part == parts[0]}


def as_tsquery(question: Question) -> tuple[str, list[str]]:
    """The question as an SQL expression of type tsquery and its parameters."""
    parts: list[str] = []
    params: list[str] = []
    for group in question.groups:
        alternatives = []
        for alternative in group.alternatives:
            alternatives.append("(" + " && ".join(["phraseto_tsquery('portal', %s)"] * len(alternative)) + ")")
            params += alternative
        parts.append("(" + " || ".join(alternatives) + ")")
    return (" || " if question.any_of else " && ").join(parts), params


def marked(column: str, question: Question) -> RawSQL:
    """A text column with \\x02 and \\x03 around the words found."""
    sql, params = as_tsquery(question)
    options = "HighlightAll=true, StartSel=\x02, StopSel=\x03"
    return RawSQL(f"ts_headline('portal', {column}, {sql}, %s)", [*params, options])  # noqa: S611 - column and sql are our own words, what was typed is in params


def by_closeness(question: Question, tier: BitMap) -> list[int]:
    """A tier, best first: found often and close together; the newest of equally good ones."""
    if not question.groups:
        return []
    sql, params = as_tsquery(question)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.practice_id FROM practice_banktext t JOIN practice_bankentry e USING (practice_id)"  # noqa: S608 - sql is made of our own words, what was typed is in params
            f" WHERE t.practice_id = ANY(%s) ORDER BY ts_rank_cd(t.search, {sql}) DESC, e.published_at DESC,"
            " t.practice_id DESC",
            [list(tier), *params],
        )
        return [row[0] for row in cursor.fetchall()]


def _match(index: BankIndex, shown: BitMap, question: Question) -> Match:
    phrases = known(index, question.phrases(), "anywhere", "title")
    groups = [group for group in question.groups if any(phrases[phrase] is not None for phrase in group.phrases())]
    common = tuple(group.typed for group in question.groups if group not in groups)
    out = [ids for text in question.left_out if (ids := phrases[text]) is not None]
    left = reduce(BitMap.difference, out, shown)
    asked = replace(question, groups=tuple(groups))
    if not groups:
        return Match(index, asked, left if question.left_out or common else BitMap(), common=common)
    return Match(index, asked, left & _having_all(phrases, asked), common=common)


def _having_all(phrases: Phrases, question: Question) -> BitMap:
    each = [_having(phrases, group) for group in question.groups]
    return BitMap.union(*each) if question.any_of else BitMap.intersection(*each)


def _having(phrases: Phrases, group: Group) -> BitMap:
    marks = (ids for mark in group.marks() if (ids := phrases[mark]) is not None)
    return BitMap.union(_all_of(phrases, group.alternatives[0]), *marks)


def _all_of(phrases: Phrases, alternative: Alternative) -> BitMap:
    sets = [ids for text in alternative if (ids := phrases[text]) is not None]
    return BitMap.intersection(*sets) if sets else BitMap()


def _ids(packed: Any) -> BitMap:
    ids = array("I", bytes(packed))
    if sys.byteorder == "little":
        ids.byteswap()
    return BitMap(ids)


def _near(shown: BitMap, word: str) -> str:
    """The most similar word of an example that this reader may read; of equally similar ones the more frequent."""
    word = word.casefold()
    if len(word) < SHORTEST_FIXED or not word.isalpha():
        return ""
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [word, word, word])
        likely = [(likeness, len(_ids(packed) & shown), near) for near, likeness, packed in cursor.fetchall()]
    return max((row for row in likely if row[1]), default=(0, 0, ""))[2]
