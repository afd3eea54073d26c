"""How much of an example's state somebody is told: authors learn of a decision when it is released."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from practice import people
from practice.vocab import PracticeState
from practice.workflow import PRACTICE, STATES
from vkpp.core.api.errors import BadParameter

ASSESSED = "being_assessed"
CODES = (*(state.code for state in STATES), ASSESSED)
INTERNAL = (PracticeState.TAKEN_FORWARD, PracticeState.DECIDED)


def shown_to(user: Any, code: str) -> str:
    """The state as this person is told it."""
    return ASSESSED if code in INTERNAL and not people.is_told_all(user) else code


def label_for(user: Any, code: str) -> str:
    """The state in the words for this person."""
    state = PRACTICE.state(code)
    return str(state.label if people.is_told_all(user) else state.public_label)


def meant(user: Any, asked: Iterable[str]) -> set[str]:
    """The stored states that a filter by state means."""
    found: set[str] = set()
    for code in asked:
        if code in INTERNAL and not people.is_told_all(user):
            raise BadParameter("state", _("Use being_assessed: authors are told the decision when it is released."))
        found.update(INTERNAL if code == ASSESSED else [code])
    return found
