"""Signature: a return is put before a chief officer, signed as it was read, and sent; a later change voids it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import canonical, comparing, news
from nvap.actions.held import hold, insist, words
from nvap.links import return_page, sign_page
from nvap.models import ResponseRevision, Return, SignOff, Submission, SubmittedAnswer
from nvap.telling import checkers, chief_officers, leads, tell
from nvap.workflow import EDITABLE, RETURN
from vkpp.core import audit
from vkpp.core.exceptions import Conflict


def declaration(ret: Return) -> str:
    """What a chief officer declares; kept with the signature as it was read."""
    return _(
        "I have read this return. To the best of my knowledge it is a true account of where %(force)s stands on the "
        "actions of %(plan)s, and I agree that it is sent to VKPP."
    ) % {"force": ret.force.name, "plan": ret.round.plan.title}


def preparers(ret: Return) -> set[int]:
    """Who has changed an answer since the return was last signed, or ever when it never was."""
    saved = ResponseRevision.objects.filter(response__ret=ret, by__isnull=False)
    if last := ret.sign_offs.order_by("-signed_at").first():
        saved = saved.filter(at__gt=last.signed_at)
    return set(saved.values_list("by_id", flat=True).distinct())


def prepared_alone(ret: Return, person: Any) -> bool:
    """Whether this person is the only one who prepared what is to be signed."""
    return preparers(ret) == {person.pk}


@transaction.atomic
def send_for_signature(*, ret: Return, by: Any) -> Submission:
    """Put the return as it is now before the force's chief officers; it cannot be changed while it lies there."""
    hold(ret)
    RETURN.check(ret, "send_for_signature", by)
    submission = _freeze(ret, canonical.content(ret))
    after = {"submission": submission.number, "content_hash": submission.content_hash}
    RETURN.move(ret, "send_for_signature", by=by, after=after)
    tell(chief_officers(ret.force_id), "nvap_to_sign", about=ret, link=sign_page(ret), by=by)
    return submission


@transaction.atomic
def recall(*, ret: Return, by: Any) -> None:
    """The lead takes it back before anybody has signed."""
    hold(ret)
    RETURN.move(ret, "recall", by=by)


@transaction.atomic
def return_unsigned(*, ret: Return, reason: str, by: Any) -> None:
    """The chief officer does not sign and says why."""
    hold(ret)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    RETURN.move(ret, "return_unsigned", by=by, reason=reason)
    tell(leads(ret.force_id), "nvap_not_signed", about=ret, link=return_page(ret), by=by)


@transaction.atomic
def sign(*, ret: Return, statement: str, content_hash: str, by: Any) -> SignOff:
    """Sign what was read: `content_hash` is the hash that the page showed, and must still be that of the return."""
    hold(ret)
    RETURN.check(ret, "sign", by)
    insist(
        not prepared_alone(ret, by),
        _("You prepared this return alone, so somebody else has to sign it. Ask another chief officer of the force."),
    )
    statement = words(statement, "statement", _("The declaration"), required=_("Agree to the declaration to sign."))
    content = canonical.content(ret)
    _refuse_unread(ret, content, content_hash)
    submission = _freeze(ret, content)
    _end_signature(ret, by, _("Signed again."))
    now = timezone.now()
    sign_off = SignOff.objects.create(
        ret=ret,
        submission=submission,
        statement=statement,
        signer=by,
        signer_label=by.get_full_name()[:200],
        signed_at=now,
        content_hash=submission.content_hash,
    )
    after = {"submission": submission.number, "content_hash": submission.content_hash}
    RETURN.move(ret, "sign", by=by, changes={"signed": submission}, after=after)
    news.basis_changed(ret)
    tell(leads(ret.force_id), "nvap_signed", about=ret, link=return_page(ret), by=by)
    return sign_off


@transaction.atomic
def submit(*, ret: Return, by: Any) -> None:
    """Send the signed return to VKPP; after queries again, with the same signature when nothing was changed."""
    hold(ret)
    RETURN.check(ret, "submit", by)
    if ret.signed is None or canonical.digest(canonical.content(ret)) != ret.signed.content_hash:
        raise Conflict(_("The return is no longer what was signed. Send it for signature again."))
    again, now = ret.submitted_at is not None, timezone.now()
    changes = {"submitted_at": now, "first_submitted_at": ret.first_submitted_at or ret.submitted_at or now}
    RETURN.move(ret, "submit", by=by, changes=changes, after={"submission": ret.signed.number})
    news.basis_changed(ret)
    tell(checkers(), "nvap_sent", about=ret, link=return_page(ret), by=by, again=again)


@transaction.atomic
def void(*, ret: Return, reason: str, by: Any) -> bool:
    """Something that was signed has changed: the signature no longer holds, and everybody concerned is told.

    Called in the transaction of the change; `reason` is shown and mailed, so it names the action, never its text.
    Returns whether there was a signature to void.
    """
    hold(ret)
    if ret.signed is None:
        return False
    if ret.state not in EDITABLE:
        state = RETURN.state(ret.state).label
        raise Conflict(_("The return cannot be changed: it is “%(state)s”.") % {"state": state}, {"state": ret.state})
    signer = _end_signature(ret, by, reason)
    before = {"submission": ret.signed.number}
    if ret.state == Return.State.SIGNED:
        RETURN.move(ret, "void", by=by, reason=reason, changes={"signed": None})
    else:
        Return.objects.filter(pk=ret.pk).update(signed=None)
        ret.signed = None
        audit.record(by=by, verb="return.void", target=ret, before=before, reason=reason)
    news.basis_changed(ret)
    everybody = [*([signer] if signer is not None else []), *leads(ret.force_id)]
    tell(everybody, "nvap_signature_void", about=ret, link=return_page(ret), by=None, reason=reason)
    return True


def _end_signature(ret: Return, by: Any, reason: str) -> Any:
    """Void the signature that holds, if any; returns who had signed."""
    holding = ret.sign_offs.filter(voided_at=None).select_related("signer").first()
    if holding is None:
        return None
    SignOff.objects.filter(pk=holding.pk).update(
        voided_at=timezone.now(), voided_by=by, voided_reason=str(reason)[:300]
    )
    return holding.signer


def _freeze(ret: Return, content: dict[str, Any]) -> Submission:
    """The version with this content: the last one when it is the same and was never signed, else a new one."""
    digest = canonical.digest(content)
    last = ret.submissions.select_related("sign_off").first()
    if last is not None and last.content_hash == digest and getattr(last, "sign_off", None) is None:
        return last
    submission = Submission.objects.create(
        ret=ret, number=last.number + 1 if last else 1, content=content, content_hash=digest
    )
    SubmittedAnswer.objects.bulk_create(
        SubmittedAnswer(
            submission=submission,
            action_version_id=response.action_version_id,
            answers=response.answers,
            scores=response.scores,
            not_applicable=response.not_applicable,
            has_gap=response.has_gap,
            has_practice=response.has_practice,
        )
        for response in ret.responses.all()
        if response.counts
    )
    return submission


def _refuse_unread(ret: Return, content: dict[str, Any], content_hash: str) -> None:
    """Refused when the return is no longer what the signer read; the refusal carries the codes of what changed."""
    digest = canonical.digest(content)
    if digest == content_hash:
        return
    shown = ret.submissions.filter(content_hash=content_hash).first()
    changed = comparing.changed_codes(shown.content, content) if shown else []
    raise Conflict(
        _("The return has changed since you opened this page. Read what changed below, then sign."),
        {"content_hash": digest, "shown": content_hash, "actions": changed},
    )
