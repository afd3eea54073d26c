"""Learning events as readers see them: the list, one event, the regions."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import facets, listing, search
from practice.actions.event_feedback import may_say
from practice.events import people, regions, results
from practice.events.links import booking_page, event_page
from practice.events.vocab import BookingState, EventState
from practice.events.workflow import EVENT
from practice.filters import Wanted
from practice.models import Booking, EventMaterial, FeaturedPractice, LearningEvent
from practice.presenters.calls import moment
from vkpp.accounts.models import Force, ForceKind
from vkpp.core.models import Marking
from vkpp.core.working_days import LONDON

PER_PAGE = 20
SHOWN = 10
COLOURS = {"placed": "green", "waiting": "yellow", "cancelled": "grey"}


def when(event: LearningEvent) -> str:
    """21 November 2026 at 10am to 3pm, on London's clock."""
    starts, ends = (timezone.localtime(value, LONDON) for value in (event.starts_at, event.ends_at))
    last = moment(event.ends_at)
    if starts.date() == ends.date():
        last = last.removeprefix(_("%(day)s at %(clock)s") % {"day": date_format(ends, "j F Y"), "clock": ""})
    return _("%(first)s to %(last)s") % {"first": moment(event.starts_at), "last": last}


def state_of(user: Any, event: LearningEvent) -> dict[str, str]:
    """Its state in words; one that has ended is over, also while nobody has closed it."""
    code = EventState.OVER if event.state == EventState.PUBLISHED and event.has_ended else event.state
    state = EVENT.state(code)
    return {"label": str(state.label if people.arranges(user) else state.public_label), "colour": state.colour}


def counted() -> dict[str, Count]:
    """How many have a place, and how many wait: to annotate events with."""
    return {f"n_{name}": Count("bookings", filter=Q(bookings__state=name)) for name in ("placed", "waiting")}


def room(event: Any) -> str:
    """How many places are free, in words; nothing once it has begun."""
    if event.state != EventState.PUBLISHED or event.has_started:
        return ""
    free = event.places - event.n_placed
    if free > 0:
        words = ngettext("%(free)s of %(all)s place free", "%(free)s of %(all)s places free", event.places)
        return words % {"free": free, "all": event.places}
    return _("Fully booked, %(waiting)s on the waiting list") % {"waiting": event.n_waiting}


