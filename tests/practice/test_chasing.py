"""Nothing waits unseen: one digest a day to each person with something overdue, and the cards of the home page."""

import datetime as dt

import pytest
from django.utils import timezone

from practice.actions import chasing, rating, triage
from practice.models import Assignment, Practice
from practice.tasks import chase_overdue
from tests.factories.accounts import person
from tests.factories.assess import rate, staged_decision, taken_forward_practice
from tests.factories.practice import submitted_practice
from vkpp.accounts import actions as accounts
from vkpp.core import outbox
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - dt.timedelta(days=1)


def late(practice):
    Practice.objects.filter(pk=practice.pk).update(due_at=YESTERDAY)
    return practice


def digests():
    """Who was told what: address → body."""
    outbox.work()
    return dict(Notification.objects.filter(kind="practice_overdue").values_list("to__email", "body"))


def test_unclaimed_overdue_examples_are_told_to_all_staff():
    staff, colleague, reviewer = person("vkpp_staff"), person("vkpp_staff"), person("evidence_reviewer")
    practice = late(submitted_practice())
    submitted_practice()

    chase_overdue()

    told = digests()
    assert set(told) == {staff.email, colleague.email}
    assert practice.reference in told[staff.email]
    assert practice.title not in told[staff.email]
    assert reviewer.email not in told


def test_a_claimed_one_is_told_to_who_claimed_it():
    staff, colleague = person("vkpp_staff"), person("vkpp_staff")
    practice = submitted_practice()
    triage.claim(practice=practice, by=staff)
    late(practice)

    chase_overdue()

    assert set(digests()) == {staff.email}
    assert colleague.email not in digests()


def left(person_):
    accounts.end_membership(membership=person_.memberships.get(), reason="Moved.", by=person("vkpp_admin"))


def test_what_somebody_claimed_who_left_is_told_and_shown_to_the_others(client):
    gone, colleague = person("vkpp_staff"), person("vkpp_staff")
    practice = submitted_practice()
    triage.claim(practice=practice, by=gone)
    late(practice)
    left(gone)
    client.force_login(colleague)

    assert chasing.overdue_for(colleague)["triage"] == [practice]
    page = client.get("/").content.decode()
    assert f"/practice/triage/{practice.reference}/" in page
    assert "Yours" not in page


def test_an_example_whose_rater_left_waits_for_staff():
    staff, reviewer = person("vkpp_staff"), person("evidence_reviewer")
    practice = late(taken_forward_practice(staff=staff))
    rating.assign(practice=practice, raters=[reviewer], by=staff)
    before = chasing.overdue_for(staff)["undecided"]
    left(reviewer)

    assert (before, chasing.overdue_for(staff)["undecided"]) == ([], [practice])


def test_running_twice_a_day_tells_once_and_the_next_day_again():
    person("vkpp_staff")
    late(submitted_practice())

    chasing.chase()
    chasing.chase()
    digests()
    first = Notification.objects.filter(kind="practice_overdue").count()
    chasing.chase(day=timezone.localdate() + dt.timedelta(days=1))
    digests()

    assert (first, Notification.objects.filter(kind="practice_overdue").count()) == (1, 2)


def test_overdue_ratings_are_told_to_the_rater_until_rated():
    staff, reviewer = person("vkpp_staff"), person("evidence_reviewer")
    practice = taken_forward_practice(staff=staff)
    rating.assign(practice=practice, raters=[reviewer], by=staff)
    Assignment.objects.update(due_at=YESTERDAY)

    before = chasing.overdue_for(reviewer)
    rate(practice, reviewer)

    assert [row.practice for row in before["ratings"]] == [practice]
    assert chasing.overdue_for(reviewer)["ratings"] == []
    assert chasing.overdue_for(staff)["undecided"] == []


def test_overdue_examples_without_anybody_to_wait_for_are_told_to_staff():
    staff = person("vkpp_staff")
    practice = late(taken_forward_practice(staff=staff))

    assert chasing.overdue_for(staff)["undecided"] == [practice]


def test_nothing_overdue_sends_nothing():
    person("vkpp_staff")
    submitted_practice()

    chase_overdue()

    assert digests() == {}


def test_people_who_left_are_not_told():
    staff = person("vkpp_staff")
    late(submitted_practice())
    chasing.chase()
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)

    assert digests() == {}


def test_home_shows_staff_what_waits_and_how_much_is_overdue(client):
    staff = person("vkpp_staff")
    practice = late(submitted_practice(title="Herbert Protocol"))
    client.force_login(staff)

    page = client.get("/").content.decode()

    assert "Waiting for triage" in page
    assert "Herbert Protocol" in page
    assert "1 is overdue" in page
    assert f"/practice/triage/{practice.reference}/" in page


def test_home_shows_raters_what_they_are_asked_for(client):
    staff, reviewer = person("vkpp_staff"), person("evidence_reviewer")
    asked, rated = (
        taken_forward_practice(staff=staff, title="Asked"),
        taken_forward_practice(staff=staff, title="Rated"),
    )
    for practice in (asked, rated):
        rating.assign(practice=practice, raters=[reviewer], by=staff)
    rate(rated, reviewer)
    client.force_login(reviewer)

    page = client.get("/").content.decode()

    assert f"/practice/rating/{asked.reference}/" in page
    assert f"/practice/rating/{rated.reference}/" not in page
    assert "Waiting for triage" not in page


def test_home_shows_administrators_what_waits_for_release(client):
    staged_decision()
    client.force_login(person("vkpp_admin"))

    assert "1 decision waits" in client.get("/").content.decode()


def test_home_shows_nothing_of_it_to_forces(client):
    late(submitted_practice())
    client.force_login(person("contributor"))

    page = client.get("/").content.decode()

    assert "Waiting for triage" not in page
    assert "To rate" not in page
