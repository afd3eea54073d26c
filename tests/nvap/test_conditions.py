"""Conditions of forms and rules, as data and as words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nvap import condition_text, conditions
from nvap.conditions import Facts, check, holds
from vkpp.core.exceptions import Invalid

CODES = ["gap", "impact", "gap_text", "kinds"]
FACTS = Facts(
    answers={"gap": True, "impact": "clear", "gap_text": "No training.", "kinds": ["tools", "people"], "posts": 1},
    scores={"impact": 3},
    last_answers={"gap_text": "No training.", "impact": "first"},
    last_scores={"impact": 1},
    evidence=0,
)


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("", True),
        ("gap is yes", True),
        ("gap is not yes", False),
        ("posts is yes", False),
        ("nothing is not yes", True),
        ("impact is one of some, clear", True),
        ("kinds is one of tools", True),
        ("kinds is one of data", False),
        ("impact at least 3", True),
        ("impact at least 4", False),
        ("impact at most 3", True),
        ("nothing at most 3", False),
        ("gap_text is filled and not gap_text is empty", True),
        ("gap_text longer than 11", True),
        ("gap_text longer than 12", False),
        ("impact raised by 2", True),
        ("impact raised by 3", False),
        ("impact lower than last time", False),
        ("gap_text same as last time", True),
        ("nothing same as last time", False),
        ("evidence is none", True),
        ("evidence is some", False),
        ("gap is no or impact is clear and evidence is none", True),
        ("(gap is no or impact is clear) and evidence is some", False),
    ],
)
def test_a_condition_in_words_holds_as_it_reads(words, true):
    assert holds(condition_text.read(words), FACTS) is true


def test_a_lower_score_than_last_time_is_found():
    facts = Facts(scores={"impact": 1}, last_scores={"impact": 2})
    assert holds({"question": "impact", "op": "lower_than_last"}, facts)


@pytest.mark.parametrize("answer", [None, "", "  ", [], {"n": None, "d": None}])
def test_nothing_answered_is_empty(answer):
    assert conditions.is_empty(answer)


@pytest.mark.parametrize("answer", [False, 0, "x", ["x"], {"n": 0, "d": None}])
def test_no_and_nought_are_answers(answer):
    assert not conditions.is_empty(answer)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ([], "A condition is an object in curly brackets"),
        ({"all": []}, "“all” and “any” need a list with at least one condition."),
        ({"all": [{}]}, "A part of the condition is empty. Fill it or remove it."),
        ({"question": "unknown", "op": "empty"}, "There is no question “unknown” in the form."),
        ({"question": "gap", "op": "like"}, "“like” is no comparison."),
        ({"question": "impact", "op": "at_least", "value": True}, "“at_least” needs a whole number as its value."),
        ({"question": "impact", "op": "in", "value": "x"}, "“in” needs a list of values."),
        ({"question": "impact", "op": "in", "value": [None]}, "“in” needs a value: a text, a number, true or false."),
        ({"question": "impact", "op": "in", "value": ["clear", "\ud800"]}, "The text contains half a character"),
        ({"question": "impact", "op": "is", "value": "\x00"}, "The text contains"),
        ({"question": "gap", "op": "is"}, "“is” needs a value: a text, a number, true or false."),
        ({"question": "gap", "op": "empty", "value": 1}, "“empty” takes no value. Remove it."),
        ({"question": "gap", "op": "is", "value": 1, "why": 2}, "A condition has no “why”."),
        ({"evidence": "much"}, "“evidence” must be “none” or “some”."),
    ],
)
def test_a_condition_that_cannot_be_is_refused_with_a_sentence(condition, sentence):
    with pytest.raises(Invalid) as refusal:
        check(condition, CODES)
    assert refusal.value.errors["condition"][0].startswith(sentence)


def test_a_condition_nested_too_deeply_is_refused():
    condition = {"evidence": "none"}
    for _ in range(12):
        condition = {"not": condition}
    with pytest.raises(Invalid, match="nested too deeply"):
        check(condition, CODES)


@pytest.mark.parametrize("words", ["gap", "gap is", "gap likes yes", "(gap is yes", "gap is yes)", "and", 'gap is "x'])
def test_words_that_say_no_condition_are_refused(words):
    with pytest.raises(Invalid, match="The condition cannot be read at"):
        condition_text.read(words)


LEAVES = st.one_of(
    st.builds(
        lambda code, op, value: {"question": code, "op": op, "value": value},
        st.sampled_from(CODES),
        st.sampled_from(["is", "is_not"]),
        st.booleans() | st.sampled_from(["clear", "two words", "yes", "7"]) | st.integers(0, 99),
    ),
    st.builds(
        lambda code, values: {"question": code, "op": "in", "value": values},
        st.sampled_from(CODES),
        st.lists(st.sampled_from(["clear", "two words"]), min_size=1, max_size=3),
    ),
    st.builds(
        lambda code, op, value: {"question": code, "op": op, "value": value},
        st.sampled_from(CODES),
        st.sampled_from(["at_least", "at_most", "longer_than", "raised_by"]),
        st.integers(0, 99),
    ),
    st.builds(
        lambda code, op: {"question": code, "op": op},
        st.sampled_from(CODES),
        st.sampled_from(["empty", "filled", "lower_than_last", "same_as_last"]),
    ),
    st.sampled_from([{"evidence": "none"}, {"evidence": "some"}]),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda name, parts: {name: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=2, max_size=3)
        ),
    ),
    max_leaves=6,
)
SOME_FACTS = st.builds(
    Facts,
    answers=st.fixed_dictionaries(
        {},
        optional={
            "gap": st.booleans(),
            "impact": st.sampled_from(["clear", "two words"]),
            "gap_text": st.text(max_size=9),
        },
    ),
    scores=st.fixed_dictionaries({}, optional={"impact": st.integers(0, 4)}),
    last_answers=st.fixed_dictionaries({}, optional={"gap_text": st.text(max_size=9)}),
    last_scores=st.fixed_dictionaries({}, optional={"impact": st.integers(0, 4)}),
    evidence=st.integers(0, 2),
)


@given(CONDITIONS)
@settings(max_examples=150, deadline=None)
def test_a_condition_written_in_words_reads_the_same(condition):
    check(condition, CODES)
    assert condition_text.read(condition_text.write(condition)) == condition


@given(CONDITIONS, SOME_FACTS)
@settings(max_examples=150, deadline=None)
def test_a_condition_and_its_contrary_never_agree(condition, facts):
    assert holds(condition, facts) is not holds({"not": condition}, facts)
    assert holds({"all": [condition, {"not": condition}]}, facts) is False
    assert holds({"any": [condition, {"not": condition}]}, facts) is True


@given(CONDITIONS)
@settings(max_examples=50, deadline=None)
def test_a_sound_condition_asks_only_about_known_questions(condition):
    assert conditions.questions_in(condition) <= set(CODES)
