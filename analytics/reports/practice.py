"""Published practice on the plan's actions, as far as the readers of a report may see it."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from practice.models import BankEntry
from practice.vocab import RatingValue

MOST = 3
MOST_READ = 300
STRONGEST_FIRST = (RatingValue.WORKS, RatingValue.PROMISING, RatingValue.NEW_INNOVATIVE)


def for_police() -> "QuerySet[Any]":
    """What the owners share with forces: a force's report may name all of it, whoever makes the report."""
    return BankEntry.objects.filter(open_to_police=True).listed()


def for_reader(user: Any) -> "QuerySet[Any]":
    """What this person finds in the bank."""
    return BankEntry.objects.visible_to(user).listed()


def by_action(entries: "QuerySet[Any]", codes: Iterable[str], *, without: int | None = None) -> dict[str, list[Any]]:
    """Code of an action → examples on it, the best rated first, newest first; those of force `without` left out."""
    wanted = set(codes)
    rows = entries.filter(actions__overlap=sorted(wanted)).exclude(rating=RatingValue.DOES_NOT_WORK)
    if without is not None:
        rows = rows.exclude(force_id=without)
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in rows.annotate(strength=_strength()).order_by("strength", "-published_at", "practice_id"):
        for code in wanted.intersection(entry.actions):
            found[code].append(entry)
    return dict(found)


def by_words(entries: "QuerySet[Any]", titles: Iterable[str], *, without: int | None = None) -> dict[str, list[Any]]:
    """Title of an action → examples that use all its words: worth a look where no owner has linked the action itself."""
    asked = {f"said_{number}": title for number, title in enumerate(dict.fromkeys(titles))}
    if not asked:
        return {}
    words = {name: Q(practice__bank_text__search=SearchQuery(title, config="portal")) for name, title in asked.items()}
    rows = entries.filter(reduce(or_, words.values())).exclude(rating=RatingValue.DOES_NOT_WORK)
    if without is not None:
        rows = rows.exclude(force_id=without)
    rows = rows.annotate(
        strength=_strength(), **{name: Case(When(said, then=True), default=False) for name, said in words.items()}
    )
    known = list(rows.order_by("strength", "-published_at", "practice_id")[:MOST_READ])
    return {title: [entry for entry in known if getattr(entry, name)] for name, title in asked.items()}


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
