"""Bulk actions: preview changes nothing, confirmation does what it showed, once, and reports each example."""

import pytest

from practice.actions import bulk, triage
from practice.actions.bulk import Wish
from practice.models import Practice
from tests.factories.accounts import person
from tests.factories.assess import check_all, taken_forward_practice
from tests.factories.practice import submitted_practice
from vkpp.core import audit
from vkpp.core.exceptions import Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db


def frozen(*practices):
    return {practice.pk: bulk.freeze(practice) for practice in practices}


def test_preview_tells_each_outcome_and_changes_nothing():
    staff, ready, unchecked = person("vkpp_staff"), submitted_practice(), submitted_practice()
    check_all(ready, staff)
    before = AuditEvent.objects.count(), Notification.objects.count()

    results = bulk.preview(wish=Wish("take_forward"), practices=[ready, unchecked], by=staff)

    assert [(row.reference, row.done, row.why) for row in results] == [
        (ready.reference, True, ""),
        (
            unchecked.reference,
            False,
            "Do these checks first: personal data, duplicates, sensitivity, completeness.",
        ),
    ]
    assert (AuditEvent.objects.count(), Notification.objects.count()) == before
    assert set(Practice.objects.values_list("state", flat=True)) == {"submitted"}


def test_apply_does_what_can_be_done_and_reports_the_rest():
    staff, free, done = person("vkpp_staff"), submitted_practice(), taken_forward_practice()

    results = bulk.apply(wish=Wish("claim"), frozen=frozen(free, done), key="one", by=staff)

    assert [(row.done, row.why) for row in results] == [
        (True, ""),
        (False, f"{done.reference} is no longer in triage: it is now “Taken forward, to be rated”."),
    ]
    free.refresh_from_db()
    assert free.claimed_by == staff


def test_apply_leaves_alone_what_changed_after_the_preview():
    staff, other, practice = person("vkpp_staff"), person("vkpp_staff"), submitted_practice()
    seen = frozen(practice)
    triage.claim(practice=practice, by=other)

    results = bulk.apply(wish=Wish("not_take_forward", reason="A duplicate."), frozen=seen, key="one", by=staff)

    assert [(row.done, row.why) for row in results] == [
        (False, "Somebody changed it after the preview. Look at it again.")
    ]
    practice.refresh_from_db()
    assert (practice.state, practice.claimed_by) == ("submitted", other)


def test_apply_twice_does_it_once_and_gives_the_same_results():
    staff, practice = person("vkpp_staff"), submitted_practice()
    seen, wish = frozen(practice), Wish("not_take_forward", reason="A duplicate.")

    first = bulk.apply(wish=wish, frozen=seen, key="one", by=staff)
    second = bulk.apply(wish=wish, frozen=seen, key="one", by=staff)

    assert first == second
    assert [row.done for row in first] == [True]
    assert audit.events_about(practice).filter(verb="practice.not_take_forward").count() == 1


def test_hand_over_gives_all_to_one_person():
    staff, colleague, practices = person("vkpp_staff"), person("vkpp_staff"), [submitted_practice() for _ in range(2)]

    bulk.apply(wish=Wish("hand_over", to=colleague), frozen=frozen(*practices), key="one", by=staff)

    assert set(Practice.objects.values_list("claimed_by", flat=True)) == {colleague.pk}


@pytest.mark.parametrize(
    ("wish", "errors"),
    [
        (Wish("explode"), {"action": ["Choose what to do."]}),
        (Wish("hand_over"), {"to": ["Choose who should take them on."]}),
        (Wish("not_take_forward", reason=" "), {"reason": ["Give a reason. It is kept with the decision."]}),
    ],
)
def test_a_wish_that_is_not_whole_is_refused(wish, errors):
    practice, staff = submitted_practice(), person("vkpp_staff")

    with pytest.raises(Invalid) as refusal:
        bulk.apply(wish=wish, frozen=frozen(practice), key="one", by=staff)

    assert refusal.value.errors == errors


def test_too_many_or_none_are_refused():
    staff = person("vkpp_staff")

    with pytest.raises(Invalid, match="Select at least one example"):
        bulk.apply(wish=Wish("claim"), frozen={}, key="one", by=staff)
    with pytest.raises(Invalid, match="At most 200 at a time"):
        bulk.apply(wish=Wish("claim"), frozen=dict.fromkeys(range(201), ""), key="two", by=staff)


def test_bulk_is_for_staff():
    practice, reviewer = submitted_practice(), person("evidence_reviewer")

    with pytest.raises(NotAllowed):
        bulk.apply(wish=Wish("claim"), frozen=frozen(practice), key="one", by=reviewer)
    with pytest.raises(NotAllowed):
        bulk.preview(wish=Wish("claim"), practices=[practice], by=reviewer)


def test_results_are_kept_for_who_did_it():
    staff, practice = person("vkpp_staff"), submitted_practice()
    results = bulk.apply(wish=Wish("claim"), frozen=frozen(practice), key="one", by=staff)

    assert bulk.results_of(key="one", by=staff) == results
    assert bulk.results_of(key="one", by=person("vkpp_staff")) is None
