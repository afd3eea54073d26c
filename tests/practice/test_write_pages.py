"""Writing an example in the browser: no text is ever lost, and each mistake gets its sentence beside the field."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from practice.actions import authoring, triage
from practice.models import CoAuthor, Practice
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, CallQuestionFactory, PracticeFactory, draft_practice, words
from vkpp.core import kept

pytestmark = pytest.mark.django_db


def page(practice, code="aims"):
    return reverse("practice:write_section", args=[practice.reference, code])


def aims(practice, **changes):
    """What the page "Aim and outcome" sends."""
    stored = {"aim": practice.aim, "intended_outcome": practice.intended_outcome}
    return stored | {"version": practice.version, "author": kept.author_mark(practice.owner)} | changes


@pytest.fixture
def practice():
    return PracticeFactory()


@pytest.fixture
def browser(practice, client_for):
    return client_for(practice.owner)


def test_page_is_saved_and_leads_to_the_next(practice, browser):
    answer = browser.post(page(practice), aims(practice, aim="New aim"))

    practice.refresh_from_db()
    assert answer.url == page(practice, "description")
    assert (practice.aim, practice.version) == ("New aim", 2)


def test_save_and_come_back_later_leads_to_the_list(practice, browser):
    answer = browser.post(page(practice), aims(practice, aim="New aim", action="later"))

    assert answer.url == reverse("practice:write", args=[practice.reference])


def test_sending_the_same_page_twice_is_harmless(practice, browser):
    sent = aims(practice, aim="New aim")

    browser.post(page(practice), sent)
    answer = browser.post(page(practice), sent)

    practice.refresh_from_db()
    assert answer.status_code == 302
    assert practice.version == 2


def test_too_long_text_comes_back_with_its_sentence_and_nothing_is_saved(practice, browser):
    answer = browser.post(page(practice), aims(practice, aim="x" * 2001, intended_outcome="Kept"))

    practice.refresh_from_db()
    body = answer.content.decode()
    assert "Aim must be 2,000 characters or fewer. Remove 1 character." in body
    assert "x" * 2001 in body
    assert "Kept" in body
    assert (practice.version, practice.intended_outcome) == (1, "")


def test_text_of_10_mb_comes_back_with_its_sentence(practice, browser):
    answer = browser.post(page(practice), aims(practice, aim="y" * 10_000_000))

    body = answer.content.decode()
    assert answer.status_code == 200
    assert "Aim must be 2,000 characters or fewer. Remove 9,998,000 characters." in body
    assert "y" * 10_000_000 in body


def test_more_than_a_form_takes_gets_a_clear_page(practice, browser):
    answer = browser.post(page(practice), aims(practice, aim="z" * 13_000_000))

    assert answer.status_code == 413
    assert "A form takes at most 12 MB of text" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a\x00b", "The text contains a NUL character (U+0000). Delete it, or type the text again."),
        ("a\u202eb", "unseen character that turns the direction of writing (U+202E)"),
        ("a\x1bb", "The text contains a control character (U+001B). Delete it, or type the text again."),
    ],
)
def test_characters_that_cannot_be_stored_are_named_beside_the_field(practice, browser, typed, sentence):
    answer = browser.post(page(practice), aims(practice, aim=typed))

    practice.refresh_from_db()
    assert sentence in answer.content.decode()
    assert practice.version == 1


def test_html_is_text_everywhere(practice, browser):
    script = "<script>alert(1)</script>"
    browser.post(page(practice), aims(practice, aim=script))
    shown = ["practice:check", "practice:example", "practice:history"]

    for name in shown:
        body = browser.get(reverse(name, args=[practice.reference])).content.decode()
        assert script not in body
        assert "&lt;script&gt;" in body


def test_html_in_a_question_of_a_call_is_text(client_for):
    words()
    call = CallFactory()
    leader = CallQuestionFactory(
        form=call.forms.get(), kind="yes_no", code="lead", text="<b>Bold?</b>", hint="{{ 7|add:1 }}"
    )
    CallQuestionFactory(
        form=call.forms.get(), code="next", text="{% now 'Y' %}<i>", shown_when=leader, shown_when_answer="yes"
    )
    practice = draft_practice(call=call)

    body = client_for(practice.owner).get(page(practice, "questions")).content.decode()

    assert "<b>Bold" not in body
    assert "&lt;b&gt;Bold?" in body
    assert "{{ 7|add:1 }}" in body
    assert "{% now" in body or "&#123;% now" in body


class TestAutosave:
    def save(self, browser, practice, code="aims", **changes):
        url = reverse("practice:autosave", args=[practice.reference, code])
        sent = {"version": practice.version, "fields": list(changes), **changes}
        return browser.post(url, sent, headers={"X-Autosave": "1"})

    def test_saves_the_fields_that_changed(self, practice, browser):
        answer = self.save(browser, practice, aim="Typed")

        practice.refresh_from_db()
        assert answer.json() | {"saved_at": ""} == {"state": "saved", "version": "2", "saved_at": "", "errors": {}}
        assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved_at"])
        assert practice.aim == "Typed"

    def test_an_emptied_list_is_saved_as_empty(self, practice, browser):
        url = reverse("practice:autosave", args=[practice.reference, "kind"])
        browser.post(url, {"version": 1, "fields": ["strands"]}, headers={"X-Autosave": "1"})

        practice.refresh_from_db()
        assert practice.strands == []

    def test_a_bad_answer_does_not_block_the_good_ones_and_is_still_there_later(self, practice, browser):
        answer = self.save(browser, practice, aim="x" * 2001, intended_outcome="Good")

        practice.refresh_from_db()
        assert answer.json()["errors"]["aim"][-1] == "This answer is not saved yet."
        assert (practice.intended_outcome, practice.aim) == ("Good", "People know where to find help.")
        body = browser.get(page(practice)).content.decode()
        assert "x" * 2001 in body
        assert "Remove 1 character." in body

    def test_after_sign_out_says_so_without_saving(self, practice, client):
        answer = self.save(client, practice, aim="Typed")

        practice.refresh_from_db()
        assert (answer.status_code, answer.json()["state"]) == (401, "expired")
        assert practice.version == 1

    def test_conflict_leads_to_both_texts(self, practice, browser):
        authoring.save(practice=practice, values={"aim": "Theirs"}, version=1, by=practice.owner)
        practice.version = 1

        answer = self.save(browser, practice, aim="Mine")

        assert answer.status_code == 409
        body = browser.get(answer.json()["url"]).content.decode()
        assert "Theirs" in body
        assert "Mine" in body

    def test_after_it_was_sent_shows_the_text_to_copy(self, practice, browser):
        Practice.objects.filter(pk=practice.pk).update(state="submitted", submitted_at="2026-01-01T00:00Z")

        answer = self.save(browser, practice, aim="Too late")

        assert answer.status_code == 409
        body = browser.get(answer.json()["url"]).content.decode()
        assert "Too late" in body
        assert "Your text was not saved" in body

    def test_is_refused_to_a_co_author_who_may_only_view(self, practice, client_for):
        viewer = person("contributor", practice.force)
        CoAuthor.objects.create(practice=practice, user=viewer, level="view", added_by=practice.owner)

        answer = self.save(client_for(viewer), practice, aim="Mine")

        practice.refresh_from_db()
        assert answer.status_code == 403
        assert practice.version == 1


class TestExpiredSession:
    def test_text_is_there_after_sign_in_as_the_same_person(self, practice, client):
        answer = client.post(page(practice), aims(practice, aim="Typed before"))
        assert answer.url.startswith(reverse("account_login"))

        client.force_login(practice.owner)
        back = answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=")
        shown = client.get(back)

        practice.refresh_from_db()
        assert "Typed before" in shown.content.decode()
        assert "It is not saved yet" in shown.content.decode()
        assert practice.version == 1

    def test_restored_text_saves_as_usual(self, practice, client):
        answer = client.post(page(practice), aims(practice, aim="Typed before"))
        client.force_login(practice.owner)
        back = answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=")

        client.post(back, aims(practice, aim="Typed before"))

        practice.refresh_from_db()
        assert practice.aim == "Typed before"
        assert "Typed before" not in str([cache.get(key) for key in ()])

    def test_text_is_not_shown_to_somebody_else(self, practice, client, client_for):
        colleague = person("contributor", practice.force)
        CoAuthor.objects.create(practice=practice, user=colleague, level="edit", added_by=practice.owner)
        answer = client.post(page(practice), aims(practice, aim="Typed before"))
        back = answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=")

        shown = client_for(colleague).get(back)

        assert shown.status_code == 200
        assert "Typed before" not in shown.content.decode()

    def test_text_without_a_mark_of_ours_is_shown_to_be_copied(self, practice, client):
        answer = client.post(page(practice), aims(practice, aim="Typed before", author="forged"))

        assert answer.status_code == 409
        assert "Typed before" in answer.content.decode()

    def test_form_from_before_a_new_sign_in_keeps_its_text(self, practice, client_for):
        browser = client_for(practice.owner)
        browser.handler.enforce_csrf_checks = True

        answer = browser.post(
            page(practice), aims(practice, aim="Typed before"), headers={"Origin": "http://testserver"}
        )

        shown = browser.get(answer.url).content.decode()
        assert "Typed before" in shown
        assert "You signed in again since you opened this page" in shown

    def test_form_from_elsewhere_is_not_kept(self, practice, client_for):
        browser = client_for(practice.owner)
        browser.handler.enforce_csrf_checks = True

        answer = browser.post(page(practice), aims(practice, aim="Evil"), headers={"Origin": "https://evil.example"})

        assert answer.status_code == 403
        assert "Evil" not in answer.content.decode()


class TestTwoVersions:
    @pytest.fixture
    def stale(self, practice, browser):
        authoring.save(practice=practice, values={"aim": "Theirs"}, version=1, by=practice.owner)
        return browser.post(page(practice), aims(practice, aim="Mine", version=1))

    def choose(self, browser, practice, choice, **changes):
        url = reverse("practice:write_compare", args=[practice.reference, "aims"])
        sent = {"version": 2, "choice-aim": choice, "mine-aim": "Mine", "joined-aim": "Theirs\n\nMine"}
        return browser.post(url, sent | changes)

    def test_are_both_shown_and_nothing_is_saved(self, practice, stale):
        practice.refresh_from_db()
        assert stale.status_code == 409
        assert "Theirs" in stale.content.decode()
        assert "Mine" in stale.content.decode()
        assert practice.aim == "Theirs"

    @pytest.mark.parametrize(
        ("choice", "saved"), [("mine", "Mine"), ("theirs", "Theirs"), ("joined", "Theirs\n\nMine")]
    )
    def test_the_person_chooses(self, practice, browser, stale, choice, saved):
        answer = self.choose(browser, practice, choice)

        practice.refresh_from_db()
        assert answer.status_code == 302
        assert practice.aim == saved

    def test_another_change_meanwhile_asks_again(self, practice, browser, stale):
        authoring.save(practice=practice, values={"aim": "Theirs again"}, version=2, by=practice.owner)

        answer = self.choose(browser, practice, "mine")

        practice.refresh_from_db()
        assert answer.status_code == 409
        assert "Theirs again" in answer.content.decode()
        assert practice.aim == "Theirs again"


def test_page_of_an_example_that_was_sent_meanwhile_shows_the_text(practice, browser):
    Practice.objects.filter(pk=practice.pk).update(state="submitted", submitted_at="2026-01-01T00:00Z")

    answer = browser.post(page(practice), aims(practice, aim="Too late"))

    practice.refresh_from_db()
    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert "Received" in answer.content.decode()
    assert practice.aim == "People know where to find help."


def test_colleague_without_a_part_in_it_does_not_find_the_example(practice, client_for):
    stranger = client_for(person("contributor", practice.force))

    assert stranger.get(page(practice)).status_code == 404
    assert stranger.get(reverse("practice:example", args=[practice.reference])).status_code == 404


def test_rights_end_with_the_membership_at_once(practice, browser):
    assert browser.get(page(practice)).status_code == 200

    practice.owner.memberships.update(ended_at="2026-01-01T00:00Z", ended_by=practice.owner)

    assert browser.get(page(practice)).status_code == 404
    assert browser.post(page(practice), aims(practice, aim="New")).status_code == 404


def test_questions_from_vkpp_are_not_what_the_authors_said_themselves(practice, browser):
    staff, owner = person("vkpp_staff"), practice.owner
    authoring.submit(practice=practice, by=owner)
    triage.claim(practice=practice, by=staff)
    triage.return_to_author(practice=practice, questions="How many officers?", by=staff)
    triage.comment(practice=practice, text="We ask around.", by=owner, audience="authors")

    body = browser.get(reverse("practice:write", args=[practice.reference])).text

    assert "How many officers?" in body
    assert "We ask around." not in body
