"""Waivers: VKPP lets a force pass a check until a day, and may end that early."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import checking
from nvap.actions.held import hold, hold_row, insist, words
from nvap.models import Finding, Response, Return, Rule, Waiver
from nvap.vocab import FindingState, ReturnState
from vkpp.accounts.models import Force
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

BEING_ANSWERED = (ReturnState.NOT_STARTED, ReturnState.ANSWERING, ReturnState.QUERIED, ReturnState.AMENDING)
LONGEST = dt.timedelta(days=730)


@transaction.atomic
def waive(
    *, rule: Rule, force: Force, response: Response | None, reason: str, expires_on: dt.date | None, by: Any
) -> Waiver:
    """VKPP lets a force pass a check until a day: on one answer, or (None) on all of them.

    What lies for signature or was signed stays as it was read: there nothing is left that a check would stop.
    """
    insist(people.may_waive(by), _("Waivers are for VKPP staff."))
    text = words(
        reason, "reason", _("The reason"), limit=2000, required=_("Give a reason. It is kept with the waiver.")
    )
    today = timezone.localdate()
    if expires_on is None or not today <= expires_on <= today + LONGEST:
        raise Invalid({"expires_on": [_("Choose a day between today and two years from now.")]})
    waiver = Waiver.objects.create(
        rule=rule, force=force, response=response, reason=text, expires_on=expires_on, approved_by=by
    )
    passing = _covered(waiver).filter(state=FindingState.OPEN)
    unsigned = [ret for ret in _unsigned(passing) if _still_unsigned(ret)]
    count = passing.filter(response__ret__in=unsigned).update(state=FindingState.WAIVED)
    audit.record(
        by=by,
        verb="answer.waive",
        target=response if response is not None else force,
        after={"rule": rule.code, "until": expires_on.isoformat(), "findings": count},
        reason=text,
    )
    return waiver


@transaction.atomic
def end(*, waiver: Waiver, by: Any) -> None:
    """The check counts again from now on: what it let pass is open again, where no signature holds."""
    insist(people.may_waive(by), _("Waivers are for VKPP staff."))
    hold_row(waiver)
    if waiver.ended_at is not None:
        raise Conflict(_("This waiver was ended already by %(who)s.") % {"who": waiver.ended_by})
    if waiver.expires_on < timezone.localdate():
        raise Conflict(_("This waiver has come to its end already."))
    waiver.ended_at, waiver.ended_by = timezone.now(), by
    waiver.save(update_fields=["ended_at", "ended_by"])
    _open_again(_covered(waiver))
    audit.record(
        by=by,
        verb="answer.end_waiver",
        target=waiver.response if waiver.response is not None else waiver.force,
        before={"rule": waiver.rule.code, "until": waiver.expires_on.isoformat()},
    )


def end_expired() -> None:
    """Findings whose waiver has come to its end are open again, where no signature holds; each night.

    What was signed stays as it was signed: there it waits until the signature is void.
    """
    _open_again(Finding.objects.all())


def _covered(waiver: Waiver) -> Any:
    found = Finding.objects.filter(rule=waiver.rule_id, response__ret__force=waiver.force_id)
    return found if waiver.response_id is None else found.filter(response=waiver.response_id)


def _unsigned(findings: Any) -> Any:
    returns = Return.objects.filter(state__in=BEING_ANSWERED, signed=None)
    return returns.filter(pk__in=findings.values("response__ret")).order_by("pk")


def _still_unsigned(ret: Return) -> bool:
    hold(ret)
    return ret.state in BEING_ANSWERED and ret.signed_id is None


def _open_again(findings: Any) -> None:
    for ret in _unsigned(findings.filter(state=FindingState.WAIVED)):
        _look_again(ret)


@transaction.atomic
def _look_again(ret: Return) -> None:
    if not _still_unsigned(ret):
        return
    rows = Response.objects.of_return(ret).select_related("carried_from")
    for response in rows.filter(findings__state=FindingState.WAIVED).distinct():
        response.ret = ret
        checking.run(response)
