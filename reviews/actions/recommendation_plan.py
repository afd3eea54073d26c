"""A recommendation for a force in that force's improvement plan: how it gets there, and how its state follows."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.actions import improving
from nvap.models import ImprovementAction
from nvap.telling import leads, tell
from nvap.vocab import ImprovementSource, ImprovementState
from reviews.briefing_links import recommendation_page
from reviews.models import Recommendation
from reviews.vocab import PEER_OVER, RECOMMENDATION_CLOSED, CaseState, RecommendationState
from vkpp.accounts.models import User
from vkpp.core import audit, outbox

STATE = {
    ImprovementState.OPEN: RecommendationState.OPEN,
    ImprovementState.UNDER_WAY: RecommendationState.UNDER_WAY,
    ImprovementState.DONE: RecommendationState.DONE,
    ImprovementState.DROPPED: RecommendationState.NOT_ACCEPTED,
}
TITLE = 200


def enter(recommendation: Recommendation, by: Any) -> None:
    """Make the improvement action once the force may read the review it comes of."""
    force = recommendation.force
    if force is None or recommendation.improvement_id is not None or not _may_be_known(recommendation):
        return
    source = ImprovementSource.PEER_REVIEW if recommendation.peer_review_id else ImprovementSource.CASE_REVIEW
    writer = by if by is not None and improving.may_create(by, force, source) else None
    about = recommendation.peer_review or recommendation.review
    recommendation.improvement = improving.create(
        force=force,
        title=_shortened(recommendation.text),
        description=recommendation.text,
        source=source,
        source_label=f"{recommendation.reference}: {about}",
        source_url=recommendation_page(recommendation),
        action=recommendation.action,
        owner=recommendation.owner,
        due_on=recommendation.due_on,
        by=writer,
    )
    recommendation.save(update_fields=["improvement", "updated_at"])
    after = {"improvement": recommendation.improvement.reference}
    audit.record(by=by, verb="recommendation.into_plan", target=recommendation, after=after)


def tell_owner(recommendation: Recommendation, before: Any, by: Any) -> None:
    """Who owns it, or the leads of the force it is for, learn of it by mail."""
    people: list[User] = []
    if recommendation.owner is not None:
        people = [] if recommendation.owner == before else [recommendation.owner]
    elif recommendation.force is not None and recommendation.improvement_id and before is None:
        people = list(leads(recommendation.force.pk))
    tell(people, "reviews_recommendation", about=recommendation, link=recommendation_page(recommendation), by=by)


@outbox.handler("nvap.improvement_changed")
def follow(payload: dict[str, Any]) -> None:
    """Take over state, owner and date of the improvement action that was made of a recommendation."""
    with transaction.atomic():
        improvement = ImprovementAction.objects.filter(pk=payload["improvement"]).first()
        recommendation = (
            Recommendation.objects.select_for_update(of=("self",)).filter(improvement=payload["improvement"]).first()
        )
        if improvement is None or recommendation is None:
            return
        state = STATE[ImprovementState(improvement.state)]
        before = _seen(recommendation)
        recommendation.owner, recommendation.due_on = improvement.owner, improvement.due_on
        if recommendation.state != state:
            recommendation.closed_at = timezone.now() if state in RECOMMENDATION_CLOSED else None
        recommendation.state = state
        after = _seen(recommendation)
        if after == before:
            return
        recommendation.version += 1
        recommendation.save()
        audit.record(by=None, verb="recommendation.follow", target=recommendation, before=before, after=after)


def _may_be_known(recommendation: Recommendation) -> bool:
    if recommendation.peer_review is not None:
        return recommendation.peer_review.state in PEER_OVER
    return recommendation.review is not None and recommendation.review.state == CaseState.ASSURED


def _seen(recommendation: Recommendation) -> dict[str, Any]:
    due = recommendation.due_on.isoformat() if recommendation.due_on else None
    return {"state": recommendation.state, "owner": recommendation.owner_id, "due_on": due}


def _shortened(text: str) -> str:
    """The first sentence or as much of it as a title holds."""
    first = text.split("\n", 1)[0].strip()
    return first if len(first) <= TITLE else _("%(beginning)s …") % {"beginning": first[: TITLE - 2].rsplit(" ", 1)[0]}
