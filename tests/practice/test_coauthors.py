"""Colleagues who write together, and handing an example over."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from practice import people
from practice.actions import authoring, coauthors
from practice.models import CoAuthor, Practice
from tests.factories.accounts import UserFactory, person
from tests.factories.practice import PracticeFactory
from vkpp.accounts.permissions import forget
from vkpp.core import outbox
from vkpp.core.exceptions import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


@pytest.fixture
def colleague(practice):
    return person("contributor", practice.force)


def test_colleague_is_added_and_told(practice, colleague):
    coauthors.add(practice=practice, email=colleague.email.upper(), level="edit", by=practice.owner)
    outbox.work()

    assert people.may_edit(colleague, practice)
    assert Practice.objects.visible_to(colleague).get() == practice
    assert mail.outbox[0].to == [colleague.email]


def test_level_changes_by_adding_again(practice, colleague):
    coauthors.add(practice=practice, email=colleague.email, level="edit", by=practice.owner)
    coauthors.add(practice=practice, email=colleague.email, level="view", by=practice.owner)

    assert CoAuthor.objects.get().level == "view"
    with pytest.raises(NotAllowed):
        authoring.save(practice=practice, values={"title": "New"}, version=1, by=colleague)


@pytest.mark.parametrize("who", ["stranger", "unknown"])
def test_only_people_of_the_force_become_co_authors(practice, who):
    email = person("contributor").email if who == "stranger" else "nobody@portal.example"

    with pytest.raises(Invalid) as refusal:
        coauthors.add(practice=practice, email=email, level="view", by=practice.owner)

    sentence = (
        f"Nobody in {practice.force} has an account with this address. Ask the force's NVAP lead to invite them first."
    )
    assert refusal.value.errors == {"email": [sentence]}
    assert not CoAuthor.objects.exists()


def test_analyst_may_not_be_given_the_right_to_edit(practice):
    analyst = person("force_analyst", practice.force)

    with pytest.raises(Invalid, match="has no role that may edit"):
        coauthors.add(practice=practice, email=analyst.email, level="edit", by=practice.owner)


def test_co_authors_do_not_decide_about_co_authors(practice, colleague):
    coauthors.add(practice=practice, email=colleague.email, level="edit", by=practice.owner)
    other = person("contributor", practice.force)

    with pytest.raises(NotAllowed):
        coauthors.add(practice=practice, email=other.email, level="view", by=colleague)


def test_rights_end_at_once_with_removal_and_with_the_membership(practice, colleague):
    co_author = coauthors.add(practice=practice, email=colleague.email, level="edit", by=practice.owner)
    coauthors.remove(co_author=co_author, by=practice.owner)
    assert not Practice.objects.visible_to(colleague).exists()

    coauthors.add(practice=practice, email=colleague.email, level="edit", by=practice.owner)
    colleague.memberships.update(ended_at=timezone.now(), ended_by=practice.owner)
    forget(colleague)
    people.forget(practice)
    assert not Practice.objects.visible_to(colleague).exists()
    assert not people.may_edit(colleague, practice)


def test_co_author_may_leave(practice, colleague):
    co_author = coauthors.add(practice=practice, email=colleague.email, level="edit", by=practice.owner)

    coauthors.remove(co_author=co_author, by=colleague)

    assert not CoAuthor.objects.exists()


def test_handed_over_example_has_a_new_owner_and_keeps_the_old_one_as_co_author(practice, colleague):
    old = practice.owner

    coauthors.hand_over(practice=practice, email=colleague.email, by=old)

    practice.refresh_from_db()
    assert practice.owner == colleague
    assert CoAuthor.objects.get().user == old


def test_lead_hands_over_the_example_of_somebody_who_left(practice, colleague):
    lead = person("nvap_lead", practice.force)
    practice.owner.memberships.update(ended_at=timezone.now(), ended_by=lead)

    coauthors.hand_over(practice=practice, email=colleague.email, by=lead)

    practice.refresh_from_db()
    assert practice.owner == colleague
    assert not CoAuthor.objects.exists()


def test_page_adds_removes_and_hands_over(practice, colleague, client_for):
    browser, url = client_for(practice.owner), reverse("practice:people", args=[practice.reference])

    wrong = browser.post(url, {"email": UserFactory().email, "level": "view"})
    browser.post(url, {"email": colleague.email, "level": "comment"})
    co_author = CoAuthor.objects.get()
    assert "Nobody in" in wrong.content.decode()
    assert co_author.level == "comment"

    browser.post(reverse("practice:remove_co_author", args=[practice.reference, co_author.pk]))
    assert not CoAuthor.objects.exists()

    wrong = browser.post(url, {"new_owner": "nobody@portal.example"})
    assert "Nobody in" in wrong.content.decode()
    browser.post(url, {"new_owner": colleague.email})
    practice.refresh_from_db()
    assert practice.owner == colleague
