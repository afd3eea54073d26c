"""Learning events. `event(places=2)` is announced and lies ahead; `past(event)` moves it behind us."""

import datetime as dt

from django.utils import timezone

from practice.actions import event_bookings, events
from practice.models import LearningEvent
from tests.factories.accounts import ForceFactory, person


def values(**changes):
    """What an event says: in three weeks from ten to three."""
    starts = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + dt.timedelta(days=21)
    return {
        "title": "What works against county lines",
        "description": "Three forces show what they do.",
        "region": "Eastern",
        "place": "Norwich, The Forum",
        "online_link": "https://meet.example/secret-room",
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=5),
        "places": 40,
        "contact": "events@vkpp.example",
        **changes,
    }


def draft_event(*, by=None, **changes):
    """An event in preparation."""
    ForceFactory()
    return events.create(values=values(**changes), by=by)


def event(*, by=None, **changes):
    """An announced event."""
    made = draft_event(by=by, **changes)
    events.publish(event=made, by=by)
    return made


def past(made, days=1):
    """The same event, ended so many days ago."""
    ends = timezone.now() - dt.timedelta(days=days)
    LearningEvent.objects.filter(pk=made.pk).update(starts_at=ends - dt.timedelta(hours=5), ends_at=ends)
    made.refresh_from_db()
    return made


def booked(made, number=1, **more):
    """So many new people book, one after the other."""
    return [event_bookings.book(event=made, by=person("contributor"), **more) for _place in range(number)]
