"""Learning events: arranging, booking, the waiting list, what is featured."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from practice.actions import (
    authoring,
    event_bookings,
    event_materials,
    event_practice,
    events,
    sharing,
)
from practice.models import Booking, EventMaterial, FeaturedPractice, LearningEvent
from practice.vocab import Use
from tests.factories.accounts import person
from tests.factories.events import booked, draft_event, event, past
from tests.factories.practice import published_practice
from tests.races import at_once
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db

FEATURED = ("share_forces", "feature_events")


@pytest.fixture
def staff():
    return person("vkpp_staff")


def states(made):
    return list(made.bookings.order_by("pk").values_list("state", flat=True))


def told(kind):
    return list(Notification.objects.filter(kind=kind).order_by("pk").values_list("to_id", flat=True))


# ---- arranging --------------------------------------------------------------------------------------------------------
def test_only_staff_arrange_events():
    for role in ("contributor", "nvap_lead", "evidence_reviewer", "national_analyst"):
        with pytest.raises(NotAllowed):
            draft_event(by=person(role))

    assert not LearningEvent.objects.exists()


def test_event_in_preparation_is_for_staff_alone(staff):
    made = draft_event(by=staff)

    seen = [LearningEvent.objects.visible_to(user).exists() for user in (staff, person("contributor"), AnonymousUser())]
    assert seen == [True, False, False]
    events.publish(event=made, by=staff)
    assert LearningEvent.objects.visible_to(AnonymousUser()).get() == made


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"description": ""}, "description"),
        ({"place": "", "online_link": ""}, "place"),
        ({"region": "Atlantis"}, "region"),
        ({"places": 0}, "places"),
        ({"places": None}, "places"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": timezone.now()}, "ends_at"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"online_link": "http://plain.example"}, "online_link"),
        ({"contact": "nobody"}, "contact"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(staff, changes, field):
    with pytest.raises(Invalid) as refusal:
        draft_event(by=staff, **changes)

    assert list(refusal.value.errors) == [field]
    assert not LearningEvent.objects.exists()


def test_event_of_the_past_is_not_announced(staff):
    made = past(draft_event(by=staff))

    with pytest.raises(Invalid, match="must lie ahead"):
        events.publish(event=made, by=staff)


def test_change_after_somebody_elses_change_is_refused(staff):
    made = draft_event(by=staff)
    events.change(event=made, values={"title": "First"}, version=1, by=staff)

    with pytest.raises(Conflict, match="Somebody changed this"):
        events.change(event=made, values={"title": "Second"}, version=1, by=staff)

    made.refresh_from_db()
    assert (made.title, made.version) == ("First", 2)


def test_change_of_day_is_told_to_who_booked_and_counts_for_calendars(staff):
    made = event(by=staff)
    [booking] = booked(made)
    later = made.ends_at + dt.timedelta(hours=1)

    events.change(event=made, values={"description": "More."}, by=staff)
    assert (made.sequence, told("event_changed")) == (0, [])
    events.change(event=made, values={"ends_at": later}, by=staff)
    assert (made.sequence, told("event_changed")) == (1, [booking.person_id])


def test_announced_event_is_not_moved_into_the_past(staff):
    made, now = event(by=staff), timezone.now()
    gone = {"starts_at": now - dt.timedelta(days=2), "ends_at": now - dt.timedelta(days=1)}
    with pytest.raises(Invalid, match="must lie ahead"):
        events.change(event=made, values=gone, by=staff)

    past(made)
    events.change(event=made, values={"description": "With what was said."}, by=staff)
    made.refresh_from_db()
    assert made.description == "With what was said."


def test_who_moves_up_with_a_change_gets_one_mail_that_says_so(staff):
    made = event(by=staff, places=1)
    first, second = booked(made, 2)
    later = made.ends_at + dt.timedelta(hours=1)

    events.change(event=made, values={"places": 2, "ends_at": later}, by=staff)

    assert (told("event_changed"), told("event_moved_up")) == ([first.person_id], [second.person_id])


def test_link_to_join_is_not_in_the_audit_trail(staff):
    made = draft_event(by=staff)
    events.change(event=made, values={"online_link": "https://meet.example/other-room"}, by=staff)

    trail = str(list(AuditEvent.objects.filter(verb__startswith="event.").values_list("before", "after")))
    assert "meet.example" not in trail
    assert AuditEvent.objects.filter(verb="event.change").count() == 1


def test_cancelling_needs_a_reason_and_tells_everybody_with_it(staff):
    made = event(by=staff, places=1)
    both = booked(made, 2)

    with pytest.raises(Invalid, match="Give a reason"):
        events.cancel(event=made, by=staff)
    events.cancel(event=made, reason="The venue is flooded.", by=staff)

    assert told("event_cancelled") == [booking.person_id for booking in both]
    assert "The venue is flooded." in Notification.objects.filter(kind="event_cancelled").first().body
    events.reinstate(event=made, by=staff)
    assert (made.state, made.why_cancelled, made.sequence) == ("published", "", 2)
    assert states(made) == ["placed", "waiting"]


# ---- booking ----------------------------------------------------------------------------------------------------------
def test_who_comes_too_late_waits_and_moves_up_in_order():
    made = event(places=1)
    first, second, third = booked(made, 3)

    event_bookings.cancel(booking=first, by=first.person)

    assert states(made) == ["cancelled", "placed", "waiting"]
    assert told("event_moved_up") == [second.person_id]
    assert told("event_waiting") == [second.person_id, third.person_id]


def test_more_places_move_as_many_up_as_there_are(staff):
    made = event(places=1)
    booked(made, 4)

    events.change(event=made, values={"places": 3}, by=staff)

    assert states(made) == ["placed", "placed", "placed", "waiting"]
    with pytest.raises(Invalid, match="3 people have a place"):
        events.change(event=made, values={"places": 2}, by=staff)


def test_booking_twice_changes_only_what_one_needs():
    made, officer = event(), person("contributor")

    first = event_bookings.book(event=made, by=officer)
    second = event_bookings.book(event=made, access_needs="A ramp", by=officer)

    assert first == second
    assert Booking.objects.get().access_needs == "A ramp"
    assert told("event_booked") == [officer.pk]


def test_who_cancelled_books_anew_at_the_end():
    made = event(places=1)
    first, second = booked(made, 2)
    event_bookings.cancel(booking=first, by=first.person)

    again = event_bookings.book(event=made, by=first.person)

    assert again.pk != first.pk
    assert again.state == "waiting"
    second.refresh_from_db()
    assert second.state == "placed"


def test_public_and_evaluators_do_not_book():
    made = event()

    for role in ("evaluator", "peer_reviewer"):
        with pytest.raises(NotAllowed):
            event_bookings.book(event=made, by=person(role))
    event_bookings.book(event=made, by=person("national_analyst"))
    assert Booking.objects.count() == 1


def test_nothing_is_booked_or_cancelled_once_it_has_begun():
    made = event()
    [booking] = booked(made)
    past(made)

    with pytest.raises(Conflict, match="has begun"):
        booked(made)
    with pytest.raises(Conflict, match="has begun"):
        event_bookings.cancel(booking=booking, by=booking.person)


def test_nobody_cancels_for_another_but_staff(staff):
    made = event()
    [booking] = booked(made, access_needs="A ramp")

    with pytest.raises(NotAllowed):
        event_bookings.cancel(booking=booking, by=person("nvap_lead"))
    event_bookings.cancel(booking=booking, by=staff)

    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_by, booking.access_needs) == ("cancelled", staff, "")
    assert told("event_booking_cancelled") == [booking.person_id]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_book_at_once_only_as_many_get_a_place_as_there_are():
    made = event(places=3)
    people = [person("contributor") for _number in range(8)]

    def book(who):
        event_bookings.book(event=LearningEvent.objects.get(pk=made.pk), by=who)

    assert at_once(book, people) == ["done"] * 8
    assert sorted(states(made)) == ["placed"] * 3 + ["waiting"] * 5


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_twice_books_once():
    made, officer = event(), person("contributor")

    def book(who):
        event_bookings.book(event=LearningEvent.objects.get(pk=made.pk), by=who)

    assert at_once(book, [officer] * 4) == ["done"] * 4
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_once_go_to_different_people():
    made = event(places=3)
    bookings = booked(made, 7)

    def cancel(booking):
        event_bookings.cancel(booking=Booking.objects.get(pk=booking.pk), by=booking.person)

    assert at_once(cancel, bookings[:3]) == ["done"] * 3
    assert states(made) == ["cancelled"] * 3 + ["placed"] * 3 + ["waiting"]
    assert sorted(told("event_moved_up")) == [booking.person_id for booking in bookings[3:6]]


# ---- what is featured -------------------------------------------------------------------------------------------------
def test_only_published_practice_with_permission_is_featured(staff):
    made = event(by=staff)
    allowed = published_practice(permitted=FEATURED)
    for refused in (published_practice(permitted=("share_forces",)).reference, "VP-2000-00001"):
        with pytest.raises(Invalid, match="does not permit"):
            event_practice.feature(event=made, references=[allowed.reference, refused], by=staff)

    assert not FeaturedPractice.objects.exists()
    event_practice.feature(event=made, references=[allowed.reference], by=staff)
    assert FeaturedPractice.objects.get().practice == allowed
    assert told("event_featured") == [allowed.owner_id]


@pytest.mark.parametrize("how", ["revoked", "withdrawn", "closed to policing"])
def test_practice_disappears_at_once_with_its_materials_and_comes_back(staff, how):
    made, officer = event(by=staff), person("contributor")
    practice = published_practice(permitted=FEATURED)
    event_practice.feature(event=made, references=[practice.reference], by=staff)
    more = {"event": made, "audience": "readers", "by": staff}
    event_materials.add_link(url="https://example.org/a", title="About it", practice=practice, **more)
    event_materials.add_link(url="https://example.org/b", title="Programme", **more)

    def shown(user):
        featured = FeaturedPractice.objects.visible_to(user).filter(event=made).count()
        return featured, list(EventMaterial.objects.visible_to(user).values_list("title", flat=True))

    assert shown(officer) == (1, ["About it", "Programme"])
    if how == "withdrawn":
        authoring.withdraw(practice=practice, reason="Ended.", by=practice.owner)
    else:
        use = Use.FEATURE_EVENTS if how == "revoked" else Use.SHARE_FORCES
        sharing.revoke(practice=practice, use=use, by=practice.owner)
    assert shown(officer) == (0, ["Programme"])
    assert shown(staff) == (0, ["Programme"])
    if how != "withdrawn":
        sharing.give(practice=practice, use=use, by=practice.owner)
        assert shown(officer) == (1, ["About it", "Programme"])


def test_public_sees_only_public_practice_at_an_event(staff):
    made = event(by=staff)
    police = published_practice(permitted=FEATURED)
    public = published_practice(permitted=("publish_public", "feature_events"))
    event_practice.feature(event=made, references=[police.reference, public.reference], by=staff)

    seen = FeaturedPractice.objects.visible_to(AnonymousUser()).values_list("practice", flat=True)
    assert list(seen) == [public.pk]
