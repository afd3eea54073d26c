import pytest

from practice.models import Practice
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


def test_table_reads_as_sentences():
    flow = Workflow("practice", STATES, (step(),))

    assert list(flow.table()) == [("Draft", "Send", "Submitted", "the owner")]
