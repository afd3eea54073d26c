"""What may be used for something now: the owner's live permission for a published example, in the query itself."""

import pytest
from django.contrib.auth.models import AnonymousUser

from practice import permits
from practice.actions import authoring, sharing
from practice.models import BankEntry, Practice
from practice.vocab import Use
from tests.factories.accounts import person
from tests.factories.practice import published_practice, submitted_practice

pytestmark = pytest.mark.django_db

EVENTS = Use.FEATURE_EVENTS


def used():
    return list(BankEntry.objects.filter(permits.permitted(EVENTS)).values_list("practice_id", flat=True))


def test_use_ends_with_the_permission_and_comes_back_with_it():
    practice = published_practice(permitted=("share_forces", "feature_events"))
    published_practice(permitted=("share_forces", "contact_evaluators"))

    assert used() == [practice.pk]
    sharing.revoke(practice=practice, use=EVENTS, by=practice.owner)
    assert used() == []
    assert not permits.is_permitted(practice, EVENTS)
    sharing.give(practice=practice, use=EVENTS, by=practice.owner)
    assert used() == [practice.pk]
    assert permits.is_permitted(practice, EVENTS)


def test_withdrawn_example_is_used_no_more_although_its_permission_stands():
    practice = published_practice(permitted=("share_forces", "feature_events"))

    authoring.withdraw(practice=practice, reason="Ended.", by=practice.owner)

    assert practice.permissions.filter(use=EVENTS, revoked_at=None).exists()
    assert used() == []
    assert not permits.is_permitted(practice, EVENTS)


def test_example_taken_up_again_is_not_used_before_it_is_published_again():
    practice = published_practice(permitted=("share_forces", "feature_events"))
    authoring.withdraw(practice=practice, reason="Ended.", by=practice.owner)

    Practice.objects.filter(pk=practice.pk).update(state="draft")

    assert used() == []


def test_example_that_was_never_published_is_not_used():
    practice = submitted_practice(permitted=("share_forces", "feature_events"))

    assert not permits.is_permitted(practice, EVENTS)


def test_reader_sees_of_it_what_the_bank_shows_them():
    for_forces = published_practice(permitted=("share_forces", "feature_events"))
    for_all = published_practice(permitted=("publish_public", "feature_events"))

    shown = [
        set(permits.entries(user, EVENTS).values_list("practice_id", flat=True))
        for user in (AnonymousUser(), person("contributor"))
    ]

    assert shown == [{for_all.pk}, {for_forces.pk, for_all.pk}]


def test_rows_with_an_example_elsewhere_are_asked_by_its_path():
    practice = published_practice(permitted=("share_forces", "feature_events"))
    published_practice(permitted=("share_forces",))

    assert list(Practice.objects.filter(permits.permitted(EVENTS, "pk"))) == [practice]
