"""The door from a return to the bank: promising practice becomes one draft, however often the button is pressed."""

import pytest
from django.urls import reverse

from practice.actions import authoring, forgetting, from_return
from practice.models import Practice
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answer_of, answered
from tests.factories.practice import CallFactory
from vkpp.core.exceptions import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


@pytest.fixture
def lead(force):
    return person("nvap_lead", force)


@pytest.fixture
def promising(force, lead):
    """What Norfolk says it does well on 2.1.1."""
    ret = a_return(force)
    answered(ret, by=lead, practice=True, practice_text="Text messages after calls.\nWithin an hour.", share=True)
    return answer_of(ret).promising.get()


def test_promising_practice_becomes_a_draft_with_its_words_and_action(promising, lead, force):
    CallFactory()
    draft = from_return.make_draft(promising=promising, by=lead)
    promising.refresh_from_db()
    assert (draft.state, draft.owner, draft.force) == ("draft", lead, force)
    assert (draft.title, draft.actions) == ("Text messages after calls.", ["2.1.1"])
    assert draft.description == "Text messages after calls.\nWithin an hour."
    assert promising.practice_reference == draft.reference


def test_button_pressed_twice_makes_one_draft(promising, lead, client_for):
    CallFactory()
    browser, url = client_for(lead), reverse("practice:from-return", args=[promising.pk])
    first, second = browser.post(url), browser.post(url)
    assert first["Location"] == second["Location"]
    assert Practice.objects.count() == 1


def test_draft_that_is_gone_for_good_leaves_the_button_for_another(promising, lead, client_for):
    CallFactory()
    draft = from_return.make_draft(promising=promising, by=lead)
    gone = draft.reference
    authoring.discard(practice=draft, by=lead)
    forgetting.remove_drafts(Practice.objects.filter(pk=draft.pk))

    page = client_for(lead).get(reverse("nvap:reading-answer", args=["2026", "norfolk", "2.1.1"]))
    assert gone not in page.text
    assert "Make this a practice example" in page.text
    promising.refresh_from_db()
    assert promising.practice_reference == ""
    promising.practice_reference = gone
    promising.save()
    made = from_return.make_draft(promising=promising, by=lead)
    promising.refresh_from_db()
    assert promising.practice_reference == made.reference != gone


def test_draft_that_was_brought_back_meanwhile_is_not_removed(promising, lead):
    CallFactory()
    draft = from_return.make_draft(promising=promising, by=lead)

    forgetting.remove_drafts(Practice.objects.filter(pk=draft.pk))

    assert Practice.objects.filter(pk=draft.pk).exists()
    promising.refresh_from_db()
    assert promising.practice_reference == draft.reference


def test_without_an_open_call_nothing_is_made(promising, lead):
    with pytest.raises(Conflict, match="No call for practice is open"):
        from_return.make_draft(promising=promising, by=lead)
    promising.refresh_from_db()
    assert promising.practice_reference == ""


def test_another_force_and_colleagues_without_the_action_make_nothing(promising, force, client_for):
    CallFactory()
    url = reverse("practice:from-return", args=[promising.pk])
    for somebody in (person("nvap_lead", ForceFactory(code="suffolk")), person("contributor", force)):
        assert client_for(somebody).post(url).status_code == 404
    with pytest.raises(NotAllowed):
        from_return.make_draft(promising=promising, by=person("force_analyst", force))
    assert not Practice.objects.exists()


def test_answer_page_for_reading_shows_the_button_to_who_answers(promising, lead, force, client_for):
    page = reverse("nvap:reading-answer", args=["2026", "norfolk", "2.1.1"])
    assert "Make this a practice example" in client_for(lead).get(page).content.decode()
    chief = client_for(person("chief_officer", force))
    assert "Make this a practice example" not in chief.get(page).content.decode()
