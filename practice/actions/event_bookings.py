"""Booking a place at a learning event. The event's row is locked first, so there are never more people than places."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.events import mails, people
from practice.events.vocab import BookingState, EventState
from practice.models import Booking, LearningEvent
from vkpp.accounts.permissions import force_of
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

LONGEST = 1000


@transaction.atomic
def book(*, event: LearningEvent, access_needs: str = "", by: Any) -> Booking:
    """A place, or the end of the waiting list when all are taken. Booking twice changes what the person needs, no more."""
    insist(people.may_book(by), _("People of policing and government book places. Ask VKPP if you want to come."))
    needs = words(access_needs, "access_needs", _("What you need"), limit=LONGEST)
    hold_row(event)
    booking = event.bookings.standing().filter(person=by).first()
    if booking is not None:
        return _need(booking, needs)
    _check_open(event)
    free = _free(event) > 0
    booking = Booking.objects.create(
        event=event,
        person=by,
        force=force_of(by),
        state=BookingState.PLACED if free else BookingState.WAITING,
        placed_at=timezone.now() if free else None,
        access_needs=needs,
    )
    audit.record(by=by, verb="event.book", target=event, after={"booking": booking.pk, "state": booking.state})
    mails.tell_booked([booking], "event_booked" if free else "event_waiting", event)
    return booking


def _need(booking: Booking, needs: str) -> Booking:
    if booking.access_needs != needs:
        booking.access_needs = needs
        booking.save(update_fields=["access_needs"])
    return booking


@transaction.atomic
def cancel(*, booking: Booking, by: Any) -> None:
    """The person does not come; the first of the waiting list gets the place. Cancelling twice changes nothing."""
    own = by is not None and booking.person_id == by.pk
    insist(own or people.arranges(by), _("A booking is cancelled by who made it, or by VKPP staff."))
    event = booking.event
    hold_row(event)
    hold_row(booking)
    if booking.state == BookingState.CANCELLED:
        return
    if event.has_started:
        raise Conflict(_("The event has begun: bookings can no longer be cancelled."), {"state": booking.state})
    before = booking.state
    booking.state, booking.cancelled_at, booking.cancelled_by = BookingState.CANCELLED, timezone.now(), by
    booking.access_needs = ""
    booking.save(update_fields=["state", "cancelled_at", "cancelled_by", "access_needs"])
    audit.record(
        by=by, verb="event.cancel_booking", target=event, before={"booking": booking.pk, "state": before}, after={}
    )
    if not own:
        mails.tell_booked([booking], "event_booking_cancelled", event)
    fill_places(event=event)


@transaction.atomic
def fill_places(*, event: LearningEvent) -> list[Booking]:
    """Give free places to the waiting list, in order, and tell those people; returns their bookings. Nobody is asked who
    may: it follows from a cancelled booking, or from more places.
    """
    hold_row(event)
    if event.state != EventState.PUBLISHED or event.has_started:
        return []
    free = max(_free(event), 0)
    moved = list(event.bookings.waiting().select_related("person")[:free])
    for booking in moved:
        booking.state, booking.placed_at = BookingState.PLACED, timezone.now()
        booking.save(update_fields=["state", "placed_at"])
        audit.record(by=None, verb="event.move_up", target=event, after={"booking": booking.pk})
    mails.tell_booked(moved, "event_moved_up", event)
    return moved


@transaction.atomic
def mark_attendance(*, event: LearningEvent, came: Collection[int], was: Collection[int] | None = None, by: Any) -> int:
    """Note who came: the bookings named, and of everybody else with a place that they did not; returns how many came.

    `was` are those that the person was shown as having come: then only what they changed is applied.
    """
    insist(people.arranges(by), _("VKPP staff note who came."))
    hold_row(event)
    if event.state == EventState.CANCELLED or not event.has_started:
        raise Conflict(_("Who came is noted once the event has begun."), {"state": event.state})
    placed = event.bookings.placed()
    if unknown := set(came) - set(placed.values_list("pk", flat=True)):
        sentence = _("These bookings have no place at this event: %(numbers)s.")
        raise Invalid({"came": [sentence % {"numbers": ", ".join(map(str, sorted(unknown)))}]})
    if was is not None:
        noted = set(placed.filter(attended=True).values_list("pk", flat=True))
        came = (noted | (set(came) - set(was))) - (set(was) - set(came))
    now = timezone.now()
    changed = placed.filter(pk__in=came).exclude(attended=True).update(
        attended=True, attended_at=now, attended_by=by
    ) + placed.exclude(pk__in=came).exclude(attended=False).update(attended=False, attended_at=now, attended_by=by)
    if changed:
        audit.record(by=by, verb="event.mark_attendance", target=event, after={"came": sorted(came)})
    return len(set(came))


@transaction.atomic
def look(*, event: LearningEvent, by: Any) -> None:
    """Log that staff opened the list of who booked, with what people need."""
    audit.record(by=by, verb="event.read_bookings", target=event)


def _check_open(event: LearningEvent) -> None:
    if event.state != EventState.PUBLISHED:
        raise Conflict(
            _("This event cannot be booked: it is cancelled, over or not announced."), {"state": event.state}
        )
    if event.has_started:
        raise Conflict(_("This event has begun. Look for the next one."), {"state": event.state})


def _free(event: LearningEvent) -> int:
    taken: int = event.bookings.placed().count()
    return event.places - taken
