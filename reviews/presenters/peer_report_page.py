"""What the pages of a report show: as the team writes it, and as it was sent, with comments and differences."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from nvap.canonical import digest
from practice.models import Practice
from reviews import peer_report
from reviews.actions import factual
from reviews.actions.peer_findings import may_make_draft
from reviews.actions.peer_reporting import open_comments
from reviews.actions.team_work import WRITING
from reviews.models import FactualComment, PeerFinding, PeerReport, PeerReview
from reviews.peer_report_compare import changes
from reviews.presenters.peer_findings import with_pips
from reviews.presenters.peer_frame import Stand, frame
from reviews.vocab import CommentState, PeerState, ReportKind
from reviews.workflow import PEER
from vkpp.core import personal_data

COLOURS: dict[str, str] = {
    CommentState.OPEN: "orange",
    CommentState.ACCEPTED: "green",
    CommentState.NOT_ACCEPTED: "grey",
}
STEPS = ("send_draft", "redraft", "finish")


def working(user: Any, review: PeerReview) -> dict[str, Any]:
    """The report as the team writes it: sections, preview, what is missing, what may be done next."""
    content = peer_report.content(review)
    reports = list(review.reports.defer("content"))
    latest = review.reports.first()
    sections = list(review.sections.all())
    return {
        **frame(user, review, "report"),
        "may_write": review.state in WRITING,
        "before": [section for section in sections if not section.after_findings],
        "after": [section for section in sections if section.after_findings],
        "content": {**content, "paragraphs": [_shown(one) for one in content["paragraphs"]]},
        "picture": with_pips(content["picture"]),
        "hash": digest(content),
        "personal": _personal(content),
        "reports": reports,
        "open_comments": open_comments(review),
        "changes": changes(latest.content, content) if latest is not None and review.state in WRITING else [],
        **_steps(user, review),
    }


def _steps(user: Any, review: PeerReview) -> dict[str, Any]:
    """The buttons of this person, and what must be there before each."""
    steps = [step for step in PEER.available(review, user) if step.action in STEPS]
    left = {
        step.action: [words for texts in step.missing(review).values() for words in texts]
        for step in steps
        if step.missing
    }
    return {"steps": {step.action: step for step in steps}, "left": left}


def _personal(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Likely personal data in the report, by paragraph: to be looked at before it is sent."""
    texts = {one["number"]: f"{one.get('title', '')}\n{one['text']}" for one in content["paragraphs"]}
    return [{"number": found.field, "label": found.label, "text": found.text} for found in personal_data.find(texts)]


def sent(user: Any, review: PeerReview, report: PeerReport, stand: Stand | None = None) -> dict[str, Any]:
    """A version as it was sent, with what was said about it, and what it changed of the one before."""
    stand = stand or Stand(user, review)
    comments = _comments(report)
    before = review.reports.filter(number__lt=report.number).first()
    commenting = stand.asks and review.state == PeerState.FACTUAL and factual.is_latest_draft(report)
    paragraphs = [_shown(one) | {"comments": comments.get(one["id"], [])} for one in report.content["paragraphs"]]
    return {
        **frame(user, review, "report", stand),
        "report": report,
        "paragraphs": paragraphs,
        "picture": with_pips(report.content["picture"]),
        "fieldwork": [_day(day) for day in report.content["fieldwork"]],
        "open_comments": sum(row["comment"].state == CommentState.OPEN for rows in comments.values() for row in rows),
        "n_comments": sum(len(rows) for rows in comments.values()),
        "commenting": commenting,
        "answering": stand.works and review.state in factual.ANSWERED_IN,
        "before": before,
        "changes": changes(before.content, report.content) if before is not None else [],
        "reports": list(review.reports.defer("content")),
        "drafts": _drafts(user, review, report),
        "whole": report.content_hash == digest(report.content),
        "kind": _("Final report") if report.kind == ReportKind.FINAL else _("Draft for factual accuracy"),
        **_steps(user, review),
    }


def _shown(paragraph: dict[str, Any]) -> dict[str, Any]:
    """A paragraph of a report with its day as a day."""
    return {**paragraph, "due": _day(paragraph.get("due", ""))}


def _day(day: str) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None


def _comments(report: PeerReport) -> dict[str, list[dict[str, Any]]]:
    """Comments by paragraph."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = FactualComment.objects.filter(report=report, removed_at=None).select_related("by", "answered_by")
    for row in rows:
        shown = {"comment": row, "colour": COLOURS[row.state], "open": row.state == CommentState.OPEN}
        found.setdefault(row.paragraph, []).append(shown)
    return found


def _drafts(user: Any, review: PeerReview, report: PeerReport) -> list[dict[str, Any]]:
    """Promising practice of a final report: the example made of each, or the button that makes one."""
    if report.kind != ReportKind.FINAL:
        return []
    pks = [one["finding"] for one in report.content["paragraphs"] if one.get("finding_kind") == "promising"]
    made = Practice.objects.filter(reference=OuterRef("practice_reference"))
    rows = PeerFinding.objects.filter(pk__in=pks, review=review).select_related("action").annotate(made=Exists(made))
    return [{"finding": row, "made": row.made, "may_make": not row.made and may_make_draft(user, row)} for row in rows]
