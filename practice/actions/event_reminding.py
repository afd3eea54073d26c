"""What the portal does by itself about learning events: reminders, asking how it was, closing."""

import datetime as dt
from typing import Any

from django.utils import timezone

from practice.actions import events
from practice.events import mails
from practice.events.vocab import REMINDED, BookingState, EventState
from practice.models import Booking, LearningEvent
from vkpp.core import outbox
from vkpp.core.working_days import LONDON

REMIND = "practice.remind_of_event"
ASK = "practice.ask_for_event_feedback"


def look_after(*, day: dt.date | None = None) -> int:
    """Everything of the day; returns how many reminders are owed. Running it twice owes nothing twice."""
    today = day or timezone.localdate(timezone=LONDON)
    for event in LearningEvent.objects.announced().filter(ends_at__lt=timezone.now()):
        events.finish(event=event, by=None)
    owed = 0
    for days in REMINDED:
        owed += _owe(REMIND, _of(EventState.PUBLISHED, starts_at__date=today + dt.timedelta(days=days)), today)
    return owed + _owe(ASK, _of(EventState.OVER, ends_at__date=today - dt.timedelta(days=1)), today)


def _of(state: str, **when: dt.date) -> Any:
    placed = Booking.objects.placed().filter(event__state=state).exclude(attended=False)
    return placed.filter(**{f"event__{name}": day for name, day in when.items()})


def _owe(kind: str, bookings: Any, today: dt.date) -> int:
    found = list(bookings.values_list("pk", flat=True))
    for pk in found:
        outbox.owe(kind, {"booking": pk, "day": today.isoformat()}, key=f"{kind}:{pk}:{today.isoformat()}")
    return len(found)


@outbox.handler(REMIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Remind somebody with a place; nothing when it was cancelled or has begun meanwhile."""
    booking = _booking(payload, EventState.PUBLISHED)
    if booking is not None and not booking.event.has_started:
        mails.tell_booked([booking], "event_reminder", booking.event)


@outbox.handler(ASK)
def ask_for_feedback(payload: dict[str, Any]) -> None:
    """Ask somebody who was there how it was."""
    booking = _booking(payload, EventState.OVER)
    if booking is not None and booking.attended is not False:
        mails.tell_booked([booking], "event_feedback_due", booking.event)


def _booking(payload: dict[str, Any], state: str) -> Booking | None:
    rows = Booking.objects.select_related("event", "person")
    found: Booking | None = rows.filter(pk=payload["booking"], state=BookingState.PLACED, event__state=state).first()
    return found
