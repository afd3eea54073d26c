"""What every change of an answer does around it: may it happen now, and what it does to the return as a whole."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.actions import signing
from nvap.models import Return
from nvap.vocab import ReturnState, RoundState
from nvap.workflow import EDITABLE, RETURN
from vkpp.core.exceptions import Conflict
from vkpp.core.templatetags.dates import nice_datetime

REOPENED = (ReturnState.QUERIED, ReturnState.AMENDING)
"""VKPP asked for changes: they may be made after the round has closed, also once it was recalled from signature."""


def closed_sentence(ret: Return) -> str:
    """Why the return takes no change now; empty when it does."""
    if ret.state not in EDITABLE:
        return _in_state(ret)
    if ret.state in REOPENED or ret.submitted_at is not None or ret.round.takes_answers(ret.force_id):
        return ""
    return _out_of_time(ret)


def check_open(ret: Return) -> None:
    """Conflict, with the sentence, when the return takes no change now."""
    if sentence := closed_sentence(ret):
        raise Conflict(sentence, {"state": ret.state})


def changed(ret: Return, *, by: Any, reason: str) -> None:
    """After a change of the held return's content: it has begun, no signature holds any more, its version moved on."""
    if ret.state == ReturnState.NOT_STARTED:
        RETURN.move(ret, "start", by=by, changes={"started_at": timezone.now()})
    if ret.signed_id is not None:
        signing.void(ret=ret, reason=reason, by=by)
    Return.objects.filter(pk=ret.pk).update(version=F("version") + 1, updated_at=timezone.now())
    ret.version += 1


def _in_state(ret: Return) -> str:
    words = {
        ReturnState.TO_SIGN: _(
            "This return waits for the chief officer's signature, so answers cannot be changed. "
            "Ask your NVAP lead to take it back first."
        ),
        ReturnState.SUBMITTED: _(
            "This return is with VKPP, so answers cannot be changed. Ask VKPP to send it back if something must change."
        ),
        ReturnState.ACCEPTED: _(
            "VKPP has accepted this return. To change an answer, ask for an amendment and say why."
        ),
    }
    return words[ReturnState(ret.state)]


def _out_of_time(ret: Return) -> str:
    name = ret.round.title
    if ret.round.state == RoundState.PUBLISHED:
        return _("The round “%(name)s” is published. To change an answer, ask for an amendment and say why.") % {
            "name": name
        }
    now, end = timezone.now(), ret.round.end_for(ret.force_id)
    if ret.round.state == RoundState.DRAFT or now < ret.round.opens_at:
        return _("The round “%(name)s” opens on %(when)s.") % {"name": name, "when": nice_datetime(ret.round.opens_at)}
    when = nice_datetime(end) if end is not None else ""
    return _("The round “%(name)s” closed on %(when)s. Ask VKPP for more time if you need it.") % {
        "name": name,
        "when": when,
    }
