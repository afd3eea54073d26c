"""Learning events: materials, who came, what people say afterwards, and what the portal does by itself."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practice.actions import event_bookings, event_feedback, event_materials, event_reminding, events
from practice.events import results
from practice.models import EventFeedback, EventMaterial
from tests.factories.accounts import person
from tests.factories.events import booked, event, past
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("vkpp_staff")


def told(kind):
    return list(Notification.objects.filter(kind=kind).order_by("pk").values_list("to_id", flat=True))


# ---- materials --------------------------------------------------------------------------------------------------------
def test_file_is_served_once_it_is_clean_and_only_to_who_has_a_place(staff):
    made = event(by=staff, places=1)
    placed, waiting = booked(made, 2)
    upload = SimpleUploadedFile("Slides.txt", b"What we learned")
    material = event_materials.add_file(event=made, upload=upload, audience="booked", by=staff)

    def seen():
        people = (placed.person, waiting.person, person("contributor"), AnonymousUser())
        return [EventMaterial.objects.visible_to(user).exists() for user in people]

    assert (material.title, seen()) == ("Slides.txt", [False] * 4)
    outbox.work()
    assert seen() == [True, False, False, False]
    event_materials.remove(material=material, by=staff)
    assert seen() == [False] * 4
    event_materials.put_back(material=material, by=staff)
    assert seen() == [True, False, False, False]


def test_material_that_may_do_harm_is_refused(staff):
    made = event(by=staff)
    for name, data in (("run.exe", b"MZ"), ("empty.txt", b"")):
        upload = SimpleUploadedFile(name, data)
        with pytest.raises(Invalid):
            event_materials.add_file(event=made, upload=upload, audience="readers", by=staff)
    with pytest.raises(Invalid, match="web address in full"):
        event_materials.add_link(event=made, url="javascript:x", title="x", audience="readers", by=staff)
    with pytest.raises(NotAllowed):
        event_materials.add_link(
            event=made, url="https://x.example", title="x", audience="readers", by=person("nvap_lead")
        )

    assert not EventMaterial.objects.exists()


# ---- attendance and feedback ------------------------------------------------------------------------------------------
def test_who_came_is_noted_after_the_beginning(staff):
    made = event(by=staff, places=2)
    first, _second, waiting = booked(made, 3)
    with pytest.raises(Conflict):
        event_bookings.mark_attendance(event=made, came=[first.pk], by=staff)
    past(made)

    with pytest.raises(Invalid, match="no place"):
        event_bookings.mark_attendance(event=made, came=[waiting.pk], by=staff)
    event_bookings.mark_attendance(event=made, came=[first.pk], by=staff)

    assert list(made.bookings.order_by("pk").values_list("attended", flat=True)) == [True, False, None]


def test_two_people_note_who_came_without_undoing_what_the_other_noted(staff):
    made = event(by=staff, places=4)
    one, two, three, four = (booking.pk for booking in booked(made, 4))
    past(made)
    event_bookings.mark_attendance(event=made, came=[one, two], was=[], by=staff)

    assert event_bookings.mark_attendance(event=made, came=[three], was=[], by=staff) == 3
    assert event_bookings.mark_attendance(event=made, came=[two, three, four], was=[one, two, three], by=staff) == 3
    assert event_bookings.mark_attendance(event=made, came=[one, two, three], was=[one, two, three], by=staff) == 3

    attended = dict(made.bookings.values_list("pk", "attended"))
    assert attended == {one: False, two: True, three: True, four: True}


def scores(number=5):
    return {"useful": number, "relevant": number, "organised": number}


def test_feedback_is_of_people_who_were_there(staff):
    made = event(by=staff, places=2)
    came, missed, waiting = booked(made, 3)
    with pytest.raises(Conflict):
        event_feedback.give(booking=came, scores=scores(), by=came.person)
    past(made)
    event_bookings.mark_attendance(event=made, came=[came.pk], by=staff)
    for booking in (came, missed, waiting):
        booking.refresh_from_db()
        booking.event.refresh_from_db()

    event_feedback.give(booking=came, scores=scores(), text="Good.", by=came.person)
    event_feedback.give(booking=came, scores=scores(4), text="Very good.", by=came.person)
    for booking in (missed, waiting):
        with pytest.raises(Conflict):
            event_feedback.give(booking=booking, scores=scores(), by=booking.person)
    with pytest.raises(NotAllowed):
        event_feedback.give(booking=came, scores=scores(), by=missed.person)
    with pytest.raises(Invalid, match="1 to 5"):
        event_feedback.give(booking=came, scores={**scores(), "useful": 6}, by=came.person)

    assert EventFeedback.objects.get().text == "Very good."
    who = AuditEvent.objects.filter(verb="event.feedback").values_list("actor_id", flat=True)
    assert set(who) == {None}


def test_shared_summary_tells_nobodys_own_answer(staff):
    made = event(by=staff)
    bookings = booked(made, 12)
    past(made)
    for place, booking in enumerate(bookings):
        booking.event.refresh_from_db()
        given = {**scores(), "organised": 1 if place < 3 else 5}
        event_feedback.give(booking=booking, scores=given, by=booking.person)
        if place == 3:
            assert results.shared(made) == []

    assert [(row["good"], row["all"]) for row in results.shared(made)] == [(10, 10), (10, 10)]
    whole = results.whole(made)
    assert (whole["number"], whole["scores"][2]["counts"]) == (12, [3, 0, 0, 0, 9])


# ---- what the portal does by itself -----------------------------------------------------------------------------------
def test_people_with_a_place_are_reminded_seven_days_and_one_day_before():
    made = event(places=1)
    placed, _waiting = booked(made, 2)
    day = timezone.localdate(made.starts_at)

    for before in (8, 7, 6, 1):
        event_reminding.look_after(day=day - dt.timedelta(days=before))
        event_reminding.look_after(day=day - dt.timedelta(days=before))
        outbox.work()

    assert told("event_reminder") == [placed.person_id] * 2


def test_event_is_closed_and_who_was_there_is_asked_the_day_after():
    made = event(places=1)
    placed, _waiting = booked(made, 2, access_needs="A ramp")
    past(made)

    event_reminding.look_after(day=timezone.localdate(made.ends_at) + dt.timedelta(days=1))
    outbox.work()

    made.refresh_from_db()
    assert (made.state, told("event_feedback_due")) == ("over", [placed.person_id])
    assert set(made.bookings.values_list("access_needs", flat=True)) == {"A ramp"}


def test_confirmation_brings_the_calendar_file_with_the_link_for_who_has_a_place(staff):
    made = event(places=1)
    booked(made, 2, access_needs="Nut allergy")
    outbox.work()

    first, second = mail.outbox
    [(name, content, kind)] = first.attachments
    assert (name, kind) == (f"{made.reference}.ics", "text/calendar")
    assert "meet.example" in content.replace("\r\n ", "")
    assert second.attachments == []
    assert not any("Nut allergy" in message.body or "meet.example" in message.body for message in mail.outbox)

    events.change(event=made, values={"title": "Moved"}, by=staff)
    events.cancel(event=made, reason="Ill.", by=staff)
    outbox.work()
    last = [message for message in mail.outbox if message.attachments][-1].attachments[0][1]
    assert "SEQUENCE:2\r\n" in last
    assert "STATUS:CANCELLED\r\n" in last
