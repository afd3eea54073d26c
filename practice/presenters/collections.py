"""Collections of practice on their pages: what readers see of them, and what curators work with."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import facets, listing
from practice.collecting import reading
from practice.collecting.workflow import COLLECTION, may_curate
from practice.models import BankEntry, PracticeCollection
from vkpp.core import audit

PER_PAGE = 20
STORY = {
    "practice_collection.create": gettext_lazy("Started"),
    "practice_collection.change": gettext_lazy("Title, introduction or readers changed"),
    "practice_collection.add": gettext_lazy("Example added"),
    "practice_collection.note": gettext_lazy("Note changed"),
    "practice_collection.move": gettext_lazy("Example moved"),
    "practice_collection.remove": gettext_lazy("Example taken out"),
    "practice_collection.publish": gettext_lazy("Published"),
    "practice_collection.retire": gettext_lazy("Retired"),
    "practice_collection.reopen": gettext_lazy("Taken up again"),
}
EVENTS = 50


def link(collection: PracticeCollection) -> str:
    """Its page."""
    return reverse("practice:collection", args=[collection.slug])


def list_page(user: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """The collections this person may read, newest first; curators choose a state and start new ones."""
    curates = may_curate(user)
    states = PracticeCollection.State
    tab = asked.get("state", "") if curates and asked.get("state") in states.values else states.PUBLISHED.value
    seen = PracticeCollection.objects.visible_to(user).filter(state=tab)
    rows = reading.counted(seen, user).order_by("-published_at", "-created_at", "pk")
    found = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    base = reverse("practice:collections")
    tabs = [{"label": label, "href": f"{base}?state={code}", "current": code == tab} for code, label in states.choices]
    return {
        "page": found,
        "rows": [_card(one) for one in found.object_list],
        "curates": curates,
        "tabs": tabs if curates else [],
        "tab": tab,
    }


def _card(one: Any) -> dict[str, Any]:
    return {
        "one": one,
        "href": link(one),
        "lead": one.intro.split("\n", 1)[0],
        "count": listing.count_words(one.readable),
        "state": COLLECTION.state(one.state),
    }


def page(user: Any, collection: PracticeCollection) -> dict[str, Any]:
    """One collection as this person may read it."""
    labels = facets.labels()
    rows = reading.rows(collection, user)
    curates = may_curate(user)
    return {
        "one": collection,
        "items": [{"note": row["note"], "result": listing.result(row, labels)} for row in rows],
        "count": listing.count_words(len(rows)),
        "curates": curates,
        "state": COLLECTION.state(collection.state),
        "steps": [_step(collection, step) for step in COLLECTION.available(collection, user)] if curates else [],
        "public": collection.audience == collection.Audience.PUBLIC and collection.state == collection.State.PUBLISHED,
    }


def _step(collection: PracticeCollection, step: Any) -> dict[str, Any]:
    return {
        "label": step.label,
        "kind": step.button,
        "hint": step.hint,
        "href": reverse("practice:collection-step", args=[collection.slug, step.action]),
    }


def work_page(user: Any, collection: PracticeCollection) -> dict[str, Any]:
    """What curators put in order: every example with who may read it now, and what happened to the collection."""
    items = list(collection.items.select_related("practice").order_by("place", "pk"))
    entries = BankEntry.objects.visible_to(user).in_bulk([item.practice_id for item in items])
    open_now = set(reading.open_to(collection).values_list("practice_id", flat=True))
    last = len(items)
    return {
        "one": collection,
        "state": COLLECTION.state(collection.state),
        "items": [
            {
                "item": item,
                "reference": item.practice.reference,
                "entry": entries.get(item.practice_id),
                "shown": item.practice_id in open_now,
                "first": item.place == 1,
                "last": item.place == last,
            }
            for item in items
        ],
        "hidden": sum(item.practice_id not in open_now for item in items),
        "events": history(collection),
    }


def history(collection: PracticeCollection) -> list[dict[str, Any]]:
    """What happened, newest first."""
    events = audit.events_about(collection).filter(verb__in=list(STORY))[:EVENTS]
    return [
        {"title": STORY[event.verb], "by": event.actor_label, "at": event.at, "text": _detail(event)}
        for event in events
    ]


def _detail(event: Any) -> str:
    said = {**event.before, **event.after}
    parts = [str(said.get("reference", "")), str(event.reason or "")]
    if event.verb == "practice_collection.move":
        parts.append(_("from place %(a)s to %(b)s") % {"a": event.before["place"], "b": event.after["place"]})
    if event.verb == "practice_collection.note":
        parts.append(str(event.after["note"]))
    return " · ".join(part for part in parts if part)
