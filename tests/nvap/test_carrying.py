"""Last round's answers as proposals: carried along the succession, counted as missing, confirmed by people."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap.actions import answering, carrying, returns
from nvap.models import Gap, ResponseRevision, Return, Theme
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan, a_return, a_round, all_answered, answer_of, answered
from vkpp.core.exceptions import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(force):
    """The NVAP lead of Norfolk, which has no return yet but those that a test makes."""
    return person("nvap_lead", force)


@pytest.fixture
def last(force):
    return a_return(force, round=a_round("2024", opens_at=timezone.now() - dt.timedelta(days=700)))


def opened(last, plan=None):
    """The next round, opened for every benchmarked force."""
    round_ = a_round("2026", plan=plan or last.round.plan, previous=last.round)
    returns.open_returns(round=round_, by=None)
    return Return.objects.get(round=round_, force=last.force)


def test_open_returns_makes_each_force_a_return_with_a_row_per_action(last):
    ForceFactory(code="kent")
    ForceFactory(code="city", benchmarked=False)

    ret = opened(last)

    assert sorted(Return.objects.filter(round=ret.round).values_list("force__code", flat=True)) == ["kent", "norfolk"]
    assert ret.responses.count() == 3
    assert returns.open_returns(round=ret.round, by=None) == 0


def test_answers_are_carried_as_proposals_that_count_as_missing(last, lead):
    answered(last, by=lead, gap=True, gap_text="No trainer")

    answer = answer_of(opened(last))

    assert answer.answers == answer_of(last).answers
    assert (answer.provenance, answer.complete, answer.version, answer.counts) == ("carried", False, 1, False)
    assert answer.carried_from == answer_of(last)
    assert ResponseRevision.objects.get(response=answer).source == "carried"
    assert not Gap.objects.filter(response=answer).exists()
    assert answer_of(opened(last), "2.1.2").provenance == "empty"


def test_change_of_a_proposal_stays_a_proposal_until_it_is_confirmed(last, lead):
    answered(last, by=lead)
    answer = answer_of(opened(last))

    answering.save(response=answer, values={"now": "Training, again."}, version=1, by=lead)
    assert (answer.provenance, answer.complete) == ("carried", False)
    answering.save(response=answer, values={}, version=2, by=lead, confirm=True)

    assert (answer.provenance, answer.complete, answer.version) == ("typed", True, 3)


def test_confirmed_as_it_was_says_so(last, lead):
    answered(last, by=lead, gap=True, gap_text="No trainer")
    answer = answer_of(opened(last))

    answering.confirm(response=answer, version=1, by=lead)

    assert (answer.provenance, answer.complete) == ("confirmed", True)
    assert Gap.objects.get(response=answer).text == "No trainer"


def test_proposal_changed_since_it_was_read_is_not_confirmed(last, lead):
    answered(last, by=lead)
    answer = answer_of(opened(last))
    answering.save(response=answer, values={"now": "Changed"}, version=1, by=lead)

    with pytest.raises(Conflict) as refusal:
        answering.confirm(response=answer, version=1, by=lead)

    sentence = "The answer on 2.1.1 was changed since you read it. Read it again before you confirm it."
    assert refusal.value.message == sentence
    assert answer_of(answer.ret).provenance == "carried"


def test_theme_is_confirmed_in_one_go_but_for_what_changed(last, lead):
    all_answered(last, by=lead)
    ret = opened(last)
    theme = Theme.objects.get(code="2.1")
    versions = {answer_of(ret, code).pk: 1 for code in ("2.1.1", "2.1.2", "2.2.1")}
    answering.save(response=answer_of(ret, "2.1.2"), values={"now": "Changed"}, version=1, by=lead)

    done = carrying.confirm_theme(ret=ret, theme=theme, versions=versions, by=lead)

    assert (done.count, done.changed) == (1, ("2.1.2",))
    states = dict(ret.responses.values_list("action_version__code", "provenance"))
    assert states == {"2.1.1": "confirmed", "2.1.2": "carried", "2.2.1": "carried"}


def test_page_of_a_theme_confirms_what_was_ticked(last, lead, client_for):
    all_answered(last, by=lead)
    ret = opened(last)
    browser = client_for(lead)
    url = reverse("nvap:confirm_theme", args=["2026", "norfolk", "2.1"])

    assert "I have read it and it is still true" in browser.get(url).content.decode()
    nothing = browser.post(url, {}, follow=True)
    browser.post(url, {"read": [f"{answer_of(ret).pk}:1", "x:y", "99999999999999999999:1"]})

    assert "Nothing was confirmed: tick the answers that are still true." in nothing.content.decode()
    assert (answer_of(ret).provenance, answer_of(ret, "2.1.2").provenance) == ("confirmed", "carried")


def successor(last, *links):
    """A new plan of two actions that continue those of `last` as the links say: (before, after, kind, comparable)."""
    own = {action.code: action for action in last.round.plan.actions.all()}
    found = [(own[before], *rest) for before, *rest in links]
    return a_plan("nvap-new", (("3.1", "3", "First"), ("3.2", "3", "Second")), found)


def test_merged_actions_join_their_texts_and_keep_levels_only_where_they_agree(last, lead):
    answered(last, "2.1.1", by=lead, now="One.", implementation="planned")
    answered(last, "2.1.2", by=lead, now="Two.", implementation="embedding")
    plan = successor(last, ("2.1.1", "3.1", "merged", "care"), ("2.1.2", "3.1", "merged", "care"))

    answer = answer_of(opened(last, plan), "3.1")

    assert answer.answers == {"impact": "developing", "now": "One.\n\nTwo.", "gap": False}
    assert (answer.provenance, answer.carried_from) == ("carried", None)


def test_split_action_is_proposed_to_both_and_what_cannot_be_compared_to_none(last, lead):
    all_answered(last, by=lead)
    plan = successor(last, ("2.1.1", "3.1", "split", "yes"), ("2.1.2", "3.2", "reworded", "no"))

    ret = opened(last, plan)

    assert (answer_of(ret, "3.1").carried_from, answer_of(ret, "3.2").provenance) == (answer_of(last), "empty")


def test_only_administrators_carry_forward(last, lead):
    ret = opened(last)

    with pytest.raises(NotAllowed):
        carrying.carry_forward(ret=ret, by=lead)
    with pytest.raises(NotAllowed):
        returns.open_returns(round=ret.round, by=lead)
