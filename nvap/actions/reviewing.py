"""VKPP's side of a return: reading it, coding gaps and practice, sending it back, accepting and reopening it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news, people
from nvap.actions.held import hold, hold_row, insist, words
from nvap.links import queries_page, return_page
from nvap.models import Amendment, Gap, PromisingPractice, Response, Return
from nvap.telling import chief_officers, leads, tell
from nvap.vocab import AmendmentState, GapState, IdentifiedBy
from nvap.workflow import RETURN
from vkpp.core import audit
from vkpp.core.exceptions import Conflict
from vkpp.core.models import Marking


def look(*, ret: Return, by: Any, code: str = "") -> None:
    """Log that VKPP staff opened an OFFICIAL-SENSITIVE return, or one answer of it."""
    if ret.marking == Marking.OFFICIAL_SENSITIVE and people.may_check(by, ret):
        after = {"marking": ret.marking, **({"action": code} if code else {})}
        audit.record(by=by, verb="return.look", target=ret, after=after)


@transaction.atomic
def send_back(*, ret: Return, by: Any) -> None:
    """The force has open queries to answer, and may change answers meanwhile."""
    hold(ret)
    RETURN.move(ret, "send_back", by=by)
    tell(leads(ret.force_id), "nvap_sent_back", about=ret, link=queries_page(ret), by=by)


@transaction.atomic
def accept(*, ret: Return, by: Any) -> None:
    """The signed version counts as validated; amendments under way have come to their result."""
    hold(ret)
    RETURN.check(ret, "accept", by)
    if ret.signed is None:
        raise Conflict(_("No signature holds. Reopen the return, so that the force can have it signed again."))
    changes = {"validated": ret.signed, "accepted_at": timezone.now(), "accepted_by": by}
    RETURN.move(ret, "accept", by=by, changes=changes, after={"submission": ret.signed.number})
    Amendment.objects.filter(ret=ret, state=AmendmentState.APPROVED, result=None).update(result=ret.signed)
    news.basis_changed(ret)
    everybody = [*leads(ret.force_id), *chief_officers(ret.force_id)]
    tell(everybody, "nvap_accepted", about=ret, link=return_page(ret), by=by)


@transaction.atomic
def reopen(*, ret: Return, reason: str, by: Any) -> None:
    """Let the force change what it sent; what was accepted stays validated until the change is accepted."""
    hold(ret)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    RETURN.move(ret, "reopen", by=by, reason=reason)
    news.basis_changed(ret)
    tell(leads(ret.force_id), "nvap_reopened", about=ret, link=return_page(ret), by=by)


@transaction.atomic
def note_gap(*, response: Response, text: str, by: Any) -> Gap:
    """VKPP sees a gap in an answer; the same words twice are one gap."""
    text = _checked(response, text, by, _("Describe the gap."))
    gap, created = Gap.objects.get_or_create(
        response=response,
        identified_by=IdentifiedBy.VKPP,
        state=GapState.OPEN,
        text=text,
        defaults={"created_by": by},
    )
    if created:
        audit.record(by=by, verb="coding.gap", target=response, after={"gap": gap.pk})
        news.answer_changed(response)
    return gap


@transaction.atomic
def note_practice(*, response: Response, text: str, by: Any) -> PromisingPractice:
    """VKPP sees promising practice in an answer; the same words twice are one."""
    text = _checked(response, text, by, _("Describe the promising practice."))
    practice, created = PromisingPractice.objects.get_or_create(
        response=response, identified_by=IdentifiedBy.VKPP, removed_at=None, text=text, defaults={"created_by": by}
    )
    if created:
        audit.record(by=by, verb="coding.practice", target=response, after={"practice": practice.pk})
        news.answer_changed(response)
    return practice


@transaction.atomic
def close_gap(*, gap: Gap, by: Any) -> None:
    """A gap that VKPP noted is none, or is none any more."""
    _insist_coder(gap.response.ret, by)
    hold_row(gap)
    if gap.identified_by != IdentifiedBy.VKPP:
        raise Conflict(_("This gap was named by the force itself, in its answer."))
    if gap.state == GapState.CLOSED:
        return
    gap.state, gap.closed_at = GapState.CLOSED, timezone.now()
    gap.save(update_fields=["state", "closed_at"])
    audit.record(by=by, verb="coding.close_gap", target=gap.response, after={"gap": gap.pk})
    news.answer_changed(gap.response)


@transaction.atomic
def remove_practice(*, practice: PromisingPractice, by: Any) -> None:
    """What VKPP noted as promising practice is none."""
    _insist_coder(practice.response.ret, by)
    hold_row(practice)
    if practice.identified_by != IdentifiedBy.VKPP:
        raise Conflict(_("This practice was named by the force itself, in its answer."))
    if practice.removed_at is not None:
        return
    practice.removed_at = timezone.now()
    practice.save(update_fields=["removed_at"])
    audit.record(by=by, verb="coding.remove_practice", target=practice.response, after={"practice": practice.pk})
    news.answer_changed(practice.response)


def _checked(response: Response, text: str, by: Any, required: str) -> str:
    _insist_coder(response.ret, by)
    hold_row(response)
    return words(text, "text", _("The text"), limit=2000, required=required)


def _insist_coder(ret: Return, by: Any) -> None:
    insist(people.may_check(by, ret), _("Gaps and practice are coded by VKPP staff."))
