"""A return as one canonical JSON text, so that a signature can be bound to its SHA-256 hash.

It holds what the force states and a reader of the return sees: per action all answers, gaps, practice, evidence and
explanations. What VKPP notes beside an answer is not the force's statement and never voids a signature.
Keys are sorted, there are no spaces, letters stay as they are, the text is UTF-8. Codes name plan, form, round and
force: their wording is fixed (plan, form) or may be corrected without touching what was signed (round, force).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from nvap.models import Evidence, EvidenceUse, Finding, Gap, PromisingPractice, Response, Return
from nvap.vocab import FindingState, IdentifiedBy

FORMAT = 1
Rows = dict[int, list[dict[str, Any]]]


def text(content: dict[str, Any]) -> str:
    """The one way to write `content` down."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text(content).encode()).hexdigest()


def content(ret: Return) -> dict[str, Any]:
    """Everything the force states in the return now: six queries, whatever its length."""
    responses = list(Response.objects.of_return(ret).select_related("action_version__action"))
    parts = {
        "gaps": _gaps(ret),
        "practice": _practice(ret),
        "evidence": _evidence(ret),
        "explanations": _explanations(ret),
    }
    return {
        "format": FORMAT,
        "plan": ret.round.plan.code,
        "form": ret.round.form.code,
        "round": ret.round.code,
        "force": ret.force.code,
        "answers": [_answer(response, parts) for response in responses],
    }


def _answer(response: Response, parts: dict[str, Rows]) -> dict[str, Any]:
    action = response.action_version
    return {
        "code": action.code,
        "lineage": action.action.code,
        "title": action.title,
        "theme": action.theme.title,
        "provenance": response.provenance if not response.counts else "answered",
        "not_applicable": response.not_applicable,
        "answers": response.answers,
        "scores": response.scores,
        **{name: rows.get(response.pk, []) for name, rows in parts.items()},
    }


def _by_response(rows: Iterable[tuple[int, dict[str, Any]]]) -> Rows:
    """Rows by answer, in an order that depends on nothing but what they say."""
    found: Rows = defaultdict(list)
    for pk, row in rows:
        found[pk].append(row)
    return {pk: sorted(group, key=text) for pk, group in found.items()}


def _gaps(ret: Return) -> Rows:
    rows = Gap.objects.filter(response__ret=ret, identified_by=IdentifiedBy.FORCE)
    return _by_response((gap.response_id, {"text": gap.text, "state": gap.state}) for gap in rows)


def _practice(ret: Return) -> Rows:
    rows = PromisingPractice.objects.filter(response__ret=ret, identified_by=IdentifiedBy.FORCE, removed_at=None)
    return _by_response((row.response_id, {"text": row.text, "share": row.willing_to_share}) for row in rows)


def _evidence(ret: Return) -> Rows:
    uses = EvidenceUse.objects.filter(response__ret=ret, evidence__removed_at=None).select_related("evidence")
    return _by_response((use.response_id, _piece(use.evidence)) for use in uses)


def _piece(evidence: Evidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "title": evidence.title,
        "name": evidence.name,
        "url": evidence.url,
        "sha256": evidence.sha256,
    }


def _explanations(ret: Return) -> Rows:
    found = Finding.objects.filter(response__ret=ret).exclude(state=FindingState.FIXED).select_related("rule")
    return _by_response(
        (row.response_id, {"rule": row.rule.code, "state": row.state, "explanation": row.explanation}) for row in found
    )
