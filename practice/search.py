"""The bank as somebody searches it: what they may read, narrowed by words and facets, counted, sorted, page by page."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.utils import timezone
from pyroaring import BitMap

from practice import bank_index, matching, words
from practice.bank_index import BankIndex
from practice.filters import Wanted
from practice.matching import Match
from practice.models import BankEntry
from practice.querysets import reader_groups

PAGE_SIZE = 20
SHOWN = (
    *("practice_id", "reference", "title", "summary", "lead_organisation", "force_name", "categories", "strands"),
    *("rating", "stage", "scale", "serious_violence", "started", "review_by", "published_at"),
    *("first_published_at", "archived"),
)
Counts = Mapping[str, Mapping[str, int]]
Crossed = Mapping[str, tuple[int, Counts]]


@dataclass(frozen=True)
class Found:
    """A search and its answer: how many in all, this page's ids, and for each facet how many each value would give."""

    wanted: Wanted
    ids: list[int]
    total: int
    counts: Counts
    match: Match | None

    @property
    def meant(self) -> str:
        """The words searched for instead of those typed."""
        return self.match.meant if self.match else ""

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def find(
    user: Any,
    wanted: Wanted,
    *,
    size: int = PAGE_SIZE,
    count: bool = True,
    only: BitMap | None = None,
    loosen: bool = False,
) -> Found:
    """Answer a search with what `user` may read at this moment; `only` leaves out everything else.

    With `loosen`, words that no example has together find those that have some of them.
    """
    index, shown, match = _words(user, wanted, loosen=loosen)
    shown = shown if only is None else shown & only
    narrowed = _narrowed(index, wanted, shown)
    found = narrowed("")
    pages = max(1, -(-len(found) // size))
    wanted = wanted if wanted.page <= pages else wanted.changed(page=pages)
    counts = _counts(index, wanted, narrowed) if count else {}
    ids = _page(index, wanted, match, found, (wanted.page - 1) * size, size)
    return Found(wanted, ids, len(found), counts, match)


def walk(
    user: Any, wanted: Wanted, *, order: str, place: Any, size: int, backwards: bool, only: BitMap | None = None
) -> list[tuple[int, Any]]:
    """What a search finds that follows `place` (a key of the order; None: from the start), with the key of each."""
    index, shown, _match = _words(user, wanted, loosen=True)
    found = _narrowed(index, wanted, shown if only is None else shown & only)("")
    with index.lock:
        keys = index.orders[order].keys
        return [(entry, keys[entry]) for entry in index.orders[order].beyond(found, place, size, backwards=backwards)]


def since(*, updated: dt.datetime | None, published: dt.datetime | None) -> BitMap | None:
    """Everything changed, and published, at these times or later; None when neither is asked for."""
    if updated is None and published is None:
        return None
    index = bank_index.current()
    with index.lock:
        sets = [index.orders["changed"].since((bank_index.microseconds(updated), 0))] if updated else []
        if published:
            sets.append(index.orders["newest"].until((-published.timestamp(), 0)))
    return BitMap.intersection(*sets)


def each(user: Any, searches: Sequence[Wanted]) -> list[BitMap]:
    """The ids that each of several searches finds for `user` now, to the letter; asks no more for many than for one."""
    index = bank_index.current()
    with index.lock:
        shown = index.visible(reader_groups(user), archived=True)
    same = words.synonyms()
    questions = [words.read(wanted.text, same) for wanted in searches]
    matching.known(index, {phrase for question in questions for phrase in question.phrases()}, "anywhere", "title")
    found = []
    for wanted, question in zip(searches, questions, strict=True):
        own = matching.match(index, shown, question, exact=True).found if wanted.text else shown
        found.append(_narrowed(index, wanted, own)(""))
    return found


def crossed(user: Any, wanted: Wanted, across: str, by: Sequence[str], only: BitMap | None = None) -> Crossed:
    """Value of the facet `across` → how many a search finds with it, and of these how many have each value in `by`.

    As in the counts beside the list, what is chosen in `across` itself is left out: each of its values has its own.
    """
    index, shown, _match = _words(user, wanted, loosen=True)
    found = _narrowed(index, wanted, shown if only is None else shown & only)(across)
    with index.lock:
        own = {value: mine for value, members in index.values[across].items() if (mine := found & members)}
        return {
            value: (len(mine), {facet: _counted(index.values[facet], mine) for facet in by})
            for value, mine in own.items()
        }


def rows(user: Any, found: Found) -> list[dict[str, Any]]:
    """What the list shows of this page's examples, in its order; words found are marked with \\x02 and \\x03."""
    entries = BankEntry.objects.visible_to(user).filter(pk__in=found.ids)
    marks = {}
    if found.match and found.match.question.groups:
        marks = {f"marked_{name}": matching.marked(name, found.match.question) for name in ("title", "summary")}
    by_id = {row["practice_id"]: row for row in entries.values(*SHOWN, **marks)}
    return [by_id[entry] for entry in found.ids if entry in by_id]


def _words(user: Any, wanted: Wanted, *, loosen: bool) -> tuple[BankIndex, BitMap, Match | None]:
    index = bank_index.current()
    with index.lock:
        shown = index.visible(reader_groups(user), archived=True)
    if not wanted.text:
        return index, shown, None
    match = matching.match(index, shown, words.read(wanted.text), exact=wanted.exact, loosen=loosen)
    return index, match.found, match


def _narrowed(index: BankIndex, wanted: Wanted, shown: BitMap) -> Callable[[str], BitMap]:
    """A function that gives what is shown narrowed by all chosen facets but one (none: by all).

    What is archived is left out unless it is chosen.
    """
    with index.lock:
        kept = _upkeep(index, shown)
        sets = {facet: index.having(facet, values) for facet, values in wanted.chosen.items() if facet != "upkeep"}
        asked = wanted.chosen.get("upkeep", ("current", "stale"))
        sets["upkeep"] = BitMap.union(BitMap(), *(kept[value] for value in asked if value in kept))

    def but(left_out: str) -> BitMap:
        return reduce(BitMap.intersection, (have for facet, have in sets.items() if facet != left_out), shown)

    return but


def _counts(index: BankIndex, wanted: Wanted, narrowed: Callable[[str], BitMap]) -> Counts:
    found = narrowed("")
    with index.lock:
        counts = {
            facet: _counted(values, narrowed(facet) if facet in wanted.chosen else found)
            for facet, values in index.values.items()
        }
        kept = _upkeep(index, narrowed("upkeep"))
    return counts | {"upkeep": {value: len(members) for value, members in kept.items() if members}}


def _upkeep(index: BankIndex, among: BitMap) -> dict[str, BitMap]:
    """Current, past its review date, archived: each example is in one of them."""
    archived, stale = index.having("archive", ["archived"]), index.stale(timezone.localdate())
    return {"current": among - stale - archived, "stale": (among & stale) - archived, "archived": among & archived}


def _counted(values: Mapping[str, BitMap], among: BitMap) -> dict[str, int]:
    return {value: n for value, members in values.items() if (n := among.intersection_cardinality(members))}


def _page(index: BankIndex, wanted: Wanted, match: Match | None, found: BitMap, start: int, size: int) -> list[int]:
    order = wanted.order
    if order != "relevance" or match is None:
        with index.lock:
            return index.orders["newest" if order == "relevance" else order].slice(found, start, size)
    return _best(index, match, found, start, size)


def _best(index: BankIndex, match: Match, found: BitMap, start: int, size: int) -> list[int]:
    """Found in the title first, then in the head, then anywhere. Only tiers that the page touches are sorted."""

    def newest(tier: BitMap, first: int, many: int) -> list[int]:
        with index.lock:
            return index.orders["newest"].slice(tier, first, many)

    met: list[int] = []
    before = BitMap()
    for part in ("title", "head", "anywhere"):
        tier = match.tier(part) & found
        own = tier - before
        before = before | tier
        if start >= len(own):
            start -= len(own)
            continue
        wanted = size - len(met)
        if len(own) > matching.RANKED or not match.question.groups:
            met += newest(own, start, wanted)
        else:
            met += matching.by_closeness(match.question, own)[start : start + wanted]
        start = 0
        if len(met) == size:
            break
    return met
