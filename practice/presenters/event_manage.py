"""Learning events for staff who arrange them: who booked, who came, what to feature."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import permits
from practice.events.vocab import BookingState
from practice.models import Booking, EventMaterial, FeaturedPractice, LearningEvent
from practice.presenters.events import COLOURS, featured_for
from practice.vocab import Use

SCAN_COLOURS = {"waiting": "blue", "clean": "green", "infected": "red"}
OFFERED = 50


def participants(event: LearningEvent) -> dict[str, Any]:
    """Who has a place, who waits in which order, and who cancelled."""
    lists: dict[str, list[dict[str, Any]]] = {"placed": [], "waiting": [], "cancelled": []}
    for booking in _bookings(event):
        lists[booking.state].append({"booking": booking, "colour": COLOURS[booking.state]})
    return {
        "event": event,
        **lists,
        "came": sum(row["booking"].attended is True for row in lists["placed"]),
        "noted": any(row["booking"].attended is not None for row in lists["placed"]),
    }


def _bookings(event: LearningEvent) -> "QuerySet[Booking]":
    return Booking.objects.filter(event=event).select_related("person", "force").order_by("booked_at", "pk")


def as_table(event: LearningEvent) -> Iterator[list[Any]]:
    """Participants as rows of a file, the heading first."""
    yield [_("Name"), _("E-mail"), _("Force"), _("Booking"), _("Booked"), _("Came"), _("Needs to take part")]
    for booking in _bookings(event).exclude(state=BookingState.CANCELLED):
        yield [
            booking.person.display_name,
            booking.person.email,
            booking.force.name if booking.force else "",
            booking.get_state_display(),
            timezone.localdate(booking.booked_at).isoformat(),
            booking.attended,
            booking.access_needs,
        ]


def chosen(user: Any, event: LearningEvent, text: str) -> dict[str, Any]:
    """What the event features now, and what else can be featured, found by words of the title."""
    shown = featured_for(user, event)
    hidden = event.featured.exclude(pk__in=[row.pk for row in shown]).select_related("practice")
    offered = permits.entries(user, Use.FEATURE_EVENTS).exclude(
        practice__in=FeaturedPractice.objects.filter(event=event).values("practice")
    )
    for word in text.replace("\x00", "").split()[:8]:
        offered = offered.filter(title__icontains=word)
    if event.region and not text:
        offered = offered.order_by(_own_region_first(event.region), "-published_at")
    else:
        offered = offered.order_by("-published_at")
    return {
        "event": event,
        "featured": shown,
        "hidden": list(hidden),
        "offered": offered[:OFFERED],
        "more": offered.count() > OFFERED,
        "q": text,
    }


def _own_region_first(region: str) -> Any:
    return Case(When(region=region, then=Value(0)), default=Value(1))


def materials(event: LearningEvent, user: Any) -> list[dict[str, Any]]:
    """What is handed out, with the state of each file."""
    rows = EventMaterial.objects.visible_to(user).filter(event=event).select_related("practice")
    return [{"material": row, "colour": SCAN_COLOURS[row.scan]} for row in rows]
