"""Amendments: a force asks to change what it sent, VKPP decides, and the result is linked when it is accepted again."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import reviewing
from nvap.actions.held import hold, hold_row, insist, words
from nvap.links import versions_page
from nvap.models import Amendment, Return
from nvap.telling import checkers, tell
from nvap.vocab import AmendmentState, ReturnState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

ASKED_IN = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


@transaction.atomic
def ask(*, ret: Return, reason: str, by: Any) -> Amendment:
    """The force's lead or chief officer asks to change what was sent, and says why."""
    insist(people.may_lead_or_sign(by, ret), _("The force's NVAP lead or chief officer asks for an amendment."))
    hold(ret)
    reason = words(reason, "reason", _("The reason"), limit=2000, required=_("Say what must change and why."))
    base = ret.validated or ret.signed
    if ret.state not in ASKED_IN or base is None:
        raise Conflict(_("An amendment is asked for when VKPP has the return."), {"state": ret.state})
    if ret.amendments.filter(state=AmendmentState.ASKED).exists():
        raise Conflict(_("An amendment was asked for already. VKPP will decide about it."))
    amendment = Amendment.objects.create(ret=ret, base=base, reason=reason, asked_by=by)
    audit.record(by=by, verb="amendment.ask", target=ret, after={"amendment": amendment.pk}, reason=reason)
    tell(checkers(), "nvap_amendment_asked", about=ret, link=versions_page(ret), by=by)
    return amendment


@transaction.atomic
def decide(*, amendment: Amendment, approve: bool, material: bool | None, reason: str, by: Any) -> None:
    """VKPP allows the change, and says whether it changes published figures, or refuses it; both with the reason."""
    insist(people.may_check(by, amendment.ret), _("Amendments are decided by VKPP staff."))
    hold(amendment.ret)
    hold_row(amendment)
    if amendment.state != AmendmentState.ASKED:
        who = amendment.decided_by or _("somebody")
        raise Conflict(_("%(who)s has decided about this amendment already.") % {"who": who})
    reason = words(reason, "reason", _("The reason"), limit=2000, required=_("Give the reason for your decision."))
    if approve and material is None:
        raise Invalid({"material": [_("Say whether the change is material: whether it changes published figures.")]})
    amendment.state = AmendmentState.APPROVED if approve else AmendmentState.REFUSED
    amendment.material = material if approve else None
    amendment.decided_at, amendment.decided_by, amendment.decision_reason = timezone.now(), by, reason
    amendment.save(update_fields=["state", "material", "decided_at", "decided_by", "decision_reason"])
    after = {"amendment": amendment.pk, "state": amendment.state, "material": amendment.material}
    audit.record(by=by, verb="amendment.decide", target=amendment.ret, after=after, reason=reason)
    if approve:
        reviewing.reopen(ret=amendment.ret, reason=reason, by=by)
    else:
        link = versions_page(amendment.ret)
        tell([amendment.asked_by], "nvap_amendment_refused", about=amendment.ret, link=link, by=by)
