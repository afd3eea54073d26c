"""The way of an introduction, and of a body's page, as tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from practice.introductions import people
from vkpp.core.workflow import State, Step, Workflow

OWNER = _("owner, or who decides for the force")
ASKER = _("side that asked, or VKPP staff")
EITHER = _("owner, the evaluator’s people or VKPP staff")
STAFF = _("VKPP staff")
PORTAL = _("portal, when the example is no longer open to evaluators")


def nobody(_user: Any, _thing: Any) -> bool:
    """Steps that the portal takes by itself."""
    return False


INTRODUCTION = Workflow(
    name="introduction",
    states=(
        State("proposed", _("Waits for the owner"), _("Waits for the owner"), "yellow"),
        State("agreed", _("Owner agreed, to be introduced"), _("Owner agreed, to be introduced"), "orange"),
        State("declined", _("Owner declined"), _("Owner declined"), "grey"),
        State("introduced", _("Introduced"), _("Introduced"), "blue"),
        State("talks", _("In talks"), _("In talks"), "purple"),
        State("evaluation", _("Evaluation agreed"), _("Evaluation agreed"), "green"),
        State("ended", _("Ended"), _("Ended"), "grey"),
        State("withdrawn", _("Request withdrawn"), _("Request withdrawn"), "grey"),
        State("stopped", _("Permission taken back"), _("Permission taken back"), "grey"),
    ),
    steps=(
        Step("agree", _("Agree to be introduced"), ("proposed", "declined"), "agreed", OWNER, people.owns,
             button="primary"),
        Step("decline", _("Decline"), ("proposed", "agreed"), "declined", OWNER, people.owns),
        Step("withdraw", _("Withdraw the request"), ("proposed", "agreed"), "withdrawn", ASKER, people.asked_it),
        Step("introduce", _("Introduce them"), ("agreed",), "introduced", STAFF, people.introduces, button="primary"),
        Step("talk", _("Note that talks have begun"), ("introduced",), "talks", EITHER, people.takes_part,
             button="primary"),
        Step("conclude", _("Note the evaluation agreed"), ("introduced", "talks"), "evaluation", EITHER,
             people.takes_part, button="primary"),
        Step("end", _("End it"), ("introduced", "talks", "evaluation"), "ended", EITHER, people.takes_part,
             needs_reason=True),
        Step("resume", _("Take up again"), ("ended",), "talks", EITHER, people.takes_part),
        Step("stop", _("Stop"), ("proposed", "agreed", "introduced", "talks", "evaluation"), "stopped", PORTAL,
             nobody),
    ),
)  # fmt: skip

BODY = Workflow(
    name="evaluator",
    states=(
        State("draft", _("Being prepared"), _("Being prepared"), "grey"),
        State("listed", _("Listed"), _("Listed"), "green"),
        State("retired", _("Taken off the list"), _("Taken off the list"), "grey"),
    ),
    steps=(
        Step("list", _("Put on the list"), ("draft", "retired"), "listed", STAFF, people.manages_body,
             button="primary"),
        Step("retire", _("Take off the list"), ("listed",), "retired", STAFF, people.manages_body),
    ),
)  # fmt: skip
