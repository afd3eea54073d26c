"""The way of a request for help, as a table."""

from django.utils.translation import gettext_lazy as _

from analytics.matching import people
from vkpp.core.workflow import State, Step, Workflow

ASKER = _("lead or chief officer of the force that asked")
HELPER = _("lead or chief officer of the force that was asked")


HELP = Workflow(
    name="help_request",
    states=(
        State("asked", _("Waits for an answer"), _("Waits for an answer"), "yellow"),
        State("agreed", _("Help agreed"), _("Help agreed"), "blue"),
        State("declined", _("Declined"), _("Declined"), "grey"),
        State("tried", _("Tried, result to be noted"), _("Tried, result to be noted"), "purple"),
        State("closed", _("Result noted"), _("Result noted"), "green"),
        State("withdrawn", _("Withdrawn"), _("Withdrawn"), "grey"),
    ),
    steps=(
        Step("agree", _("Agree to help"), ("asked",), "agreed", HELPER, people.helps, button="primary"),
        Step("decline", _("Decline"), ("asked",), "declined", HELPER, people.helps, needs_reason=True),
        Step("withdraw", _("Withdraw the request"), ("asked", "agreed"), "withdrawn", ASKER, people.asks),
        Step("try", _("Note what you tried"), ("agreed",), "tried", ASKER, people.asks, button="primary"),
        Step("close", _("Note what came of it"), ("tried",), "closed", ASKER, people.asks, button="primary"),
        Step("resume", _("Change the result"), ("closed",), "tried", ASKER, people.asks),
    ),
)
