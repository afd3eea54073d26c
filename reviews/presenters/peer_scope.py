"""Scope and terms of reference: as they stand, as they are drafted, and every version before."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews.models import PeerReview, TermsVersion
from reviews.presenters.peer_frame import Stand, frame
from reviews.vocab import PeerState
from vkpp.core import differences

FIRST_TERMS = """Purpose

Who is on the team, and who leads it

What the team looks at

How it works: documents, interviews, visits

What the force provides

Draft report, factual accuracy, final report: who and until when

Who reads the report
"""
"""The headings a first draft starts from."""


def context(user: Any, review: PeerReview) -> dict[str, Any]:
    """The page of both sides."""
    stand = Stand(user, review)
    versions = list(review.terms_versions.select_related("made_by", "agreed_by"))
    open_now = review.state == PeerState.SCOPING
    return {
        **frame(user, review, "scope", stand),
        "scopes": [
            {"action": scope.action, "question": scope.question} for scope in review.scopes.select_related("action")
        ],
        "drafts": stand.arranges and open_now,
        "agrees": stand.asks and open_now and review.terms_agreed_at is None and bool(review.terms.strip()),
        "waits": open_now and review.terms_agreed_at is None,
        "versions": versions,
    }


def choices(review: PeerReview, data: QueryDict | None) -> list[dict[str, Any]]:
    """Each action of the plan for the form: whether it is chosen, and the question on it."""
    known = dict(review.scopes.values_list("action", "question"))
    rows = []
    for row in review.plan.actions.select_related("theme").order_by("theme__order", "order", "code"):
        name, question = f"action-{row.action_id}", f"question-{row.action_id}"
        rows.append(
            {
                "name": name,
                "question_name": question,
                "code": row.code,
                "title": row.title,
                "theme": str(row.theme),
                "chosen": name in data if data is not None else row.action_id in known,
                "question": data.get(question, "") if data is not None else known.get(row.action_id, ""),
            }
        )
    return rows


def chosen(review: PeerReview, data: QueryDict) -> dict[Action, str]:
    """What was sent: each chosen action with its question, in the order of the plan."""
    rows = review.plan.actions.select_related("action").order_by("theme__order", "order", "code")
    return {
        row.action: data.get(f"question-{row.action_id}", "")
        for row in rows
        if data.get(f"action-{row.action_id}") == "on"
    }


def conflict(review: PeerReview, terms: str, scope: dict[Action, str]) -> list[dict[str, Any]]:
    """What is stored now beside what was typed."""
    now = {row.action: row.question for row in review.scopes.select_related("action")}
    pairs = ((_("Actions"), _as_text(now), _as_text(scope)), (_("Terms of reference"), review.terms, terms))
    return [{"label": label, "left": left, "right": right, "changed": left != right} for label, left, right in pairs]


def _as_text(scope: dict[Action, str]) -> str:
    return "\n".join(f"{action.code} {question}".strip() for action, question in scope.items())


def version(review: PeerReview, row: TermsVersion) -> dict[str, Any]:
    """One earlier version, with what changed in it."""
    before = review.terms_versions.filter(number__lt=row.number).first()
    now, then = _lines(row), _lines(before) if before else ""
    return {
        "row": row,
        "before": before,
        "parts": differences.words(then, now) if before else [],
        "scope": row.scope,
    }


def _lines(row: TermsVersion) -> str:
    """Scope and terms as one text, for the differences."""
    scope = [f"{one['code']} {one['title']}\n{one['question']}".strip() for one in row.scope]
    return "\n".join([*scope, "", row.terms])
