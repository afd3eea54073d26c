"""What the actions of staff share: holding an example's row, and cleaning what was typed."""

from typing import Any

from django.utils.translation import gettext as _

from practice import people
from practice.models import Practice
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import plain_text
from vkpp.core.exceptions import Invalid, NotAllowed


def hold(practice: Practice) -> None:
    """Keep the example's row until the transaction ends, and see it as it is now."""
    practice.refresh_from_db(from_queryset=Practice.objects.select_for_update(of=("self",), no_key=True))
    people.forget(practice)


def words(value: str, field: str, label: str, *, limit: int = 5000, required: str = "") -> str:
    """Text as it is stored; refused next to `field` when it cannot be, or when it is empty though `required` says so."""
    try:
        value = plain_text.text(value, label, limit)
    except plain_text.Refused as error:
        raise Invalid({field: [str(error)]}) from error
    if required and not value:
        raise Invalid({field: [required]})
    return value


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
