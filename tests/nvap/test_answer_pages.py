"""The page of one action: questions, saving with and without script, two writers, what is kept when nothing can be saved."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap import plan_actions
from nvap.actions import answering, assigning, comments
from nvap.models import Finding, Return, Theme
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import answer_of, answered
from tests.queries import queries

pytestmark = pytest.mark.django_db
FORM = {"q-implementation": "developing", "q-impact": "developing", "q-now": "Training for all.", "q-gap": "no"}


@pytest.fixture
def lead(ret):
    return person("nvap_lead", ret.force, display_name="Lena Lead")


@pytest.fixture
def browser(lead, client_for):
    return client_for(lead)


def page(ret, code="2.1.1", name="answer", **more):
    return reverse(f"nvap:{name}", args=[ret.round.code, ret.force.code, code, *more.values()])


def test_page_shows_the_questions_the_list_and_the_guidance(ret, browser):
    shown = browser.get(page(ret))

    words = text_of(shown)
    assert shown.status_code == 200
    for part in (
        "Recognition and response",
        "How far is this in place?",
        "0 of 3 answered",
        "What good looks like",
        "Vulnerability is seen at first contact",
        "Save and go to 2.1.2",
        "Only if you answer “Yes” to “Is there a gap?”.",
        "OFFICIAL-SENSITIVE",
    ):
        assert part in words
    assert "style=" not in shown.content.decode()


def test_page_of_an_action_that_was_added_since_the_plan_was_read(ret, browser, monkeypatch):
    monkeypatch.setattr(plan_actions, "listed", lambda _plan: [])

    assert "Recognition and response" in text_of(browser.get(page(ret)))


def test_save_goes_on_to_the_next_action_and_keeps_the_filter(ret, browser):
    sent = browser.post(page(ret) + "?show=unanswered", FORM | {"version": 0, "action": "next"})

    assert (sent.status_code, sent["Location"]) == (302, page(ret, "2.1.2") + "?show=unanswered")
    assert answer_of(ret).answers == {
        "implementation": "developing",
        "impact": "developing",
        "now": "Training for all.",
        "gap": False,
    }
    assert answer_of(ret).complete


def test_last_action_leads_to_the_overview(ret, browser):
    sent = browser.post(page(ret, "2.2.1"), FORM | {"version": 0, "action": "next"})

    assert sent["Location"] == reverse("nvap:return", args=["2026", "norfolk"])


def test_check_that_was_not_seen_keeps_the_person_on_the_page(ret, browser):
    embedded = FORM | {"q-implementation": "embedded", "version": 0, "action": "next"}

    sent = browser.post(page(ret), embedded, follow=True)

    assert sent.redirect_chain[-1][0] == page(ret) + "#checks"
    assert "Saved. A check found something: put it right or explain it, then go on." in text_of(sent)
    finding = Finding.objects.get()
    again = browser.post(page(ret), embedded | {"version": 1, "seen": str(finding.pk)})
    assert again["Location"] == page(ret, "2.1.2")


def test_explanation_goes_with_the_answer(ret, browser, lead):
    answered(ret, by=lead, implementation="embedded")
    finding = Finding.objects.get()

    empty = browser.post(page(ret, name="explain", number=finding.pk), {"explanation": " "})
    assert "Write why the answer is right as it is." in text_of(empty)
    browser.post(page(ret, name="explain", number=finding.pk), {"explanation": "Audited in June."})

    finding.refresh_from_db()
    assert (finding.state, finding.explanation, finding.explained_by) == ("explained", "Audited in June.", lead)


def test_value_that_cannot_be_stored_is_shown_beside_its_question_with_what_was_typed(ret, browser):
    sent = browser.post(page(ret), FORM | {"version": 0, "q-posts": "many", "q-now": "Kept on the page"})

    words = text_of(sent)
    assert sent.status_code == 200
    assert "Enter a whole number, for example 12." in words
    assert "Kept on the page" in sent.content.decode()
    assert 'value="many"' in sent.content.decode()
    assert answer_of(ret).version == 0


class TestAutosave:
    def save(self, browser, ret, values, version=0):
        sent = {"version": version, "fields": list(values), **values}
        return browser.post(page(ret, name="save_answer"), sent, headers={"X-Autosave": "1"})

    def test_saves_the_changed_fields_only(self, ret, browser, lead):
        answered(ret, by=lead, headline="Stays")

        sent = self.save(browser, ret, {"q-now": "Changed"}, 1)

        assert sent.json() == {
            "state": "saved",
            "version": "2",
            "saved_at": timezone.localtime().strftime("%H:%M"),
            "errors": {},
        }
        assert (answer_of(ret).answers["now"], answer_of(ret).answers["headline"]) == ("Changed", "Stays")

    def test_half_a_ratio_waits_for_its_other_half(self, ret, browser):
        first = self.save(browser, ret, {"q-trained.n": "12"})

        assert first.json()["errors"] == {
            "q-trained.n": ["Enter both the number and the total it is out of.", "This answer is not saved yet."]
        }
        assert 'value="12"' in browser.get(page(ret)).content.decode()
        second = self.save(browser, ret, {"q-trained.d": "40"})
        assert second.json()["errors"] == {}
        assert answer_of(ret).answers == {"trained": {"n": 12, "d": 40}}

    def test_good_answers_are_saved_beside_a_bad_one(self, ret, browser):
        sent = self.save(browser, ret, {"q-now": "Good", "q-posts": "x"})

        assert list(sent.json()["errors"]) == ["q-posts"]
        assert answer_of(ret).answers == {"now": "Good"}

    def test_conflict_leads_to_both_texts_and_saves_the_rest(self, ret, browser, lead):
        colleague = person("nvap_lead", ret.force, display_name="Colin Colleague")
        answering.save(response=answer_of(ret), values={"now": "Theirs"}, version=0, by=colleague)

        sent = self.save(browser, ret, {"q-now": "Mine", "q-headline": "Mine too"})

        told = sent.json()
        assert (sent.status_code, told["state"]) == (409, "conflict")
        assert answer_of(ret).answers == {"now": "Theirs", "headline": "Mine too"}
        both = browser.get(told["url"])
        for part in ("Theirs", "Mine", "Keep what is saved", "Keep what I typed", "Join the two as below"):
            assert part in both.content.decode()
        assert 'id="row-q-headline"' not in both.content.decode()

    def test_return_that_went_on_shows_the_text_to_copy(self, ret, browser):
        Return.objects.filter(pk=ret.pk).update(state="submitted", submitted_at=timezone.now())

        sent = self.save(browser, ret, {"q-now": "Too late"})

        copy = browser.get(sent.json()["url"])
        assert (sent.status_code, copy.status_code) == (409, 409)
        assert "Too late" in copy.content.decode()
        assert "This return is with VKPP, so answers cannot be changed." in text_of(copy)

    def test_ended_session_is_said(self, ret, client):
        sent = self.save(client, ret, {"q-now": "Typed"})

        assert (sent.status_code, sent.json()["state"]) == (401, "expired")


class TestTwoWriters:
    @pytest.fixture
    def stale(self, ret, browser):
        colleague = person("nvap_lead", ret.force, display_name="Colin Colleague")
        answering.save(response=answer_of(ret), values={"now": "Theirs"}, version=0, by=colleague)
        return browser.post(page(ret), {"version": 0, "q-now": "Mine", "q-headline": "Only mine", "action": "next"})

    def test_second_sees_both_texts(self, ret, stale):
        words = text_of(stale)
        assert stale.status_code == 409
        assert "Colin Colleague saved changes on" in words
        assert answer_of(ret).answers == {"now": "Theirs", "headline": "Only mine"}

    @pytest.mark.parametrize(
        ("choice", "saved"), [("mine", "Mine"), ("theirs", "Theirs"), ("joined", "Theirs\n\nMine")]
    )
    def test_second_chooses(self, ret, browser, stale, choice, saved):
        sent = {"version": 2, "choice-q-now": choice, "mine-q-now": "Mine", "joined-q-now": "Theirs\n\nMine"}

        done = browser.post(page(ret, name="compare_answer"), sent)

        assert (done.status_code, done["Location"]) == (302, page(ret))
        assert answer_of(ret).answers["now"] == saved

    def test_another_change_meanwhile_asks_again(self, ret, browser, stale, lead):
        answering.save(response=answer_of(ret), values={"now": "Theirs again"}, version=2, by=lead)

        sent = {"version": 2, "choice-q-now": "mine", "mine-q-now": "Mine"}
        again = browser.post(page(ret, name="compare_answer"), sent)

        assert again.status_code == 409
        assert "Theirs again" in again.content.decode()
        assert answer_of(ret).answers["now"] == "Theirs again"


def test_text_sent_after_the_session_ended_waits_behind_the_sign_in(ret, lead, browser, client, client_for):
    mark = re.search(r'name="author" value="([^"]+)"', browser.get(page(ret)).content.decode())[1]

    sent = client.post(page(ret), {"version": 0, "author": mark, "q-now": "Typed too late"})
    kept = sent["Location"].rpartition("next=")[2].replace("%3F", "?").replace("%3D", "=")

    shown = client_for(lead).get(kept)
    assert "Typed too late" in shown.content.decode()
    assert "What you had typed is below. It is not saved yet: look at it and press Save." in text_of(shown)
    assert answer_of(ret).version == 0


def test_chief_officer_reads_the_answer_and_has_no_form(ret, lead, client_for):
    answered(ret, by=lead)

    shown = client_for(person("chief_officer", ret.force)).get(page(ret))

    assert "Training for all." in text_of(shown)
    assert "data-autosave=" not in shown.content.decode()


def test_contributor_meets_only_what_is_assigned(ret, lead, client_for):
    colleague = person("contributor", ret.force)
    theme = Theme.objects.get(code="2.2")
    assigning.assign(ret=ret, person=colleague, things=[theme], by=lead)
    browser = client_for(colleague)

    mine, other = browser.get(page(ret, "2.2.1")), browser.get(page(ret, "2.1.1"))

    assert (mine.status_code, other.status_code) == (200, 404)
    assert "Recognition and response" not in text_of(mine)


def test_part_taken_away_while_somebody_writes_gives_the_text_back(ret, lead, client_for):
    colleague = person("contributor", ret.force)
    (row,) = assigning.assign(ret=ret, person=colleague, things=[Theme.objects.get(code="2.1")], by=lead)
    browser = client_for(colleague)
    assert browser.get(page(ret)).status_code == 200
    assigning.unassign(assignment=row, by=lead)

    sent = browser.post(page(ret), {"version": 0, "q-now": "Typed for nothing?"})

    assert sent.status_code == 404
    assert "Typed for nothing?" in sent.content.decode()
    assert answer_of(ret).version == 0


@pytest.mark.parametrize(
    ("role", "code"), [("nvap_lead", "kent"), ("contributor", "norfolk"), ("national_analyst", None)]
)
def test_others_do_not_find_it(ret, client_for, role, code):
    stranger = client_for(person(role, ForceFactory(code=code) if code else None))

    for name in ("answer", "answer_history", "answer_evidence"):
        assert stranger.get(page(ret, name=name)).status_code == 404
    assert stranger.post(page(ret, name="save_answer"), {"fields": "q-now", "q-now": "x"}).status_code == 404


def test_comments_are_read_by_whom_they_are_for(ret, lead, browser, client_for):
    browser.post(page(ret, name="comment_answer"), {"text": "Among us", "audience": "force"})
    browser.post(page(ret, name="comment_answer"), {"text": "For VKPP too", "audience": "vkpp"})
    staff = person("vkpp_staff")
    comments.add(response=answer_of(ret), text="Only inside", audience="staff", by=staff)

    ours, theirs = text_of(browser.get(page(ret))), text_of(client_for(staff).get(page(ret)))

    assert ("Among us" in ours, "For VKPP too" in ours, "Only inside" in ours) == (True, True, False)
    assert ("Among us" in theirs, "For VKPP too" in theirs, "Only inside" in theirs) == (False, True, True)


def test_empty_comment_is_refused_in_a_sentence(ret, browser):
    assert "Write a comment first." in text_of(browser.post(page(ret, name="comment_answer"), {"audience": "force"}))


def test_history_shows_each_sitting_with_its_differences(ret, lead, browser):
    answered(ret, by=lead)
    answering.save(response=answer_of(ret), values={"now": "Training for most."}, version=None, by=lead)
    answering.save(
        response=answer_of(ret), values={"now": "Training for some."}, version=None, by=person("nvap_lead", ret.force)
    )

    shown = browser.get(page(ret, name="answer_history")).content.decode()

    assert "<del>most.</del><ins>some.</ins>" in shown
    assert "Versions 1 to 2" in shown
    assert "Version 3" in shown


def test_colleague_on_the_same_page_is_named(ret, browser, client_for):
    colleague = person("nvap_lead", ret.force, display_name="Colin Colleague")
    client_for(colleague).get(page(ret))

    assert "Colin Colleague has this page open now." in text_of(browser.get(page(ret)))


def test_personal_data_is_pointed_out(ret, lead, browser):
    answered(ret, by=lead, now="Ask jane.doe@example.org about it.")

    words = text_of(browser.get(page(ret)))

    assert "jane.doe@example.org – looks like an e-mail address, in “What do you do now?”" in words


def test_page_asks_as_much_for_three_actions_as_for_one(ret, lead, browser):
    answered(ret, by=lead)
    three = queries(browser, page(ret))
    ret.responses.exclude(action_version__code="2.1.1").delete()

    assert queries(browser, page(ret)) == three
    assert three <= 16  # six of them for what a process remembers outside a transaction


def test_save_by_script_needs_few_queries(ret, lead, browser, django_assert_max_num_queries):
    answered(ret, by=lead)
    sent = {"version": 1, "fields": "q-now", "q-now": "Changed"}

    with django_assert_max_num_queries(18):  # three of them for what a process remembers outside a transaction
        assert browser.post(page(ret, name="save_answer"), sent).status_code == 200


def test_refused_comment_keeps_its_text_and_its_readers(ret, browser):
    text = "x" * 2001

    shown = browser.post(page(ret, name="comment_answer"), {"text": text, "audience": "vkpp"}).text

    assert f">{text}</textarea>" in shown
    assert re.findall(r'id="audience-(\w+)"[^>]* checked>', shown) == ["vkpp"]
    assert 'aria-describedby="comment-hint comment-error"' in shown
    assert 'id="comment-error"' in shown
