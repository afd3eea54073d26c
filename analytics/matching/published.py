"""Published practice on actions, force by force, from the bank in memory: as quick at 100,000 examples as at 100."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from practice import bank_index
from practice.bank_index import BEST_FIRST, BankIndex
from practice.models import BankEntry
from practice.querysets import reader_groups
from practice.vocab import RatingValue
from vkpp.accounts.models import Force

SHOWN = 3
NO_FORCE = "other"


@dataclass(frozen=True)
class Published:
    """What is published on an action, by one force or by many: how many, the best rating, the best of them by number."""

    number: int
    best: str
    first: tuple[int, ...]


def on_action(user: Any, code: str) -> dict[str, Published]:
    """Code of the force → what it has published on the action, as far as this person may read it."""
    index, groups = bank_index.current(), reader_groups(user)
    with index.lock:
        seen = index.visible(groups) & index.having("action", [code])
        rated = [(rating, seen & index.having("rating", [rating])) for rating in BEST_FIRST]
        found = {}
        for force, entries in index.values["force"].items():
            if force != NO_FORCE and (mine := seen & entries):
                found[force] = _published(index, mine, rated)
        return found


def _published(index: BankIndex, mine: Any, rated: Iterable[tuple[str, Any]]) -> Published:
    first: list[int] = []
    best = ""
    for rating, entries in rated:
        if len(first) < SHOWN and (fitting := mine & entries):
            best = best or rating
            first += index.orders["newest"].slice(fitting, 0, SHOWN - len(first))
    return Published(len(mine), best, tuple(first))


def best(groups: Collection[str], codes: Iterable[str], *, without: Force | None = None) -> dict[str, Published]:
    """Code of the action → what these kinds of reader find on it and nobody rated as failing, but for one force's own."""
    index = bank_index.current()
    with index.lock:
        seen = index.visible(groups)
        if without is not None:
            seen -= index.having("force", [without.code])
        fitting = [rating for rating in BEST_FIRST if rating != RatingValue.DOES_NOT_WORK]
        rated = [(rating, seen & index.having("rating", [rating])) for rating in fitting]
        seen &= index.having("rating", fitting)
        about = {code: seen & index.having("action", [code]) for code in codes}
        return {code: _published(index, entries, rated) for code, entries in about.items() if entries}


def titles(user: Any, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Number → reference, title and rating of these examples."""
    rows = BankEntry.objects.visible_to(user).filter(pk__in=list(ids))
    return {row["practice_id"]: row for row in rows.values("practice_id", "reference", "title", "rating")}


def forces(user: Any, codes: Iterable[str]) -> dict[str, set[str]]:
    """Code of the action → codes of the forces that have published practice on it."""
    index, groups = bank_index.current(), reader_groups(user)
    with index.lock:
        seen = index.visible(groups)
        found = {}
        for code in codes:
            about = seen & index.having("action", [code])
            found[code] = {
                force
                for force, entries in index.values["force"].items()
                if force != NO_FORCE and about.intersect(entries)
            }
        return found


def counts(user: Any, codes: Iterable[str]) -> dict[str, int]:
    """Code of the action → examples on it that are not rated as failing."""
    index, groups = bank_index.current(), reader_groups(user)
    with index.lock:
        seen = index.visible(groups) - index.having("rating", [RatingValue.DOES_NOT_WORK])
        about = index.values["action"]
        return {code: seen.intersection_cardinality(about[code]) if code in about else 0 for code in codes}


def allowed(user: Any, code: str, force: str, references: Iterable[str]) -> set[str]:
    """Which of these references are examples of the force on the action that this person may read."""
    rows = BankEntry.objects.visible_to(user).filter(reference__in=list(references), actions__contains=[code])
    return set(rows.filter(practice__force__code=force).values_list("reference", flat=True))
