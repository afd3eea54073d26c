"""Published practice on the plan's actions, as far as the readers of a report may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.matching import published
from practice.models import BankEntry
from practice.querysets import reader_groups
from practice.vocab import RatingValue
from vkpp.accounts.models import Force

MOST = 3
MOST_READ = 300
STRONGEST_FIRST = (RatingValue.WORKS, RatingValue.PROMISING, RatingValue.NEW_INNOVATIVE)


def for_police() -> "QuerySet[Any]":
    """What the owners share with forces: a force's report may name all of it, whoever makes the report."""
    return BankEntry.objects.filter(open_to_police=True).listed()


def for_reader(user: Any) -> "QuerySet[Any]":
    """What this person finds in the bank."""
    return BankEntry.objects.visible_to(user).listed()


@dataclass(frozen=True)
class Examples:
    """What is found on an action: how many, and the first of them, the best rated first, newest first."""

    number: int = 0
    first: Sequence[Any] = ()

    @property
    def more(self) -> int:
        """How many there are beside the first."""
        return self.number - len(self.first)


def by_action(reader: Any, codes: Iterable[str], *, without: Force | None = None) -> dict[str, Examples]:
    """Code of an action → examples on it; those of force `without` left out. `reader`: a person, or None for police."""
    groups = ("police",) if reader is None else reader_groups(reader)
    known = published.best(groups, codes, without=without)
    entries = for_police() if reader is None else for_reader(reader)
    first = entries.in_bulk({number for one in known.values() for number in one.first})
    return {
        code: Examples(one.number, [first[number] for number in one.first if number in first])
        for code, one in known.items()
    }


def by_words(entries: "QuerySet[Any]", titles: Iterable[str], *, without: Force | None = None) -> dict[str, Examples]:
    """Title of an action → examples that use all its words: worth a look where no owner has linked the action itself."""
    asked = {f"said_{number}": title for number, title in enumerate(dict.fromkeys(titles))}
    if not asked:
        return {}
    words = {name: Q(practice__bank_text__search=SearchQuery(title, config="portal")) for name, title in asked.items()}
    rows = entries.filter(reduce(or_, words.values())).exclude(rating=RatingValue.DOES_NOT_WORK)
    if without is not None:
        rows = rows.exclude(force_id=without.pk)
    rows = rows.annotate(
        strength=_strength(), **{name: Case(When(said, then=True), default=False) for name, said in words.items()}
    )
    known = list(rows.order_by("strength", "-published_at", "practice_id")[:MOST_READ])
    said = {title: [entry for entry in known if getattr(entry, name)] for name, title in asked.items()}
    return {title: Examples(len(entries), entries[:MOST]) for title, entries in said.items() if entries}


def shown(entry: Any) -> dict[str, str]:
    """One example as a report prints it, with its address."""
    return {
        "title": entry.title,
        "who": entry.lead_organisation or entry.force_name,
        "rating": str(RatingValue(entry.rating).label) if entry.rating else _("Not yet rated"),
        "url": settings.SITE_URL + reverse("practice:entry", args=[entry.reference]),
        "reference": entry.reference,
    }


def _strength() -> Case:
    whens = [When(rating=value, then=Value(place)) for place, value in enumerate(STRONGEST_FIRST)]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())
