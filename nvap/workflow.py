"""The ways of a return, a query and an improvement action, as tables a chief officer could read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from nvap import people, rules
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.workflow import State, Step, Workflow

LEAD = _("the force's NVAP lead")
CHIEF = _("a chief officer of the force who did not prepare it alone")
EITHER = _("the force's NVAP lead or chief officer")
STAFF = _("VKPP staff")
ANSWERS = _("whoever may answer, by a first answer")
PORTAL = _("the portal, when an answer changes after signature")

RETURN_STATES = (
    State("not_started", _("Not started"), _("Not started"), "grey"),
    State("answering", _("Being answered"), _("Being answered"), "blue"),
    State("to_sign", _("Waiting for signature"), _("Waiting for signature"), "yellow"),
    State("signed", _("Signed, not sent"), _("Signed, not sent"), "purple"),
    State("submitted", _("With VKPP"), _("With VKPP"), "teal"),
    State("queried", _("VKPP has questions"), _("VKPP has questions"), "orange"),
    State("accepted", _("Accepted"), _("Accepted"), "green"),
    State("amending", _("Being amended"), _("Being amended"), "navy"),
)
EDITABLE = ("not_started", "answering", "queried", "amending", "signed")
"""States in which answers may be changed. A change in `signed` voids the signature."""


def _ready(ret: Any) -> Mapping[str, list[str]]:
    return rules.missing_for_signature(ret)


def _no_open_question(ret: Any) -> Mapping[str, list[str]]:
    return rules.missing_for_acceptance(ret)


def _signature_holds(ret: Any) -> Mapping[str, list[str]]:
    return rules.missing_for_submission(ret)


RETURN = Workflow(
    name="return",
    states=RETURN_STATES,
    insider=lambda user: nationally(user, Permission.RETURN_CHECK),
    steps=(
        Step("start", _("Start the return"), ("not_started",), "answering", ANSWERS, people.may_read_to_start),
        Step(
            *("send_for_signature", _("Send for signature"), ("answering", "queried", "amending"), "to_sign", LEAD),
            *(people.may_lead, _ready),
            button="primary",
        ),
        Step("recall", _("Take it back to change it"), ("to_sign",), "answering", LEAD, people.may_lead),
        Step(
            *("return_unsigned", _("Return it without signing"), ("to_sign",), "answering", CHIEF, people.may_sign),
            needs_reason=True,
        ),
        Step("sign", _("Sign the return"), ("to_sign",), "signed", CHIEF, people.may_sign, _ready, button="primary"),
        Step("void", _("Void the signature"), ("signed",), "answering", PORTAL, people.may_answer_some),
        Step(
            *("submit", _("Send to VKPP"), ("signed", "queried"), "submitted", EITHER, people.may_lead_or_sign),
            _signature_holds,
            button="primary",
        ),
        Step(
            *("send_back", _("Send back with queries"), ("submitted",), "queried", STAFF, people.may_check),
            rules.missing_for_sending_back,
        ),
        Step(
            *("accept", _("Accept the return"), ("submitted",), "accepted", STAFF, people.may_check),
            _no_open_question,
            button="primary",
        ),
        Step(
            *("reopen", _("Reopen to amend"), ("accepted", "submitted"), "amending", STAFF, people.may_check),
            needs_reason=True,
        ),
    ),
)

QUERY = Workflow(
    name="query",
    states=(
        State("open", _("Open"), _("Open"), "orange"),
        State("answered", _("Answered"), _("Answered"), "blue"),
        State("closed", _("Closed"), _("Closed"), "grey"),
    ),
    insider=lambda user: nationally(user, Permission.RETURN_CHECK),
    steps=(
        Step("answer", _("Answer"), ("open",), "answered", _("whoever may answer the action"), people.may_answer_query),
        Step("ask_again", _("Ask again"), ("answered", "closed"), "open", STAFF, people.may_raise_query),
        Step("close", _("Close the query"), ("open", "answered"), "closed", STAFF, people.may_raise_query),
    ),
)

IMPROVEMENT = Workflow(
    name="improvement",
    states=(
        State("open", _("Not started"), _("Not started"), "grey"),
        State("under_way", _("Under way"), _("Under way"), "blue"),
        State("done", _("Done"), _("Done"), "green"),
        State("dropped", _("Dropped"), _("Dropped"), "grey"),
    ),
    steps=(
        Step("begin", _("Begin"), ("open",), "under_way", _("its owner or the lead"), people.may_work_on_improvement),
        Step(
            *("finish", _("Mark as done"), ("open", "under_way"), "done", _("its owner or the lead")),
            *(people.may_work_on_improvement, rules.missing_for_finishing),
        ),
        Step(
            *("drop", _("Drop it"), ("open", "under_way"), "dropped", LEAD, people.may_lead_improvement),
            needs_reason=True,
        ),
        Step("resume", _("Take it up again"), ("done", "dropped"), "under_way", LEAD, people.may_lead_improvement),
    ),
)
