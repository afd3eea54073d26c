"""Calls for practice: who prepares them, when they are open, their questions, late entries."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from practice.actions import authoring, calls
from practice.actions.questions import rows_of
from practice.models import Call, CallQuestion, LateEntry
from practice.presenters import calls as presenter
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, CallQuestionFactory, draft_practice, submitted_practice
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
LONDON = timezone.get_default_timezone()


def coming(**fields):
    """A call that is announced and opens in a week."""
    now = timezone.now()
    return CallFactory(opens_at=now + dt.timedelta(days=7), closes_at=now + dt.timedelta(days=60), **fields)


def values(**changes):
    now = timezone.now()
    return {
        "title": "Voice of the Victim",
        "description": "How do you hear victims?",
        "opens_at": now + dt.timedelta(days=1),
        "closes_at": now + dt.timedelta(days=30),
        **changes,
    }


def row(**changes):
    return {"code": "how", "kind": "text", "text": "How do you do it?", **changes}


@pytest.fixture
def admin():
    return person("vkpp_admin")


def test_created_call_is_seen_by_managers_only_until_it_is_announced(admin):
    call = calls.create(values=values(), by=admin)

    assert call.slug == "voice-of-the-victim"
    assert not Call.objects.visible_to(person("contributor")).exists()
    calls.announce(call=call, by=admin)
    assert Call.objects.visible_to(person("contributor")).get() == call


@pytest.mark.parametrize("role", ["contributor", "nvap_lead", "vkpp_staff", "evidence_reviewer"])
def test_calls_are_managed_by_administrators_only(role):
    with pytest.raises(NotAllowed, match="Only VKPP administrators"):
        calls.create(values=values(), by=person(role))

    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": ""}, "title", "Enter a title."),
        ({"description": " "}, "description", "Describe what you are asking for."),
        ({"opens_at": None}, "opens_at", "Enter when the call opens."),
        ({"closes_at": timezone.now()}, "closes_at", "The call must close after it opens."),
        (
            {"sealed": True, "closes_at": None},
            "sealed",
            "Only a call with a closing time can be sealed until it closes.",
        ),
        ({"grace_minutes": 20_000}, "grace_minutes", "The grace must be between 0 minutes and a week."),
        ({"strands": ["NO"]}, "strands", "Unknown strand: NO."),
        ({"title": "a\x00"}, "title", "The text contains a NUL character (U+0000). Delete it, or type the text again."),
    ],
)
def test_call_that_cannot_be_is_refused(admin, changes, field, sentence):
    with pytest.raises(Invalid) as refusal:
        calls.create(values=values(**changes), by=admin)

    assert refusal.value.errors == {field: [sentence]}
    assert not Call.objects.exists()


def test_times_of_an_open_call_change_only_with_a_reason(admin):
    call = CallFactory(closes_at=timezone.now() + dt.timedelta(days=1))
    later = call.closes_at + dt.timedelta(days=7)

    with pytest.raises(Conflict, match="only by extending or closing it"):
        calls.change(call=call, values={"closes_at": later}, by=admin)
    with pytest.raises(Invalid):
        calls.extend(call=call, closes_at=later, reason=" ", by=admin)
    calls.extend(call=call, closes_at=later, reason="Half term", by=admin)

    call.refresh_from_db()
    assert call.closes_at == later
    assert AuditEvent.objects.get(verb="call.extend").reason == "Half term"


def test_closing_early_ends_the_call_without_grace(admin):
    CallFactory()
    call = CallFactory(closes_at=timezone.now() + dt.timedelta(days=1))

    calls.close_early(call=call, reason="Enough examples", by=admin)

    assert not call.is_open
    with pytest.raises(Conflict, match="nothing to close"):
        calls.close_early(call=call, reason="Again", by=admin)


def test_the_last_call_that_is_always_open_cannot_be_closed(admin):
    call = CallFactory()

    with pytest.raises(Invalid, match="One call must always be open"):
        calls.close_early(call=call, reason="Done", by=admin)

    assert Call.objects.get().is_open


class TestQuestions:
    def test_are_set_in_order_with_conditions(self, admin):
        call = coming()
        form = calls.set_questions(
            call=call,
            questions=[row(code="code", kind="yes_no"), row(shown_when="code", shown_when_answer="yes")],
            by=admin,
        )

        leader, follower = form.questions.all()
        assert (follower.shown_when, follower.shown_when_answer) == (leader, "yes")

    @pytest.mark.parametrize(
        ("rows", "errors"),
        [
            ([row(text="")], {"0-text": ["Enter the question."]}),
            ([row(kind="colour")], {"0-kind": ["Choose the kind of answer."]}),
            (
                [row(kind="one_of", options=["Only"])],
                {"0-options": ["Give at least two options, one a line."]},
            ),
            ([row(), row()], {"1-code": ["The code must be short, in small letters and used once."]}),
            (
                [row(shown_when="later", shown_when_answer="yes")],
                {"0-shown_when": ["Choose an earlier question of this call."]},
            ),
            (
                [row(code="a", kind="yes_no"), row(shown_when="a", shown_when_answer="perhaps")],
                {"1-shown_when_answer": ["Choose one of the answers of that question: yes, no."]},
            ),
        ],
    )
    def test_that_cannot_be_are_refused(self, admin, rows, errors):
        call = coming()

        with pytest.raises(Invalid) as refusal:
            calls.set_questions(call=call, questions=rows, by=admin)

        assert refusal.value.errors == errors
        assert not CallQuestion.objects.exists()

    def test_are_frozen_once_the_call_has_opened(self, admin):
        with pytest.raises(Conflict, match="its questions are frozen"):
            calls.set_questions(call=CallFactory(), questions=[row()], by=admin)

    def test_are_frozen_by_the_database_too(self):
        call = CallFactory()
        question = CallQuestionFactory(form=call.forms.get())
        assert calls.freeze_opened() == 1

        for change in (question.delete, lambda: CallQuestion.objects.update(text="Other")):
            with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
                change()

    def test_of_a_frozen_form_get_a_new_version_while_the_call_is_still_to_come(self, admin):
        call = coming()
        first = calls.form_to_answer(call=call)

        second = calls.set_questions(call=call, questions=[row()], by=admin)

        assert (first.version, second.version) == (1, 2)
        assert rows_of(second)[0]["text"] == "How do you do it?"


class TestConditions:
    def test_follower_is_asked_only_after_the_answer(self):
        call = CallFactory()
        leader = CallQuestionFactory(form=call.forms.get(), kind="yes_no", code="a")
        CallQuestionFactory(form=call.forms.get(), code="b", required=True, shown_when=leader, shown_when_answer="yes")
        practice = draft_practice(call=call)
        owner = practice.owner
        authoring.save(practice=practice, values={"question-a": "yes"}, version=None, by=owner)

        with pytest.raises(Invalid) as refusal:
            authoring.submit(practice=practice, by=owner)
        assert list(refusal.value.errors) == ["question-b"]

        authoring.save(practice=practice, values={"question-a": "no"}, version=None, by=owner)
        authoring.submit(practice=practice, by=owner)
        assert practice.state == "submitted"

    @pytest.mark.parametrize(
        ("kind", "value", "sentence"),
        [
            ("yes_no", "perhaps", "Answer yes or no."),
            ("number", "many", "Enter a whole number, for example 12."),
            ("one_of", "Blue", "“Blue” is not in the list. Choose from the list."),
            ("some_of", ["Red", "Blue"], "“Blue” is not in the list. Choose from the list."),
        ],
    )
    def test_answers_of_the_wrong_kind_are_refused(self, kind, value, sentence):
        call = CallFactory()
        CallQuestionFactory(form=call.forms.get(), kind=kind, code="a", options=["Red", "Green"])
        practice = draft_practice(call=call)

        with pytest.raises(Invalid) as refusal:
            authoring.save(practice=practice, values={"question-a": value}, version=None, by=practice.owner)

        assert refusal.value.errors == {"question-a": [sentence]}


class TestLateEntries:
    def test_code_is_sent_to_the_person(self, admin):
        officer = person("contributor")
        call = CallFactory(closes_at=timezone.now() + dt.timedelta(days=1))
        until = timezone.now() + dt.timedelta(days=9)

        entry = calls.add_late_entry(call=call, email=officer.email.upper(), until=until, reason="Ill", by=admin)
        outbox.work()

        assert entry.code in mail.outbox[0].body
        assert mail.outbox[0].to == [officer.email]

    @pytest.mark.parametrize(
        ("changes", "field"), [({"email": "nobody@x.example"}, "email"), ({"reason": ""}, "reason")]
    )
    def test_without_account_or_reason_is_refused(self, admin, changes, field):
        officer = person("contributor")
        call = CallFactory(closes_at=timezone.now() + dt.timedelta(days=1))
        given = {"email": officer.email, "reason": "Ill", "until": timezone.now() + dt.timedelta(days=2), **changes}

        with pytest.raises(Invalid) as refusal:
            calls.add_late_entry(call=call, by=admin, **given)

        assert list(refusal.value.errors) == [field]
        assert not LateEntry.objects.exists()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 11, 21, 17, 0, tzinfo=LONDON), "21 November 2026 at 5pm"),
        (dt.datetime(2026, 7, 1, 16, 30, tzinfo=dt.UTC), "1 July 2026 at 5:30pm"),
        (dt.datetime(2026, 11, 21, 0, 0, tzinfo=LONDON), "21 November 2026 at midnight"),
        (dt.datetime(2026, 11, 21, 12, 0, tzinfo=LONDON), "21 November 2026 at midday"),
    ],
)
def test_times_are_said_as_in_london(moment, words):
    assert presenter.moment(moment) == words


class TestPages:
    def test_everybody_sees_open_coming_and_closed_calls(self, client):
        now = timezone.now()
        open_call, soon = CallFactory(), coming()
        past = CallFactory(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=2))
        hidden = CallFactory(state="draft")

        body = client.get(reverse("practice:calls")).content.decode()

        assert [title in body for title in (str(open_call), str(soon), str(past))] == [True] * 3
        assert str(hidden) not in body

    def test_call_lists_its_questions_and_leads_to_sign_in(self, client):
        call = CallFactory()
        CallQuestionFactory(form=call.forms.get(), text="Whom do you ask?")

        body = client.get(reverse("practice:call", args=[call.slug])).content.decode()

        assert "Whom do you ask?" in body
        assert "Sign in to start an example" in body

    def test_closed_call_says_so(self, client_for):
        now = timezone.now()
        call = CallFactory(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=2))
        browser = client_for(person("contributor"))

        body = browser.get(reverse("practice:call", args=[call.slug])).content.decode()
        answer = browser.post(reverse("practice:start", args=[call.slug]), follow=True)

        assert "takes no more examples" in body
        assert "has closed" in answer.content.decode()

    def test_managers_prepare_a_call_in_the_browser(self, admin, client_for):
        browser = client_for(admin)
        sent = {
            "title": "Voice of the Victim", "description": "How?", "grace_minutes": "15",
            "opens_on_0": "1", "opens_on_1": "3", "opens_on_2": "2027", "opens_time": "9am",
            "closes_on_0": "30", "closes_on_1": "6", "closes_on_2": "2027", "closes_time": "17:00",
        }  # fmt: skip

        browser.post(reverse("practice:create_call"), sent)

        call = Call.objects.get()
        assert timezone.localtime(call.opens_at, LONDON) == dt.datetime(2027, 3, 1, 9, tzinfo=LONDON)
        assert presenter.moment(call.closes_at) == "30 June 2027 at 5pm"

    def test_managers_write_questions_in_the_browser(self, admin, client_for):
        call, browser = coming(), client_for(admin)
        add = reverse("practice:add_question", args=[call.slug])

        browser.post(add, {"text": "Is it new?", "kind": "yes_no", "required": "on"})
        browser.post(
            add, {"text": "What is new?", "kind": "text", "shown_when": "is-it-new", "shown_when_answer": "yes"}
        )
        refused = browser.post(
            reverse("practice:move_question", args=[call.slug, "is-it-new"]), {"way": "down"}, follow=True
        )
        wrong = browser.post(add, {"text": "", "kind": "text"})

        assert [question.code for question in call.forms.first().questions.all()] == ["is-it-new", "what-is-new"]
        assert "Another question depends on this one" in refused.content.decode()
        assert "Enter the question." in wrong.content.decode()

    def test_close_whose_day_was_forgotten_makes_no_call_without_an_end(self, admin, client_for):
        opens = {"opens_on_0": "1", "opens_on_1": "3", "opens_on_2": "2036", "opens_time": "9am"}
        words = {"title": "Victims", "description": "Tell us.", "grace_minutes": "15"}

        refused = client_for(admin).post(reverse("practice:create_call"), {**words, **opens, "closes_time": "18:00"})

        assert "Enter the day as well, or leave the time empty." in refused.content.decode()
        assert not Call.objects.filter(title="Victims").exists()

    def test_extending_and_closing_in_the_browser_ask_for_the_reason(self, admin, client_for):
        CallFactory()
        call, browser = CallFactory(closes_at=timezone.now() + dt.timedelta(days=3)), client_for(admin)
        ends = {"closes_on_0": "30", "closes_on_1": "6", "closes_on_2": "2036", "closes_time": "5pm"}

        wrong = browser.post(reverse("practice:extend_call", args=[call.slug]), ends)
        browser.post(reverse("practice:extend_call", args=[call.slug]), {**ends, "reason": "More time"})
        call.refresh_from_db()
        assert "Give a reason." in wrong.content.decode()
        assert presenter.moment(call.closes_at) == "30 June 2036 at 5pm"

        browser.post(reverse("practice:close_call", args=[call.slug]), {"reason": "Enough"})
        call.refresh_from_db()
        assert not call.is_open

    @pytest.mark.parametrize(("role", "status"), [("vkpp_staff", 403), ("nvap_lead", 404)])
    def test_management_is_for_administrators(self, client_for, role, status):
        assert client_for(person(role)).get(reverse("practice:manage_calls")).status_code == status

    def test_managers_see_examples_by_force(self, admin, client_for):
        call = CallFactory()
        sent = submitted_practice(call=call)
        draft_practice(call=call, by=sent.owner)

        page = presenter.management(call)
        body = client_for(admin).get(reverse("practice:manage_call", args=[call.slug])).content.decode()

        assert page["by_force"] == [{"force__name": sent.force.name, "drafts": 1, "sent": 1}]
        assert sent.force.name in body


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_questions_for_any_length(admin, client_for, number, django_assert_num_queries):
    for _count in range(number):
        CallFactory()
    browser = client_for(admin)
    browser.get(reverse("practice:calls"))

    with django_assert_num_queries(3):
        browser.get(reverse("practice:calls"))
    with django_assert_num_queries(3):
        browser.get(reverse("practice:manage_calls"))
