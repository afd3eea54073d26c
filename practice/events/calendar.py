"""Learning events as calendar files: one, or all that lie ahead."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from practice.events.links import event_page
from practice.events.vocab import EventState
from practice.models import Booking, LearningEvent
from vkpp.core.calendar_files import Meeting, as_text
from vkpp.core.models import Notification
from vkpp.core.notify import File, brings


def meeting(event: LearningEvent, *, joins: bool = False) -> Meeting:
    """The event in a calendar; with the link to join only for who has a place."""
    lines = [event.description]
    if joins and event.online_link:
        lines.append(_("Join here: %(link)s") % {"link": event.online_link})
    return Meeting(
        uid=event.reference,
        title=event.title,
        starts=event.starts_at,
        ends=event.ends_at,
        place=event.place or _("Online"),
        link=settings.SITE_URL + event_page(event),
        text="\n\n".join(lines),
        sequence=event.sequence,
        cancelled=event.state == EventState.CANCELLED,
        changed=event.updated_at,
    )


def meetings(events: Iterable[LearningEvent]) -> list[Meeting]:
    """Events as everybody may have them in a calendar."""
    return [meeting(event) for event in events]


@brings("event_booked", "event_moved_up", "event_changed", "event_cancelled")
def with_mail(message: Notification) -> Iterator[File]:
    """The calendar file that goes with a mail about a booking, as the event is now."""
    rows = Booking.objects.placed().select_related("event")
    booking = rows.filter(person=message.to, event=message.about_id).first()
    if booking is not None:
        event = booking.event
        yield f"{event.reference}.ics", as_text([meeting(event, joins=True)]), "text/calendar"
