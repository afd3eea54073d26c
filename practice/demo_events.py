"""Demonstration: learning events in every state, with bookings, a waiting list, materials and feedback."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from practice.actions import event_bookings, event_feedback, event_materials, event_practice, events, sharing
from practice.events import people
from practice.events.vocab import MaterialAudience
from practice.models import LearningEvent, Practice
from practice.vocab import Use
from vkpp.accounts.models import Membership, User
from vkpp.accounts.roles import RoleCode
from vkpp.core.working_days import LONDON

BANK = "https://www.college.police.uk/support-forces/practices"
FEATURED = ("safer-places-norwich", "masip-stalking", "divert-youth-lancashire")
MORE = 4
"""The first of FEATURED that there are, and so many other public examples beside them."""

TITLE = "Early help for children at risk: what works in the East"


def load() -> Iterator[str]:
    """Arranges the events once; safe to run again."""
    if LearningEvent.objects.exists():
        return
    staff = _staff()
    guests = [user for user in User.objects.filter(is_active=True).order_by("pk") if people.may_book(user)]
    practice = _practice()
    for step in (_nearly_full, _online, _over, _cancelled, _prepared):
        step(staff, guests, practice)
    yield f"{LearningEvent.objects.count()} learning events."


def _staff() -> User:
    held = Membership.objects.filter(role=RoleCode.VKPP_STAFF, ended_at=None).select_related("user").order_by("pk")
    return held[0].user


def _practice() -> list[str]:
    """References of public examples, with the permission to feature them given as the register's keeper."""
    public = Practice.objects.filter(bank_entry__open_to_public=True, owner=None).order_by("pk")
    chosen = list(public.filter(import_key__in=FEATURED))
    chosen += list(public.exclude(import_key__in=FEATURED)[:MORE])
    for example in chosen:
        sharing.give(practice=example, use=Use.FEATURE_EVENTS, by=None)
    return [example.reference for example in chosen]


def _values(days: int, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate(timezone=LONDON) + dt.timedelta(days=days)
    starts = dt.datetime.combine(day, dt.time(10), LONDON)
    return {"starts_at": starts, "ends_at": starts + dt.timedelta(hours=5), "contact": "events@vkpp.example"} | changes


def _announced(staff: User, practice: list[str], values: dict[str, Any]) -> LearningEvent:
    event = events.create(values=values, by=staff)
    event_practice.feature(event=event, references=practice, by=staff)
    events.publish(event=event, by=staff)
    return event


def _nearly_full(staff: User, guests: list[User], practice: list[str]) -> None:
    values = _values(
        24,
        title=TITLE,
        description="Three projects show what they do, what it took, and what they would do differently.\n\n"
        "For everybody who works on early help, child exploitation or schools in forces of the region.",
        region="Eastern",
        place="Norwich, The Forum",
        places=5,
    )
    event = _announced(staff, practice[:3], values)
    for place, guest in enumerate(guests[:7]):
        event_bookings.book(event=event, access_needs="A hearing loop, please." if place == 1 else "", by=guest)


def _online(staff: User, guests: list[User], practice: list[str]) -> None:
    values = _values(
        45,
        title="Stalking and harassment: two hours of practice",
        description="Short talks, then questions. The link to join is in your booking.",
        online_link="https://meet.portal.example/learning-event",
        places=200,
    )
    event = _announced(staff, practice[2:5], values)
    event_bookings.book(event=event, by=guests[0])


def _over(staff: User, guests: list[User], practice: list[str]) -> None:
    values = _values(
        20,
        title="Knife crime: what hospitals and forces do together",
        description="A morning of talks and an afternoon of workshops.",
        region="South East",
        place="Maidstone, County Hall",
        places=60,
    )
    event = _announced(staff, practice[3:6], values)
    bookings = [event_bookings.book(event=event, by=guest) for guest in guests[:12]]
    behind = _values(-12)
    times = {name: behind[name] for name in ("starts_at", "ends_at")}  # nobody may move it there by hand
    LearningEvent.objects.filter(pk=event.pk).update(**times)
    event.refresh_from_db()
    events.finish(event=event, by=staff)
    missed = bookings[2]
    came = [booking.pk for booking in bookings if booking != missed]
    event_bookings.mark_attendance(event=event, came=came, by=staff)
    event_materials.add_link(
        event=event, url=BANK, title="The College's practice bank", audience=MaterialAudience.READERS, by=staff
    )
    for place, booking in enumerate(bookings):
        if booking == missed:
            continue
        booking.refresh_from_db()
        scores = {"useful": 5 if place % 3 else 4, "relevant": 4, "organised": 5 if place % 2 else 4}
        said = {"will_do": "Ask our hospital for a meeting."} if place == 0 else {}
        event_feedback.give(booking=booking, scores=scores, by=booking.person, **said)


def _cancelled(staff: User, guests: list[User], practice: list[str]) -> None:
    values = _values(
        10,
        title="Missing children: a day with three forces",
        description="Made up to show what a cancelled event looks like.",
        region="Wales",
        place="Cardiff, City Hall",
        places=30,
    )
    event = _announced(staff, practice[:1], values)
    event_bookings.book(event=event, by=guests[0])
    events.cancel(event=event, reason="The venue is closed after a storm. We look for another day.", by=staff)


def _prepared(staff: User, _guests: list[User], practice: list[str]) -> None:
    values = _values(
        80,
        title="Adults at risk: working with health and care",
        description="To be announced when the speakers are known.",
        region="North West",
        place="Manchester",
        places=50,
    )
    event_practice.feature(event=events.create(values=values, by=staff), references=practice[1:2], by=staff)
