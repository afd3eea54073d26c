"""After the report: the follow-up of the team, the feedback of the force, and who may see its calibration."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import tell
from reviews import people
from reviews.actions.peer_reporting import force_readers, team_leads
from reviews.actions.team_work import check_state
from reviews.fieldwork_links import calibration_page, follow_up_page
from reviews.models import FollowUp, PeerFeedback, PeerReview
from reviews.vocab import PEER_OVER
from reviews.workflow import PEER
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Invalid
from vkpp.core.held import hold_row, insist, words

PRIVATE_DAYS = 14
"""How long a calibration is the force's alone, counted from the final report."""


@transaction.atomic
def follow_up(
    *, review: PeerReview, held_on: dt.date | None, summary: str, seen: Mapping[int, str], by: Any
) -> FollowUp:
    """What a visit or call found. `seen`: recommendation id → what has moved; their states then are kept beside it."""
    insist(people.may_lead_team(by, review), _("The team's lead or VKPP staff write down the follow-up."))
    hold_row(review)
    check_state(review, PEER_OVER)
    if held_on is None or held_on > timezone.localdate():
        raise Invalid({"held_on": [_("Enter the day on which it was held, today or earlier.")]})
    required = _("Write what has moved since the report.")
    rows = []
    for row in review.recommendations.order_by("id"):
        text = words(seen.get(row.pk, ""), f"seen-{row.pk}", row.reference)
        rows.append(
            {
                "recommendation": row.reference,
                "text": row.text,
                "state": row.state,
                "state_label": str(row.get_state_display()),
                "seen": text,
            }
        )
    made = FollowUp.objects.create(
        review=review,
        held_on=held_on,
        summary=words(summary, "summary", _("What has moved"), limit=20_000, required=required),
        seen=rows,
        made_by=by,
    )
    audit.record(by=by, verb="peer_review.follow_up_written", target=review, after={"held_on": held_on.isoformat()})
    return made


@transaction.atomic
def close(*, review: PeerReview, by: Any) -> None:
    """The follow-up is done: the review is over."""
    hold_row(review)
    changes = {"version": review.version + 1, "updated_at": timezone.now()}
    PEER.move(review, "follow_up", by=by, changes=changes)
    tell(force_readers(review), "reviews_followed_up", about=review, link=follow_up_page(review), by=by)


@transaction.atomic
def feedback(*, review: PeerReview, helpful: int | None, changed: str, better: str, by: Any) -> PeerFeedback:
    """What the force says about the review it had; each of its leads and chief officers once, who may change it."""
    insist(people.may_ask(by, review), _("The force's NVAP lead or chief officer says how the review was."))
    hold_row(review)
    check_state(review, PEER_OVER)
    if helpful is None or not 1 <= helpful <= 4:
        raise Invalid({"helpful": [_("Say how helpful the review was.")]})
    values = {
        "helpful": helpful,
        "changed": words(changed, "changed", _("What has changed")),
        "better": words(better, "better", _("What could be better")),
    }
    made, new = PeerFeedback.objects.update_or_create(review=review, person=by, defaults=values)
    audit.record(by=by, verb="peer_review.feedback", target=review, after={"helpful": helpful})
    if new:
        tell(team_leads(review), "reviews_peer_feedback", about=review, link=follow_up_page(review), by=by)
    return made


@transaction.atomic
def share_calibration(*, review: PeerReview, by: Any) -> None:
    """The force lets the national team see its calibration at once."""
    insist(people.may_ask(by, review), _("The force decides when its calibration is shared early."))
    hold_row(review)
    check_state(review, PEER_OVER)
    if review.calibration_shared_at is not None:
        return
    review.calibration_shared_at, review.calibration_shared_by = timezone.now(), by
    review.save(update_fields=["calibration_shared_at", "calibration_shared_by", "updated_at"])
    audit.record(by=by, verb="peer_review.share_calibration", target=review)
    if review.manager is not None:
        tell([review.manager], "reviews_calibration_shared", about=review, link=calibration_page(review), by=by)


def private_until(review: PeerReview) -> dt.date | None:
    """The first day on which the national team sees the calibration without the force's doing."""
    if review.final_at is None:
        return None
    return timezone.localdate(review.final_at) + dt.timedelta(days=PRIVATE_DAYS)


def may_see_calibration(user: Any, review: PeerReview) -> bool:
    """The force from the final report on; the national team when it was shared, or two weeks later. The team never."""
    if review.state not in PEER_OVER:
        return False
    if can(user, Permission.PEER_REVIEWS_READ_FORCE, review):
        return True
    opened = private_until(review)
    public = review.calibration_shared_at is not None or (opened is not None and timezone.localdate() >= opened)
    return public and people.may_arrange(user, review)
