"""What reports count of examples: rows that the database keeps in step by itself."""

import datetime as dt

import pytest
from django.utils import timezone

from practice.actions import authoring, sharing, triage
from practice.models import Call, SentExample, TriageCheck
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import CallFactory, draft_practice, published_practice, submitted_practice

pytestmark = pytest.mark.django_db


def row(practice):
    return SentExample.objects.get(practice=practice)


def take_forward(practice, staff):
    triage.claim(practice=practice, by=staff)
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)
    triage.take_forward(practice=practice, by=staff)


def test_sent_example_starts_with_the_first_sending():
    practice = draft_practice()
    assert not SentExample.objects.filter(practice=practice).exists()

    authoring.submit(practice=practice, by=practice.owner)

    kept = row(practice)
    assert (kept.state, kept.call_id, kept.force_id) == ("submitted", practice.call_id, practice.force_id)
    assert (kept.sent_at, kept.due_at) == (practice.submitted_at, practice.due_at)
    assert (kept.triaged_at, kept.outcome, kept.imported) == (None, "", False)


def test_sent_example_notes_the_first_answer_of_triage_and_the_last_outcome():
    practice, staff = submitted_practice(), person("vkpp_staff")
    sent_at = row(practice).sent_at
    triage.claim(practice=practice, by=staff)
    triage.return_to_author(practice=practice, questions="How many?", by=staff)
    answered = row(practice).triaged_at
    assert answered is not None
    assert row(practice).outcome == ""

    authoring.submit(practice=practice, by=practice.owner)
    take_forward(practice, staff)

    kept = row(practice)
    assert (kept.sent_at, kept.triaged_at, kept.outcome) == (sent_at, answered, "taken_forward")
    assert kept.state == "taken_forward"


def test_sent_example_follows_the_published_rating():
    practice = published_practice(rating="promising")

    assert (row(practice).state, row(practice).rating) == ("published", "promising")


def test_sent_examples_are_counted_by_staff_and_by_readers_of_the_own_force():
    practice = submitted_practice()
    other = ForceFactory(code="kent")

    def sees(user):
        return SentExample.objects.visible_to(user).filter(practice=practice).exists()

    assert sees(person("vkpp_staff"))
    assert sees(person("nvap_lead", practice.force))
    assert not sees(person("nvap_lead", other))
    assert not sees(practice.owner)
    assert not sees(person("evaluator"))


def test_sent_examples_of_a_sealed_call_are_counted_by_nobody_at_vkpp_before_it_closes():
    closes = timezone.now() + dt.timedelta(days=3)
    practice = submitted_practice(call=CallFactory(sealed=True, closes_at=closes))
    staff = person("vkpp_staff")
    assert not SentExample.objects.visible_to(staff).exists()

    Call.objects.filter(pk=practice.call_id).update(closes_at=timezone.now() - dt.timedelta(hours=1))

    assert SentExample.objects.visible_to(staff).count() == 1


def test_sent_example_is_not_written_by_a_change_that_reports_do_not_count(django_assert_num_queries):
    practice = published_practice()
    before = row(practice)

    sharing.revoke(practice=practice, use="share_forces", by=practice.owner)

    assert row(practice).__dict__ | {"_state": 0} == before.__dict__ | {"_state": 0}
