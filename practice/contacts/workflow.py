"""The way of a contact request, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from practice.contacts import people
from practice.contacts.vocab import ContactState
from practice.models import ContactRequest
from vkpp.core.workflow import State, Step, Workflow

ASKER = _("the person who asked")
ASKED = _("the example's authors, the force's lead, or the colleague to whom it was passed on")
COLOURS = {
    ContactState.ASKED: "yellow",
    ContactState.PASSED_ON: "blue",
    ContactState.ANSWERED: "green",
    ContactState.CLOSED: "grey",
    ContactState.DECLINED: "grey",
    ContactState.WITHDRAWN: "grey",
}


def _passes_on(user: Any, request: ContactRequest) -> bool:
    """Only within a force is there a colleague to pass it on to."""
    return request.force_id is not None and people.answers(user, request)


CONTACT = Workflow(
    name="contact",
    states=tuple(State(state, state.label, state.label, COLOURS[state]) for state in ContactState),
    steps=(
        Step("answer", _("Answer"), ("asked", "passed_on"), "answered", ASKED, people.answers, button="primary"),
        Step("pass_on", _("Pass on to a colleague"), ("asked", "passed_on"), "passed_on", ASKED, _passes_on),
        Step("decline", _("Decline"), ("asked", "passed_on"), "declined", ASKED, people.answers, needs_reason=True),
        Step("reconsider", _("Answer after all"), ("declined",), "asked", ASKED, people.answers),
        Step("withdraw", _("Withdraw"), ("asked", "passed_on"), "withdrawn", ASKER, people.asks),
        Step("close", _("Close: I have what I need"), ("answered",), "closed", ASKER, people.asks, button="primary"),
        Step("reopen", _("Open again"), ("closed",), "answered", ASKER, people.asks),
    ),
)
