"""Mails about learning events: what happened and a link; never what somebody needs, nor what is featured."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practice.events.links import booking_page, calendar_file, event_page, feedback_page
from practice.models import Booking, LearningEvent
from practice.presenters.calls import moment
from vkpp.core import mail_topics
from vkpp.core.mail_topics import Topic
from vkpp.core.notify import notify

mail_topics.register(
    Topic(
        "events",
        _("Learning events: reminders"),
        _("7 days and 1 day before an event at which you have a place, and a question afterwards how it was."),
        ("event_reminder", "event_feedback_due"),
        85,
    )
)


def tell_booked(bookings: Iterable[Booking], kind: str, event: LearningEvent, **context: Any) -> None:
    """Owe each of these people the mail `kind`; those who have left the portal get none."""
    links = {"event_feedback_due": feedback_page, "event_booking_cancelled": event_page}
    link = reverse("practice:events") if kind == "event_cancelled" else links.get(kind, booking_page)(event)
    more = {
        "about": event,
        "when": moment(event.starts_at),
        "calendar": settings.SITE_URL + calendar_file(event),
        **context,
    }
    for booking in bookings:
        if booking.person.is_active:
            notify(to=booking.person, kind=kind, context={**more, "booking": booking}, link=link, about=event)
