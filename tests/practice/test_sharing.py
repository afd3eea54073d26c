"""The owner's permissions: one by one, by who decides, with effect at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from practice.actions import sharing
from practice.models import BankEntry, SharePermission
from practice.vocab import Use
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory, draft_practice, published_practice
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_each_use_is_given_and_taken_back_on_its_own():
    practice = PracticeFactory()

    sharing.give(practice=practice, use=Use.SHARE_FORCES, by=practice.owner)
    sharing.give(practice=practice, use=Use.FEATURE_EVENTS, by=practice.owner)
    sharing.revoke(practice=practice, use=Use.FEATURE_EVENTS, by=practice.owner)

    assert sharing.in_force(practice) == {"share_forces"}
    row = SharePermission.objects.get(use="feature_events")
    assert (row.given_by, row.revoked_by) == (practice.owner, practice.owner)


def test_giving_twice_changes_nothing():
    practice = PracticeFactory()

    sharing.give(practice=practice, use=Use.SHARE_FORCES, by=practice.owner)
    first = SharePermission.objects.get()
    sharing.give(practice=practice, use=Use.SHARE_FORCES, by=practice.owner)

    assert SharePermission.objects.get().given_at == first.given_at
    assert AuditEvent.objects.filter(verb="practice.permission_given").count() == 1


def test_lead_of_the_force_decides_too_but_nobody_else():
    practice = PracticeFactory()
    sharing.give(practice=practice, use=Use.SHARE_FORCES, by=person("nvap_lead", practice.force))

    for role, force in (("contributor", practice.force), ("nvap_lead", None), ("vkpp_admin", None)):
        with pytest.raises(NotAllowed):
            sharing.revoke(practice=practice, use=Use.SHARE_FORCES, by=person(role, force))

    assert sharing.in_force(practice) == {"share_forces"}


def test_unknown_use_is_refused():
    practice = PracticeFactory()

    with pytest.raises(Invalid):
        sharing.give(practice=practice, use="sell", by=practice.owner)


def test_withdrawn_example_takes_no_permission():
    practice = PracticeFactory(state="withdrawn")

    with pytest.raises(Conflict, match="was withdrawn"):
        sharing.give(practice=practice, use=Use.SHARE_FORCES, by=practice.owner)


def test_taking_back_closes_the_bank_to_these_readers_at_once():
    practice = published_practice(permitted=("share_forces", "publish_public", "discuss_stakeholders"))
    officer, analyst, visitor = person("contributor"), person("national_analyst"), AnonymousUser()

    def readers():
        return [BankEntry.objects.visible_to(user).exists() for user in (visitor, officer, analyst)]

    assert readers() == [True, True, True]
    sharing.revoke(practice=practice, use=Use.PUBLISH_PUBLIC, by=practice.owner)
    assert readers() == [False, True, True]
    sharing.revoke(practice=practice, use=Use.SHARE_FORCES, by=practice.owner)
    assert readers() == [False, False, True]
    sharing.revoke(practice=practice, use=Use.DISCUSS_STAKEHOLDERS, by=practice.owner)
    assert readers() == [False, False, False]


def test_page_explains_each_use_and_has_a_button_for_each(client_for):
    practice = draft_practice()
    browser = client_for(practice.owner)
    url = reverse("practice:permissions", args=[practice.reference])

    browser.post(reverse("practice:permit", args=[practice.reference, "share_forces"]), {"wish": "give"})
    body = browser.get(url).content.decode()

    assert [str(use.label) in body for use in Use] == [True] * 5
    assert body.count(">Take back<") == 1
    assert body.count(">Permit<") == 4

    browser.post(reverse("practice:permit", args=[practice.reference, "share_forces"]), {"wish": "take_back"})
    assert sharing.in_force(practice) == set()


def test_page_of_a_colleague_who_only_reads_has_no_buttons(client_for):
    practice = draft_practice()
    chief = person("chief_officer", practice.force)

    body = client_for(chief).get(reverse("practice:permissions", args=[practice.reference])).content.decode()
    answer = client_for(chief).post(
        reverse("practice:permit", args=[practice.reference, "share_forces"]), {"wish": "give"}
    )

    assert ">Permit<" not in body
    assert answer.status_code == 403
    assert sharing.in_force(practice) == set()
