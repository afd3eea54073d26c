"""Whatever people do in whatever order: never more of them than places, no free place while somebody waits, first come first."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.actions import event_bookings, events, sharing
from practice.models import FeaturedPractice
from practice.vocab import Use
from tests.factories.accounts import person
from tests.factories.events import event
from tests.factories.practice import published_practice
from vkpp.core.exceptions import Invalid

pytestmark = pytest.mark.django_db
PEOPLE = 5
DEEDS = st.one_of(
    st.tuples(st.just("book"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("cancel"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("places"), st.integers(1, 4)),
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def do(made, people, deed, number):
    if deed == "book":
        event_bookings.book(event=made, by=people[number])
    elif deed == "cancel":
        booking = made.bookings.standing().filter(person=people[number]).first()
        if booking is not None:
            event_bookings.cancel(booking=booking, by=people[number])
    else:
        taken = made.bookings.placed().count()
        if number < taken:
            with pytest.raises(Invalid):
                events.change(event=made, values={"places": number}, by=None)
            made.refresh_from_db()
        else:
            events.change(event=made, values={"places": number}, by=None)


@SLOW
@given(deeds=st.lists(DEEDS, max_size=25))
def test_places_are_full_before_anybody_waits_and_never_overfull(deeds):
    made = event(places=2)
    people = [person("contributor") for _number in range(PEOPLE)]

    for deed, number in deeds:
        do(made, people, deed, number)
        placed = list(made.bookings.placed().order_by("booked_at", "pk"))
        waiting = list(made.bookings.waiting())
        made.refresh_from_db()
        assert len(placed) <= made.places
        assert not waiting or len(placed) == made.places
        assert not waiting or max(row.pk for row in placed) < min(row.pk for row in waiting)
        assert len({row.person_id for row in (*placed, *waiting)}) == len(placed) + len(waiting)


@SLOW
@given(deeds=st.lists(st.tuples(st.sampled_from([Use.FEATURE_EVENTS, Use.SHARE_FORCES]), st.booleans()), max_size=8))
def test_practice_is_shown_exactly_while_both_permissions_stand(deeds):
    made, reader = event(), person("contributor")
    practice = published_practice(permitted=("share_forces", "feature_events"))
    FeaturedPractice.objects.create(event=made, practice=practice)
    standing = {Use.FEATURE_EVENTS, Use.SHARE_FORCES}

    for use, permit in deeds:
        act = sharing.give if permit else sharing.revoke
        act(practice=practice, use=use, by=practice.owner)
        standing = standing | {use} if permit else standing - {use}
        assert FeaturedPractice.objects.visible_to(reader).filter(event=made).exists() == (len(standing) == 2)
