"""What the actions of staff share: holding an example's row, and cleaning what was typed."""

from typing import Any

from django.utils.translation import gettext as _

from practice import people
from practice.models import Practice
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.exceptions import NotAllowed
from vkpp.core.held import words

__all__ = ["check_no_interest", "check_triage", "hold", "words"]


def hold(practice: Practice) -> None:
    """Keep the example's row until the transaction ends, and see it as it is now."""
    practice.refresh_from_db(from_queryset=Practice.objects.select_for_update(of=("self",), no_key=True))
    people.forget(practice)


def check_triage(by: Any) -> None:
    """Only staff of the national team go on."""
    if not nationally(by, Permission.PRACTICE_TRIAGE):
        raise NotAllowed(_("Triage is for VKPP staff."))


def check_no_interest(by: Any, practice: Practice) -> None:
    """Nobody with an interest in the example goes on."""
    if people.has_conflict(by, practice):
        raise NotAllowed(
            _(
                "You cannot judge %(reference)s: it is from your own force, you are one of its authors, "
                "or you declared an interest."
            )
            % {"reference": practice.reference}
        )
