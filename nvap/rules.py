"""What must be filled or settled before a return, a query or an improvement action moves on."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.models import Finding, ImprovementAction, Query, Return
from nvap.vocab import FindingState, QueryState, Severity

Errors = Mapping[str, list[str]]
STOPPING = (Severity.BLOCK, Severity.EXPLAIN)
"""Checks that stop a signature until what they found is put right, explained or let pass; the others only inform."""


def missing_for_signature(ret: Return) -> Errors:
    """Unanswered actions, and findings that must be put right or explained first."""
    errors: dict[str, list[str]] = {}
    if left := ret.responses.filter(complete=False).count():
        errors["answers"] = [
            ngettext(
                "%(count)s action is not answered or not confirmed. Answer it first.",
                "%(count)s actions are not answered or not confirmed. Answer them first.",
                left,
            )
            % {"count": left}
        ]
    open_findings = Finding.objects.filter(response__ret=ret, state=FindingState.OPEN)
    if found := open_findings.filter(rule__severity__in=STOPPING).count():
        errors["checks"] = [
            ngettext(
                "%(count)s check found something that must be put right or explained.",
                "%(count)s checks found something that must be put right or explained.",
                found,
            )
            % {"count": found}
        ]
    return errors


def missing_for_submission(ret: Return) -> Errors:
    """The signature must hold, and no query may be left without an answer."""
    errors: dict[str, list[str]] = {}
    if ret.signed_id is None:
        errors["signature"] = [_("Answers have changed since the return was signed. Send it for signature again.")]
    if left := _queries(ret, QueryState.OPEN).count():
        errors["queries"] = [
            ngettext("%(count)s query has no answer yet.", "%(count)s queries have no answer yet.", left)
            % {"count": left}
        ]
    return errors


def missing_for_sending_back(ret: Return) -> Errors:
    """At least one open query says what VKPP asks for."""
    if _queries(ret, QueryState.OPEN).exists():
        return {}
    return {"queries": [_("Raise a query on an answer first, so that the force knows what to do.")]}


def missing_for_acceptance(ret: Return) -> Errors:
    """No blocking query may be open."""
    left = _queries(ret, QueryState.OPEN, QueryState.ANSWERED).filter(blocking=True).count()
    if not left:
        return {}
    words = ngettext(
        "%(count)s blocking query is not closed. Close it first.",
        "%(count)s blocking queries are not closed. Close them first.",
        left,
    )
    return {"queries": [words % {"count": left}]}


def missing_for_finishing(improvement: ImprovementAction) -> Errors:
    """What came of it must be written down."""
    return {} if improvement.result.strip() else {"result": [_("Say what came of it before you mark it as done.")]}


def _queries(ret: Return, *states: str) -> "models.QuerySet[Query]":
    return Query.objects.filter(response__ret=ret, state__in=states)