# ---- the list ---------------------------------------------------------------------------------------------------------
def listed(user: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """Upcoming or past events, of one region or all; staff also see those being prepared."""
    events = LearningEvent.objects.visible_to(user)
    known = regions.everything()
    region = next((one for one in known if one.slug == data.get("region")), None)
    if region is not None:
        events = events.filter(Q(region=region.name) | Q(region=""))
    tab = "past" if data.get("tab") == "past" else "upcoming"
    shown = events.past() if tab == "past" else events.upcoming()
    page = Paginator(shown.annotate(**counted()), PER_PAGE).get_page(data.get("page"))
    keep = {"region": region.slug} if region else {}
    return {
        "page": page,
        "rows": rows(user, page),
        "tabs": [
            {"label": label, "href": f"?{urlencode({'tab': name, **keep})}", "current": name == tab, "count": None}
            for name, label in (("upcoming", _("Upcoming")), ("past", _("Past")))
        ],
        "tab": tab,
        "regions": known,
        "region": region,
        "arranges": people.arranges(user),
        "books": people.may_book(user),
    }


def rows(user: Any, events: Iterable[Any]) -> list[dict[str, Any]]:
    """Events as rows of a list; with this person's bookings, asked for once."""
    shown = list(events)
    mine = {
        row.event_id: row
        for row in Booking.objects.visible_to(user).standing().filter(person_id=user.pk, event__in=shown)
    }
    return [
        {
            "event": event,
            "url": event_page(event),
            "when": when(event),
            "where": event.place or _("Online"),
            "region": event.region or _("All regions"),
            "room": room(event),
            "state": state_of(user, event),
            "booked": _booked(mine.get(event.pk), event),
        }
        for event in shown
    ]


def _booked(booking: Booking | None, event: LearningEvent) -> dict[str, str] | None:
    """What somebody who booked has, or had."""
    if booking is None:
        return None
    if event.has_ended:
        words = _("You were there") if booking.attended else _("You had booked")
        return {"label": words, "colour": "grey"}
    placed = booking.state == BookingState.PLACED
    return {"label": _("You have a place") if placed else _("You are waiting"), "colour": COLOURS[booking.state]}


# ---- one event --------------------------------------------------------------------------------------------------------
def page(user: Any, event: Any) -> dict[str, Any]:
    """An event as this person sees it. `event` comes with `counted()`."""
    booking = Booking.objects.visible_to(user).standing().filter(event=event, person_id=user.pk).first()
    featured = featured_for(user, event)
    staff = people.arranges(user)
    return {
        "event": event,
        "when": when(event),
        "state": state_of(user, event),
        "room": room(event),
        "region": event.region or _("All regions"),
        "featured": featured,
        "missing": _missing(event, featured) if staff else [],
        "materials": EventMaterial.objects.visible_to(user).filter(event=event),
        "booking": booking,
        "booked": _booked(booking, event),
        "booking_url": booking_page(event),
        "joins": staff or (booking is not None and booking.state == BookingState.PLACED),
        "may_book": people.may_book(user) and booking is None and bookable(event),
        "bookable": bookable(event),
        "full": event.n_placed >= event.places,
        "may_say": booking is not None and may_say(booking),
        "summary": results.shared(event) if event.has_ended else None,
        "arranges": staff,
        "steps": [step for step in EVENT.available(event, user) if step.missing is None or not step.missing(event)]
        if staff
        else [],
        "marking": _marking(featured),
    }


def bookable(event: LearningEvent) -> bool:
    """Whether places can be booked now."""
    return event.state == EventState.PUBLISHED and not event.has_started


def featured_for(user: Any, event: LearningEvent) -> list[FeaturedPractice]:
    """What the event is about, as far as this reader may read it and its owner permits showing it here."""
    seen = FeaturedPractice.objects.visible_to(user).filter(event=event)
    return list(seen.select_related("practice__bank_entry").order_by("order", "pk"))


def _missing(event: LearningEvent, featured: Iterable[FeaturedPractice]) -> list[str]:
    """References of examples that were chosen and are not shown any more: a permission was taken back."""
    rest = event.featured.exclude(pk__in=[row.pk for row in featured])
    return list(rest.values_list("practice__reference", flat=True))


def _marking(featured: Iterable[FeaturedPractice]) -> str:
    sensitive = any(row.practice.marking == Marking.OFFICIAL_SENSITIVE for row in featured)
    return Marking.OFFICIAL_SENSITIVE.value if sensitive else Marking.OFFICIAL.value


# ---- one's own --------------------------------------------------------------------------------------------------------
def mine(user: Any) -> dict[str, Any]:
    """A person's bookings: what lies ahead, and what they have been to."""
    found = Booking.objects.filter(person_id=user.pk).standing().select_related("event")
    own = [
        {
            "booking": booking,
            "event": booking.event,
            "url": booking_page(booking.event),
            "when": when(booking.event),
            "state": _booked(booking, booking.event),
            "event_state": state_of(user, booking.event),
            "may_say": may_say(booking),
        }
        for booking in found.order_by("event__starts_at", "pk")
    ]
    return {
        "ahead": [row for row in own if not row["event"].has_ended],
        "behind": [row for row in reversed(own) if row["event"].has_ended],
    }


# ---- regions ----------------------------------------------------------------------------------------------------------
def region(user: Any, found: regions.Region) -> dict[str, Any]:
    """A region: its events, its forces, and their practice as far as this reader may read it."""
    forces = list(Force.objects.filter(region=found.name, kind=ForceKind.TERRITORIAL))
    wanted = Wanted(chosen={"force": tuple(force.code for force in forces)})
    practice = search.find(user, wanted, size=SHOWN)
    labels = facets.labels()
    ahead = LearningEvent.objects.visible_to(user).filter(Q(region=found.name) | Q(region="")).upcoming()
    events = ahead.exclude(state=EventState.CANCELLED).annotate(**counted())
    return {
        "region": found,
        "forces": forces,
        "events": rows(user, events[:SHOWN]),
        "found": practice,
        "results": [listing.result(row, labels) for row in search.rows(user, practice)],
        "count": listing.count_words(practice.total),
        "all_href": f"{reverse('practice:bank')}?{wanted.query()}",
    }


def all_regions() -> list[dict[str, Any]]:
    """Every region with its forces."""
    forces: dict[str, list[Force]] = {}
    for force in Force.objects.filter(kind=ForceKind.TERRITORIAL).order_by("name"):
        forces.setdefault(force.region, []).append(force)
    return [{"region": one, "forces": forces.get(one.name, [])} for one in regions.everything()]
