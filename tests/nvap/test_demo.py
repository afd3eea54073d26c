"""The demonstration's rounds: what is there after loading, and that loading again changes nothing."""

from collections import Counter

import pytest

from nvap import demo, reference
from nvap.models import (
    Amendment,
    Assignment,
    ImprovementAction,
    Query,
    Response,
    Return,
    Round,
    Submission,
)
from vkpp.accounts import demo as accounts_demo
from vkpp.accounts import reference as accounts_reference
from vkpp.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    for load in (accounts_reference.load, reference.load, accounts_demo.load):
        list(load())
    return list(demo.load())


def test_it_shows_every_state_and_is_safe_to_load_twice(loaded):
    states = {
        round_.code: Counter(round_.returns.values_list("state", flat=True))
        for round_ in Round.objects.order_by("code")
    }
    before = (Response.objects.count(), Submission.objects.count(), User.objects.count())

    assert loaded == [
        "88 people lead and sign for 44 forces.",
        "Round 2021: 43 of 44 returns.",
        "Round 2024: 43 of 44 returns.",
        "Round 2026 is running: 40 returns begun.",
    ]
    assert states["2021"] == states["2024"] == {"accepted": 43, "not_started": 1}
    assert set(states["2026"]) == set(Return.State.values)
    assert list(demo.load()) == ["Three rounds of returns are there already."]
    assert (Response.objects.count(), Submission.objects.count(), User.objects.count()) == before

    _norfolk_is_half_way()
    _kent_has_a_question()
    _texts_say_what_they_are()


def _norfolk_is_half_way():
    ret = Return.objects.get(round__code="2026", force__code="norfolk")
    kinds = Counter(ret.responses.values_list("provenance", flat=True))
    assert ret.state == "answering"
    assert kinds["carried"] > 0
    assert kinds["typed"] >= 5
    assert kinds["confirmed"] > 0
    assert Assignment.objects.filter(ret=ret, ended_at=None, theme__isnull=False).count() == 3
    assert ImprovementAction.objects.filter(force=ret.force).count() == 1
    assert ret.responses.filter(evidence_uses__isnull=False).count() == 1


def _kent_has_a_question():
    ret = Return.objects.get(round__code="2026", force__code="kent")
    assert ret.state == "queried"
    assert sorted(Query.objects.filter(response__ret=ret).values_list("state", "blocking")) == [
        ("answered", True),
        ("open", False),
    ]
    assert Amendment.objects.get().state == "approved"


def _texts_say_what_they_are():
    for answers in Response.objects.exclude(answers={}).values_list("answers", flat=True)[:500]:
        texts = [value for value in answers.values() if isinstance(value, str) and " " in value]
        assert [text for text in texts if not text.startswith("Demonstration: ")] == []
    passwords = User.objects.exclude(email__in=[person.email for person in accounts_demo.PEOPLE])
    assert not [user for user in passwords if user.has_usable_password()]
