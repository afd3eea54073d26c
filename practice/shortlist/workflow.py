"""The way of a round and of a commissioned evaluation, as tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice.shortlist import people
from practice.shortlist_vocab import OPEN
from vkpp.core.workflow import State, Step, Workflow

DECIDES = gettext_lazy("VKPP administrators")


def _missing_for_scoring(round_: Any) -> Mapping[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not round_.criteria.filter(source="scored", weight__gt=0).exists():
        errors["criteria"] = [_("Add a criterion that people score, with a weight above 0.")]
    if not round_.candidates.in_pool().exists():
        errors["pool"] = [_("Put at least one example into the pool.")]
    return errors


def _nothing_commissioned(user: Any, round_: Any) -> bool:
    return people.may_manage(user) and not round_.evaluations.exclude(state="stopped").exists()


def _nothing_open(round_: Any) -> Mapping[str, list[str]]:
    left = round_.evaluations.filter(state__in=OPEN).count()
    if not left:
        return {}
    sentence = ngettext(
        "%(n)s evaluation is not finished. Record its results or stop it first.",
        "%(n)s evaluations are not finished. Record their results or stop them first.",
        left,
    )
    return {"": [sentence % {"n": left}]}


def _nothing_missing(evaluation: Any) -> Mapping[str, list[str]]:
    left = evaluation.milestones.filter(done_on=None).count()
    if not left:
        return {}
    sentence = ngettext(
        "%(n)s milestone is not done. Tick it off or remove it first.",
        "%(n)s milestones are not done. Tick them off or remove them first.",
        left,
    )
    return {"": [sentence % {"n": left}]}


ROUND = Workflow(
    name="evaluation_round",
    states=(
        State("preparing", gettext_lazy("Being prepared"), gettext_lazy("Being prepared"), "grey"),
        State("scoring", gettext_lazy("Being scored"), gettext_lazy("Being scored"), "blue"),
        State("deciding", gettext_lazy("To be decided"), gettext_lazy("To be decided"), "purple"),
        State("decided", gettext_lazy("Decided"), gettext_lazy("Decided"), "green"),
        State("closed", gettext_lazy("Closed"), gettext_lazy("Closed"), "grey"),
    ),
    steps=(
        Step(
            "score",
            gettext_lazy("Ask for scores"),
            ("preparing",),
            "scoring",
            DECIDES,
            people.may_manage,
            _missing_for_scoring,
            hint=gettext_lazy("Everybody who scores is told by e-mail."),
            button="primary",
        ),
        Step("prepare", gettext_lazy("Back to preparing"), ("scoring",), "preparing", DECIDES, people.may_manage),
        Step(
            "end_scoring",
            gettext_lazy("End the scoring"),
            ("scoring",),
            "deciding",
            DECIDES,
            people.may_manage,
            hint=gettext_lazy("Everybody who scores then sees all scores."),
            button="primary",
        ),
        Step("score_again", gettext_lazy("Ask for scores again"), ("deciding",), "scoring", DECIDES, people.may_manage),
        Step("decide", gettext_lazy("Decide"), ("deciding",), "decided", DECIDES, people.may_manage, button="primary"),
        Step(
            "reconsider",
            gettext_lazy("Reconsider the decision"),
            ("decided",),
            "deciding",
            DECIDES,
            _nothing_commissioned,
            needs_reason=True,
            hint=gettext_lazy("The decision and its minutes stay on record. Possible until an evaluation is agreed."),
        ),
        Step(
            "close",
            gettext_lazy("Close the round"),
            ("decided",),
            "closed",
            DECIDES,
            people.may_manage,
            _nothing_open,
        ),
        Step("reopen", gettext_lazy("Open the round again"), ("closed",), "decided", DECIDES, people.may_manage),
    ),
)

COMMISSION = Workflow(
    name="commissioned_evaluation",
    states=(
        State("agreed", gettext_lazy("Agreed"), gettext_lazy("Agreed"), "teal"),
        State("running", gettext_lazy("Under way"), gettext_lazy("Under way"), "blue"),
        State("reported", gettext_lazy("Report received"), gettext_lazy("Report received"), "purple"),
        State("finished", gettext_lazy("Result recorded"), gettext_lazy("Result recorded"), "green"),
        State("stopped", gettext_lazy("Stopped"), gettext_lazy("Stopped"), "grey"),
    ),
    steps=(
        Step(
            "start",
            gettext_lazy("Note that it has started"),
            ("agreed",),
            "running",
            DECIDES,
            people.may_manage,
            button="primary",
        ),
        Step(
            "report",
            gettext_lazy("Note that the report is here"),
            ("running",),
            "reported",
            DECIDES,
            people.may_manage,
            button="primary",
        ),
        Step(
            "finish",
            gettext_lazy("Record the result"),
            ("reported",),
            "finished",
            DECIDES,
            people.may_manage,
            _nothing_missing,
            hint=gettext_lazy("It becomes evidence of the example, which is then rated anew."),
            button="primary",
        ),
        Step(
            "stop",
            gettext_lazy("Stop the evaluation"),
            ("agreed", "running", "reported"),
            "stopped",
            DECIDES,
            people.may_manage,
            needs_reason=True,
            hint=gettext_lazy("What is not paid yet goes back to the fund."),
            button="warning",
        ),
    ),
)
