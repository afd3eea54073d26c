"""What may be stored as an answer, per kind of question: cleaned, or refused with a sentence."""

import datetime as dt

import pytest

from nvap import cleaning
from nvap.form_spec import OptionSpec, QuestionSpec
from vkpp.core.plain_text import Refused

LISTED = tuple(OptionSpec(value, value.title(), "", None) for value in ("low", "high"))


def question(kind, limit=0):
    return QuestionSpec("code", "The answer", "", kind, "", limit, False, {}, {}, (), False, "all", LISTED)


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        ("text", "Line one\r\nline two ", "Line one\nline two"),
        ("line", "One\nline", "One line"),
        ("text", "   ", None),
        ("level", "high", "high"),
        ("one_of", "", None),
        ("some_of", ["high", "low", "high"], ["low", "high"]),
        ("some_of", [], None),
        ("yes_no", "yes", True),
        ("yes_no", False, False),
        ("number", "1,200", 1200),
        ("number", 0, 0),
        ("number", 12.0, 12),
        ("ratio", {"n": "3", "d": 40}, {"n": 3, "d": 40}),
        ("ratio", {"n": "", "d": ""}, None),
        ("date", "27/3/2026", "2026-03-27"),
        ("date", "27 March 2026", "2026-03-27"),
        ("date", dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC), "2026-03-27"),
        ("date", None, None),
    ],
)
def test_value_is_stored_in_one_form(kind, sent, stored):
    assert cleaning.clean(question(kind), sent) == stored


LEFT_TURN = (
    "The text contains an unseen character that turns the direction of writing (U+202E). "
    "Delete it, or paste the text without formatting."
)


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("text", "a\x00b", "The text contains a NUL character (U+0000). Delete it, or type the text again."),
        ("text", "a\u202eb", LEFT_TURN),
        ("line", "\ud800", "The text contains half a character (U+D800). Delete it, or type the text again."),
        ("text", "x" * 5001, "The answer must be 5,000 characters or fewer. Remove 1 character."),
        (
            "text",
            "x" * 10_000_000,
            "The answer must be 5,000 characters or fewer. Remove 9,995,000 characters.",
        ),
        ("text", {"deep": "value"}, "The answer must be text."),
        ("text", 12, "The answer must be text."),
        ("level", "splendid", "“splendid” is not in the list. Choose from the list."),
        ("level", True, "The answer must be text."),
        ("one_of", ["low"], "The answer must be text."),
        ("some_of", "low", "The answer must be a list of codes."),
        ("some_of", ["low", 3], "The answer must be a list of codes."),
        ("some_of", ["lower"], "“lower” is not in the list. Choose from the list."),
        ("yes_no", "perhaps", "Answer yes or no."),
        ("yes_no", 1, "Answer yes or no."),
        ("number", "twelve", "Enter a whole number, for example 12."),
        ("number", "-3", "Enter a whole number, for example 12."),
        ("number", 1.5, "Enter a whole number, for example 12."),
        ("number", True, "Enter a whole number, for example 12."),
        ("number", 10**13, "Enter a number up to 1,000,000,000,000."),
        ("number", "٣", "Enter a whole number, for example 12."),
        ("ratio", {"n": 3}, "Enter both the number and the total it is out of."),
        ("ratio", {"n": 5, "d": 4}, "5 is more than the total of 4. Check which is which."),
        ("ratio", {"n": 0, "d": 0}, "The total must be more than 0. Leave both empty if there is nothing to count."),
        ("ratio", "3/4", "Give the number and the total, for example 12 out of 40."),
        ("ratio", {"n": 1, "d": 2, "x": 3}, "Give the number and the total, for example 12 out of 40."),
        ("date", "31/2/2026", "Enter a real date, for example 27/3/2026."),
        ("date", "1/1/0001", "Enter a year between 1900 and 2200."),
        ("date", 20260327, "The date must be text."),
    ],
)
def test_value_that_cannot_be_stored_is_refused(kind, sent, sentence):
    with pytest.raises(Refused) as refusal:
        cleaning.clean(question(kind), sent)

    assert str(refusal.value) == sentence


def test_limit_of_the_question_goes_before_that_of_its_kind():
    with pytest.raises(Refused) as refusal:
        cleaning.clean(question("text", limit=10), "eleven char")

    assert str(refusal.value) == "The answer must be 10 characters or fewer. Remove 1 character."
