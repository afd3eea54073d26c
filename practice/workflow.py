"""The way of a practice example, as a table a chief officer could read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from practice import people, rules
from vkpp.core.workflow import State, Step, Workflow

SEEN_LATER = _("Being assessed")

STATES = (
    State("draft", _("Draft"), _("Draft"), "grey"),
    State("submitted", _("Waiting for triage"), _("Received"), "blue"),
    State("returned", _("Returned with questions"), _("We have questions for you"), "yellow"),
    State("taken_forward", _("Taken forward, to be rated"), SEEN_LATER, "purple"),
    State("not_taken_forward", _("Not taken forward"), _("Not taken forward"), "grey"),
    State("decided", _("Decided, not released"), SEEN_LATER, "purple"),
    State("published", _("Published"), _("In the practice bank"), "green"),
    State("withdrawn", _("Withdrawn"), _("Withdrawn"), "grey"),
    State("discarded", _("Draft deleted"), _("Deleted"), "grey"),
)

AUTHORS = _("the owner and co-authors who may edit")
OWNER = _("the owner or the force's lead")
TRIAGE = _("VKPP staff")
NO_INTEREST = _("VKPP staff without an interest in the example")
RELEASE = _("VKPP administrators without an interest in the example")


def _never_sent(user: Any, practice: Any) -> bool:
    return people.may_decide_as_owner(user, practice) and practice.submitted_at is None


def _sent_before(user: Any, practice: Any) -> bool:
    return people.may_decide_as_owner(user, practice) and practice.submitted_at is not None


def _republishable(user: Any, practice: Any) -> bool:
    return people.may_decide(user, practice) and practice.publications.exists()


def _no_missing(practice: Any) -> Mapping[str, list[str]]:
    return rules.missing_for_submission(practice)


PRACTICE = Workflow(
    name="practice",
    states=STATES,
    insider=people.is_told_all,
    steps=(
        Step(
            "submit",
            _("Send to VKPP"),
            ("draft", "returned"),
            "submitted",
            AUTHORS,
            people.may_edit,
            _no_missing,
            button="primary",
        ),
        Step("discard", _("Delete this draft"), ("draft",), "discarded", OWNER, _never_sent, button="warning"),
        Step("restore", _("Bring the draft back"), ("discarded",), "draft", OWNER, people.may_decide_as_owner),
        Step(
            "withdraw",
            _("Withdraw the example"),
            ("draft", "submitted", "returned", "taken_forward", "not_taken_forward", "decided", "published"),
            "withdrawn",
            OWNER,
            _sent_before,
            button="warning",
            hint=_("It disappears from the practice bank at once."),
        ),
        Step(
            "revise",
            _("Change and send again"),
            ("published", "not_taken_forward", "withdrawn"),
            "draft",
            AUTHORS,
            people.may_edit,
            hint=_("What is published stays until the change is published."),
        ),
        Step(
            "return",
            _("Return with questions"),
            ("submitted",),
            "returned",
            TRIAGE,
            people.may_triage,
            needs_reason=True,
            hint=_("The authors get your questions and may change the example."),
        ),
        Step(
            "take_forward",
            _("Take forward"),
            ("submitted",),
            "taken_forward",
            TRIAGE,
            people.may_triage,
            rules.missing_for_taking_forward,
            button="primary",
        ),
        Step(
            "not_take_forward",
            _("Do not take forward"),
            ("submitted",),
            "not_taken_forward",
            TRIAGE,
            people.may_triage,
            needs_reason=True,
            hint=_("The authors read your reason."),
        ),
        Step("reopen", _("Look at it again"), ("not_taken_forward",), "submitted", TRIAGE, people.may_triage),
        Step(
            "republish",
            _("Publish the change"),
            ("submitted",),
            "published",
            NO_INTEREST,
            _republishable,
            rules.missing_for_taking_forward,
            hint=_("Keeps the rating and the audience it had."),
        ),
        Step(
            "rate_again",
            _("Rate it anew"),
            ("published",),
            "taken_forward",
            NO_INTEREST,
            people.may_decide,
            needs_reason=True,
            hint=_("What is published stays until the new decision is released."),
        ),
        Step(
            "decide",
            _("Stage the decision"),
            ("taken_forward",),
            "decided",
            NO_INTEREST,
            people.may_decide,
            button="primary",
        ),
        Step("undecide", _("Take the decision back"), ("decided",), "taken_forward", NO_INTEREST, people.may_decide),
        Step(
            "register",
            _("Enter as published elsewhere"),
            ("draft",),
            "published",
            RELEASE,
            people.may_release,
            hint=_("For examples that were published before, with their source."),
        ),
        Step(
            "release",
            _("Release the decision"),
            ("decided",),
            "published",
            RELEASE,
            people.may_release,
            button="primary",
        ),
    ),
)
