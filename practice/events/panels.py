"""Where learning events show: under the bank's heading, at home, and on the page of an example."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import demo_events, permits, places
from practice.actions import event_materials as _materials  # noqa: F401 - registers what it does for the outbox
from practice.actions import event_reminding as _reminding  # noqa: F401 - as above
from practice.events import calendar as _calendar  # noqa: F401 - registers the files that go with mails
from practice.events import docs, people, regions, words
from practice.events.links import booking_page, event_page
from practice.events.vocab import BookingState, EventState
from practice.models import BankEntry, Booking, FeaturedPractice, LearningEvent
from practice.presenters.events import when
from practice.vocab import Use
from vkpp.accounts.models import Force, ForceKind
from vkpp.core import audit_words, derived_docs, loading, panels
from vkpp.core.navigation import NavItem

SHOWN = 5


def register() -> None:
    """Fill the places; tell the documents of the workflow."""
    audit_words.register(words.AUDIT)
    derived_docs.register("workflows.md", docs.workflows, order=140)
    loading.register_demo(36, demo_events.load)
    places.register(NavItem(gettext_lazy("Learning events"), "practice:events", 50))
    places.register(NavItem(gettext_lazy("Regions"), "practice:regions", 52))
    panels.register("home_aside", panels.Panel("_components/due_list.html", my_bookings, order=35))
    panels.register("force_page_aside", panels.Panel("practice/event_force.html", beside_force, order=60))
    panels.register("practice_entry_aside", panels.Panel("practice/event_entry.html", beside_example, order=60))


def my_bookings(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The events to which the person comes, or would like to."""
    if not people.may_book(request.user):
        return None
    rows = Booking.objects.visible_to(request.user).standing().filter(person_id=request.user.pk)
    ahead = rows.filter(event__ends_at__gte=timezone.now()).exclude(event__state=EventState.CANCELLED)
    found = list(ahead.select_related("event").order_by("event__starts_at", "pk")[:SHOWN])
    if not found:
        return None
    items = [
        {
            "title": booking.event.title,
            "href": booking_page(booking.event),
            "due": booking.event.starts_at,
            "note": "" if booking.state == BookingState.PLACED else _("Waiting list"),
        }
        for booking in found
    ]
    return {"title": _("Your bookings"), "items": items, "empty": ""}


def beside_example(_request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """Events that lie ahead at which the example is featured, while its owner permits that."""
    assert isinstance(thing, BankEntry)
    ahead = {"event__state": EventState.PUBLISHED, "event__ends_at__gte": timezone.now()}
    live = FeaturedPractice.objects.filter(permits.permitted(Use.FEATURE_EVENTS), practice=thing.pk, **ahead)
    events = [row.event for row in live.select_related("event").order_by("event__starts_at", "pk")[:SHOWN]]
    found = [{"title": event.title, "url": event_page(event), "when": when(event)} for event in events]
    return {"events": found, "all_url": reverse("practice:events")} if found else None


def beside_force(_request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The force's region, with the events there that lie ahead."""
    assert isinstance(thing, Force)
    if thing.kind != ForceKind.TERRITORIAL or not thing.region:
        return None
    ahead = LearningEvent.objects.announced().upcoming().filter(region=thing.region)
    found = [{"title": event.title, "url": event_page(event), "when": when(event)} for event in ahead[:SHOWN]]
    return {"region": regions.Region(thing.region, slugify(thing.region)), "events": found}
