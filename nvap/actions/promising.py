"""Promising practice in an answer becomes a draft in the practice bank; the door to the bank is in `practice`."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions.held import hold_row, insist
from nvap.models import PromisingPractice
from vkpp.core import audit
from vkpp.core.exceptions import Conflict


def may_make_draft(user: Any, promising: PromisingPractice) -> bool:
    """Whoever may answer the action, and VKPP staff."""
    response = promising.response
    return people.may_answer(user, response) or people.may_check(user, response.ret)


def hold(*, promising: PromisingPractice, by: Any) -> str:
    """Keep the row until the caller's transaction ends; the reference of the draft made already, or an empty text."""
    insist(may_make_draft(by, promising), _("Only who may answer this action makes a practice example of it."))
    hold_row(promising)
    if promising.removed_at is not None:
        raise Conflict(_("This practice was taken out of the answer."))
    return promising.practice_reference


@transaction.atomic
def link(*, promising: PromisingPractice, reference: str, by: Any) -> None:
    """Name the draft that was made of it; once named it stays as long as there is that draft."""
    known = hold(promising=promising, by=by)
    if known == reference:
        return
    if known:
        raise Conflict(_("The draft %(reference)s was made of it already.") % {"reference": known})
    promising.practice_reference = reference
    promising.save(update_fields=["practice_reference"])
    audit.record(by=by, verb="promising.link", target=promising.response, after={"practice": reference})


@transaction.atomic
def unlink(*, reference: str) -> None:
    """The draft of this name is gone for good: another may be made."""
    rows = PromisingPractice.objects.select_for_update(of=("self",)).select_related("response")
    for promising in rows.filter(practice_reference=reference):
        promising.practice_reference = ""
        promising.save(update_fields=["practice_reference"])
        audit.record(by=None, verb="promising.unlink", target=promising.response, before={"practice": reference})
