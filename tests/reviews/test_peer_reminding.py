"""Days of a peer review: who is reminded of them, once, and not when it was done meanwhile."""

import datetime as dt

import pytest
from django.core import mail

from reviews.actions import factual, peer_reminding
from tests.reviews.fieldwork import a_field, drafted, ended, judged
from vkpp.core import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    field = a_field()
    judged(field)
    drafted(field)
    field.review.refresh_from_db()
    return field


def sent(subject):
    """To whom a mail with this subject went since the last time."""
    outbox.work()
    found = sorted(one.to[0] for one in mail.outbox if one.subject == subject)
    mail.outbox.clear()
    return found


def test_force_is_reminded_of_comments_until_it_is_done(field):
    due, subject = field.review.comments_due_on, f"Comments are due: peer review {field.review.reference}"
    soon, late = due - dt.timedelta(days=7), due + dt.timedelta(days=1)

    assert [peer_reminding.remind(day=soon), peer_reminding.remind(day=soon)] == [1, 1]
    assert sent(subject) == sorted([field.lead.email, field.chief.email])
    assert peer_reminding.remind(day=soon + dt.timedelta(days=1)) == 0
    peer_reminding.remind(day=late)
    factual.done(review=field.review, by=field.lead)

    assert sent(subject) == []
    assert peer_reminding.remind(day=due - dt.timedelta(days=2)) == 0


def test_team_is_reminded_of_the_follow_up(field):
    ended(field)
    field.review.refresh_from_db()
    team = {one.person.email for one in field.review.team.all()}
    sent("")

    assert peer_reminding.remind(day=field.review.follow_up_on - dt.timedelta(days=2)) == 1
    assert sent(f"Follow-up: peer review {field.review.reference}") == sorted({field.staff.email, *team})
