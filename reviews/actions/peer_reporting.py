"""From the draft to the final report: every version that reaches the force is frozen with its hash."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.canonical import digest
from nvap.telling import holders, tell
from reviews import peer_report, self_assessment
from reviews.actions import recommending
from reviews.fieldwork_links import report_page
from reviews.models import FactualComment, PeerReport, PeerReview
from reviews.vocab import CommentState, ReportKind
from reviews.workflow import PEER
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core.exceptions import Conflict
from vkpp.core.held import hold_row, words

DAYS_TO_COMMENT, DAYS_TO_COMMENT_AGAIN = 14, 5
DAYS_TO_FOLLOW_UP = 182


@transaction.atomic
def send_draft(*, review: PeerReview, content_hash: str | None = None, by: Any) -> PeerReport:
    """Freeze the draft and put it before the force, which says within two weeks where its facts are wrong.

    `content_hash` is of the report as it was looked at: what changed since is refused.
    """
    hold_row(review)
    PEER.check(review, "send_draft", by)
    content = peer_report.content(review)
    if content_hash is not None and content_hash != digest(content):
        raise Conflict(_("The report has changed since you looked at it. Read it again before you send it."))
    again = review.reports.exists()
    report = _freeze(review, ReportKind.DRAFT, content, by)
    today = timezone.localdate()
    due = review.comments_due_on if review.comments_due_on and review.comments_due_on > today else None
    days = DAYS_TO_COMMENT_AGAIN if again else DAYS_TO_COMMENT
    changes = {
        **_touched(review),
        "comments_due_on": due or today + dt.timedelta(days=days),
        "comments_done_at": None,
        "comments_done_by": None,
    }
    PEER.move(review, "send_draft", by=by, changes=changes, after={"report": report.number})
    tell(force_readers(review), "reviews_draft_sent", about=review, link=report_page(review), by=by)
    return report


@transaction.atomic
def redraft(*, review: PeerReview, reason: str, by: Any) -> None:
    """Work on the draft again, because of what the force said; comments stay with the version they were made on."""
    hold_row(review)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    PEER.move(review, "redraft", by=by, reason=reason, changes=_touched(review))


@transaction.atomic
def finish(*, review: PeerReview, by: Any) -> PeerReport:
    """The draft that the force has checked becomes the final report, word for word; recommendations go into its plan."""
    hold_row(review)
    PEER.check(review, "finish", by)
    draft = review.reports.filter(kind=ReportKind.DRAFT).latest("number")
    report = _freeze(review, ReportKind.FINAL, {**draft.content, "assessed": _assessed(review)}, by)
    follow_up = review.follow_up_on or timezone.localdate() + dt.timedelta(days=DAYS_TO_FOLLOW_UP)
    changes = {**_touched(review), "final_at": timezone.now(), "follow_up_on": follow_up}
    PEER.move(review, "finish", by=by, changes=changes, after={"report": report.number})
    for recommendation in review.recommendations.all():
        recommendation.peer_review = review
        recommending.into_plan(recommendation=recommendation, by=by)
    tell(force_readers(review), "reviews_final_sent", about=review, link=report_page(review), by=by)
    return report


def force_readers(review: PeerReview) -> list[User]:
    """Who reads the report for the force: its leads and chief officers."""
    return list(holders(Permission.PEER_REVIEWS_READ_FORCE, review.force_id))


def team_leads(review: PeerReview) -> list[User]:
    """Who is told what the force does: the team's lead and who of the national team looks after the review."""
    rows = review.team.filter(lead=True, ended_at=None).select_related("person")
    return [row.person for row in rows] + ([review.manager] if review.manager is not None else [])


def open_comments(review: PeerReview) -> int:
    """How many comments on the latest draft wait for an answer."""
    latest = review.reports.filter(kind=ReportKind.DRAFT).first()
    rows = FactualComment.objects.filter(report=latest, state=CommentState.OPEN, removed_at=None)
    return rows.count() if latest is not None else 0


def _freeze(review: PeerReview, kind: str, content: dict[str, Any], by: Any) -> PeerReport:
    number = (review.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    return PeerReport.objects.create(
        review=review, kind=kind, number=number, content=content, content_hash=digest(content), made_by=by
    )


def _assessed(review: PeerReview) -> dict[str, Any] | None:
    """What the force said of itself when the review ended, kept for the calibration."""
    found = self_assessment.latest(review.force_id)
    if found is None:
        return None
    codes = set(review.scopes.values_list("action__code", flat=True))
    said = {
        code: {"level": one.level, "label": one.label, "has_gap": one.has_gap}
        for code, one in sorted(found.said.items())
        if code in codes
    }
    return {"round": found.round, "number": found.number, "said": said}


def _touched(review: PeerReview) -> dict[str, Any]:
    return {"version": review.version + 1, "updated_at": timezone.now()}
