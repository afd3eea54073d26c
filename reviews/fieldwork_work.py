"""What waits for a person once a team is in the field: reports to write, drafts to check, comments, follow-ups, feedback."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import peer_work
from reviews.fieldwork_links import follow_up_page, report_page
from reviews.models import PeerReview
from reviews.peer_work import Item
from reviews.vocab import PeerState
from vkpp.accounts.permissions import can, force_ids
from vkpp.accounts.roles import Permission
from vkpp.core import mail_topics
from vkpp.core.mail_topics import Topic

SOON = dt.timedelta(days=30)
MAILS = ("draft_sent", "comments_in", "comments_answered", "final_sent", "followed_up", "peer_feedback")


def register() -> None:
    """Add these to what waits in peer reviews, once; let people choose whether they are mailed about reports."""
    peer_work.SOURCES.extend(source for source in (for_force, for_team) if source not in peer_work.SOURCES)
    kinds = tuple(f"reviews_{name}" for name in (*MAILS, "calibration_shared"))
    hint = gettext_lazy("A draft to check, comments and their answers, the final report, the follow-up.")
    mail_topics.register(Topic("reviews_peer_report", gettext_lazy("Reports of peer reviews"), hint, kinds, 73))


def for_force(person: Any) -> Iterator[Item]:
    """For lead and chief officers: a draft to check, and a review about which nobody of the force has said anything."""
    forces = force_ids(person, Permission.PEER_REVIEWS_MANAGE_FORCE)
    if not forces:
        return
    rows = PeerReview.objects.filter(force__in=forces).select_related("force").order_by("pk")
    for review in rows.filter(state=PeerState.FACTUAL, comments_done_at=None):
        yield _item(review, _("Check the facts of the draft report"), report_page(review), review.comments_due_on)
    for review in rows.filter(state=PeerState.FOLLOWED_UP, feedback=None):
        yield _item(review, _("Say how the peer review was"), follow_up_page(review))


def for_team(person: Any) -> Iterator[Item]:
    """For who leads a team or looks after its review: a report to write, comments to answer, a follow-up to hold."""
    if not can(person, Permission.PEER_REVIEWS_TAKE_PART):
        return
    leads = Q(manager=person) | Q(team__person=person, team__lead=True, team__ended_at=None)
    today = timezone.localdate()
    checked = Q(comments_done_at__isnull=False) | Q(comments_due_on__lt=today)
    waiting = (
        Q(state=PeerState.DRAFTING)
        | Q(checked, state=PeerState.FACTUAL)
        | Q(state=PeerState.FINAL, follow_up_on__lte=today + SOON)
    )
    rows = PeerReview.objects.worked_on_by(person).filter(leads, waiting).select_related("force").order_by("pk")
    for review in rows.distinct():
        if review.state == PeerState.DRAFTING:
            yield _item(review, _("Write the report"), report_page(review), review.report_due_on)
        elif review.state == PeerState.FACTUAL:
            yield _item(review, _("The force has checked the draft: answer, and send the report"), report_page(review))
        else:
            yield _item(review, _("Hold the follow-up"), follow_up_page(review), review.follow_up_on)


def _item(review: PeerReview, title: str, link: str, due: dt.date | None = None) -> Item:
    return Item(title, link, f"{review.reference}, {review.force.short_name}", due)
