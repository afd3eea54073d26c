"""Factual accuracy: the force comments on paragraphs of the draft, the team answers every comment."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import tell
from reviews import people
from reviews.actions.peer_reporting import force_readers, team_leads
from reviews.actions.team_work import check_state, hold_for_team
from reviews.fieldwork_links import report_page
from reviews.models import FactualComment, PeerReport, PeerReview
from reviews.vocab import CommentState, PeerState, ReportKind
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words

ANSWERED_IN = (PeerState.FACTUAL, PeerState.DRAFTING)
ANSWERS = (CommentState.ACCEPTED, CommentState.NOT_ACCEPTED)


@transaction.atomic
def comment(*, report: PeerReport, paragraph: str, text: str, by: Any) -> FactualComment:
    """The force says what is wrong in fact in one paragraph of the latest draft."""
    _hold_for_force(report, by)
    if paragraph not in {one["id"] for one in report.content["paragraphs"]}:
        raise Invalid({"paragraph": [_("Choose a paragraph of this report.")]})
    made = FactualComment.objects.create(report=report, paragraph=paragraph, text=_text(text), by=by)
    audit.record(by=by, verb="factual_comment.make", target=made, after={"paragraph": paragraph})
    return made


@transaction.atomic
def change(*, comment: FactualComment, text: str, version: int | None, by: Any) -> None:
    """Say it in other words, until the team has answered."""
    _hold_own(comment, by)
    text = _text(text)
    if text == comment.text:
        return
    check_version(comment, version)
    comment.text = text
    comment.version += 1
    comment.save(update_fields=["text", "version"])
    audit.record(by=by, verb="factual_comment.change", target=comment)


@transaction.atomic
def remove(*, comment: FactualComment, by: Any) -> None:
    """Take a comment back, until the team has answered."""
    _hold_own(comment, by)
    comment.removed_at = timezone.now()
    comment.save(update_fields=["removed_at"])
    audit.record(by=by, verb="factual_comment.remove", target=comment, before={"text": comment.text})


@transaction.atomic
def done(*, review: PeerReview, by: Any) -> None:
    """The force has said all it has to say about this draft; the team is told. Pressed twice it is told once."""
    insist(people.may_ask(by, review), _("The force's NVAP lead or chief officer answers the team."))
    hold_row(review)
    check_state(review, (PeerState.FACTUAL,))
    if review.comments_done_at is not None:
        return
    review.comments_done_at, review.comments_done_by = timezone.now(), by
    review.save(update_fields=["comments_done_at", "comments_done_by", "updated_at"])
    audit.record(by=by, verb="peer_review.comments_done", target=review)
    tell(team_leads(review), "reviews_comments_in", about=review, link=report_page(review), by=by)


@transaction.atomic
def answer(*, comment: FactualComment, state: str, reply: str, version: int | None = None, by: Any) -> None:
    """The team accepts a comment, or says why not. The last answer of a draft is told to the force."""
    review = comment.report.review
    hold_for_team(review, by, ANSWERED_IN)
    hold_row(comment)
    if comment.removed_at is not None:
        raise Conflict(_("The force has taken this comment back."))
    check_version(comment, version)
    if state not in ANSWERS:
        raise Invalid({"state": [_("Accept the comment, or do not accept it.")]})
    required = _("Say why the paragraph stays as it is.") if state == CommentState.NOT_ACCEPTED else ""
    comment.reply = words(reply, "reply", _("The answer"), required=required)
    comment.state = state
    comment.answered_at, comment.answered_by = timezone.now(), by
    comment.version += 1
    comment.save(update_fields=["reply", "state", "answered_at", "answered_by", "version"])
    audit.record(by=by, verb="factual_comment.answer", target=comment, after={"state": state})
    if not comment.report.comments.filter(state=CommentState.OPEN, removed_at=None).exists():
        tell(force_readers(review), "reviews_comments_answered", about=review, link=report_page(review), by=by)


def is_latest_draft(report: PeerReport) -> bool:
    """Comments belong to the draft that was sent last."""
    latest = PeerReport.objects.filter(review=report.review_id).order_by("-number").first()
    return report.kind == ReportKind.DRAFT and latest == report


def _hold_for_force(report: PeerReport, by: Any) -> None:
    review = report.review
    insist(people.may_ask(by, review), _("The force's NVAP lead or chief officer comments on the draft."))
    hold_row(review)
    check_state(review, (PeerState.FACTUAL,))
    if not is_latest_draft(report):
        raise Conflict(_("There is a newer version of the report. Comment on that one."))


def _hold_own(comment: FactualComment, by: Any) -> None:
    _hold_for_force(comment.report, by)
    hold_row(comment)
    if comment.state != CommentState.OPEN:
        raise Conflict(_("The team has answered this comment already."))
    if comment.removed_at is not None:
        raise Conflict(_("This comment was taken back."))


def _text(text: str) -> str:
    return words(text, "text", _("The comment"), required=_("Say what is wrong, and what would be right."))
