import pytest

from practice.models import Practice
from vkpp.core import audit
from vkpp.core.exceptions import Invalid
from vkpp.core.workflow import State, Step, Workflow

STATES = (State("draft", "Draft", "Draft"), State("submitted", "Submitted", "Received"))


def step(**changes):
    return Step(
        **{
            "action": "submit",
            "label": "Send",
            "source": ("draft",),
            "target": "submitted",
            "who": "the owner",
            "may": lambda user, thing: user == "owner",
        }
        | changes
    )


def test_table_with_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="row submit is wrong"):
        Workflow("practice", STATES, (step(target="nowhere"),))


def test_table_with_a_row_twice_is_refused():
    with pytest.raises(ValueError, match="row submit is wrong"):
        Workflow("practice", STATES, (step(), step()))


def test_available_depends_on_state_and_person():
    flow = Workflow("practice", STATES, (step(),))

    assert [row.action for row in flow.available(Practice(state="draft"), "owner")] == ["submit"]
    assert flow.available(Practice(state="draft"), "stranger") == []
    assert flow.available(Practice(state="submitted"), "owner") == []


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("bell\x07", "The text contains a control character (U+0007). Delete it, or type the text again."),
        ("a\x00b", "The text contains a NUL character (U+0000). Delete it, or type the text again."),
        (
            "Safe\u202etxt.exe",
            (
                "The text contains an unseen character that turns the direction of writing (U+202E). "
                "Delete it, or paste the text without formatting."
            ),
        ),
    ],
)
def test_reason_with_what_can_never_be_stored_is_refused(reason, sentence):
    with pytest.raises(Invalid) as refusal:
        Workflow("practice", STATES, (step(),)).check(Practice(state="draft"), "submit", "owner", reason)
    assert refusal.value.errors == {"reason": [sentence]}
    with pytest.raises(Invalid) as refusal:
        audit.record(by=None, verb="thing.deed", target=Practice(pk=1), reason=reason)
    assert refusal.value.errors == {"reason": [sentence]}


def test_table_reads_as_sentences():
    flow = Workflow("practice", STATES, (step(),))

    assert list(flow.table()) == [("Draft", "Send", "Submitted", "the owner")]
