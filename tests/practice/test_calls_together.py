"""Two administrators change the same call for practice: the second sees what the first did before saving over it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.actions import calls
from practice.models import Call
from tests.clients import sent
from tests.factories.accounts import person
from tests.factories.practice import CallFactory
from vkpp.core.exceptions import Conflict

pytestmark = pytest.mark.django_db
QUESTION = {"code": "how", "kind": "text", "text": "How do you do it?"}


@pytest.fixture
def browser(client_for):
    return client_for(person("vkpp_admin"))


@pytest.fixture
def other():
    return person("vkpp_admin")


@pytest.fixture
def call():
    opens = timezone.now() + dt.timedelta(days=7)
    return CallFactory(opens_at=opens, title="Victims", description="Tell us.")


def typed(page, names):
    form = page.context["form"]
    return {name: form[name].value() for name in (*names, "version")}


def test_who_was_overtaken_sees_both_before_saving_again(call, browser, other):
    address = reverse("practice:change_call", args=[call.slug])
    sent = typed(browser.get(address), ("description", "grace_minutes")) | {
        "title": "Mine",
        **dict(zip(("opens_on_0", "opens_on_1", "opens_on_2"), ("1", "3", "2036"), strict=True)),
        "opens_time": "9am",
    }
    calls.change(call=call, values={"title": "Theirs"}, by=other)

    told = browser.post(address, sent)

    assert (told.status_code, Call.objects.get().title) == (409, "Theirs")
    assert "Somebody changed this" in told.text
    assert {"label": "Title", "left": "Theirs", "right": "Mine", "changed": True} in told.context["form"].theirs
    browser.post(address, sent | typed(told, ()))
    assert Call.objects.get().title == "Mine"


def test_question_that_is_added_stands_beside_nothing(call, browser, other):
    address = reverse("practice:add_question", args=[call.slug])
    mine = sent(browser.get(address), text="Mine?", kind="yes_no")
    calls.change(call=call, values={"title": "Theirs"}, by=other)

    told = browser.post(address, mine)

    assert (told.status_code, told.context["form"].theirs) == (409, [])
    assert "Nothing that this form asks for differs" in told.text
    assert browser.post(address, sent(told)).status_code == 302


def test_question_that_somebody_else_changed_meanwhile_is_shown_first(call, browser, other):
    calls.set_questions(call=call, questions=[QUESTION], by=other)
    address = reverse("practice:change_question", args=[call.slug, "how"])
    sent = typed(browser.get(address), ("kind",)) | {"text": "Mine?"}
    calls.set_questions(call=call, questions=[{**QUESTION, "text": "How did you?"}], by=other)

    told = browser.post(address, sent)

    assert told.status_code == 409
    assert "How did you?" in told.text
    browser.post(address, sent | typed(told, ()))
    assert [question.text for question in call.forms.first().questions.all()] == ["Mine?"]


def test_every_change_of_a_call_counts(call, other):
    calls.set_questions(call=call, questions=[QUESTION], version=1, by=other)
    calls.change(call=call, values={"closes_at": call.opens_at + dt.timedelta(days=7)}, version=2, by=other)
    calls.extend(call=call, closes_at=call.opens_at + dt.timedelta(days=9), reason="More time.", by=other)
    assert call.version == 4

    with pytest.raises(Conflict, match="Somebody changed this"):
        calls.change(call=call, values={"title": "Late"}, version=2, by=other)
    with pytest.raises(Conflict, match="Somebody changed this"):
        calls.set_questions(call=call, questions=[], version=2, by=other)
