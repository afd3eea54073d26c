"""Who may do what with case reviews, briefings and peer reviews: asked by workflow tables, pages and the API."""

from typing import Any

from reviews.models import Briefing, CaseReview, Coding, EvidenceRequest, PeerReview, Recommendation, TeamMember
from reviews.querysets import BY_TWO
from reviews.vocab import PEER_OVER
from vkpp.accounts.permissions import can, force_ids, memberships, nationally
from vkpp.accounts.roles import Permission


def may_send(user: Any) -> bool:
    """Everybody with an account may send a review in."""
    return bool(getattr(user, "is_authenticated", False))


def may_read(user: Any) -> bool:
    """Forces and national bodies read the catalogue, what was learned, and briefings."""
    return can(user, Permission.REVIEWS_READ)


def may_code(user: Any, review: CaseReview | None = None) -> bool:  # noqa: ARG001 - asked like the others in the table
    """Staff of the national team screen and code; None is the portal itself when it loads a file."""
    return user is None or nationally(user, Permission.REVIEWS_CODE)


def may_change(user: Any, review: CaseReview) -> bool:
    """Staff; and who sent it in, until it is screened. They also add and remove its documents."""
    return may_code(user) or (review.sent_by_id == user.pk and review.state == CaseReview.State.SENT)


def is_coder(user: Any, review: CaseReview) -> bool:
    """Whether the person is first or second coder of this review now."""
    return user.pk in set(review.codings.filter(role__in=BY_TWO, ended_at=None).values_list("coder_id", flat=True))


def may_resolve(user: Any, review: CaseReview) -> bool:
    """A third person brings two codings together."""
    return may_code(user) and not is_coder(user, review)


def may_work_on_coding(user: Any, coding: Coding) -> bool:
    """Only the coder writes in a coding."""
    return may_code(user) and coding.coder_id == user.pk


def may_manage_taxonomy(user: Any) -> bool:
    """VKPP administrators, or the portal itself when it loads its data."""
    return user is None or nationally(user, Permission.TAXONOMIES_MANAGE)


def may_write_briefings(user: Any, briefing: Briefing | None = None) -> bool:  # noqa: ARG001 - as above
    """Staff of the national team."""
    return nationally(user, Permission.BRIEFINGS_WRITE)


def may_publish_briefing(user: Any, briefing: Briefing) -> bool:
    """A second person of the national team, never its author."""
    return may_write_briefings(user) and briefing.author_id != user.pk


def may_work_on_recommendation(user: Any, recommendation: Recommendation) -> bool:
    """Its owner, the lead and chief officers of the force it is for, and the national team report what became of it.

    One of a peer review: nobody before the final report, for until then it is a draft.
    """
    if recommendation.peer_review is not None and recommendation.peer_review.state not in PEER_OVER:
        return False
    if recommendation.owner_id is not None and recommendation.owner_id == user.pk:
        return True
    if recommendation.force_id is not None and can(user, Permission.IMPROVEMENT_MANAGE_FORCE, recommendation):
        return True
    return nationally(user, Permission.REVIEWS_CODE) and recommendation.peer_review_id is None


# ---- peer reviews ------------------------------------------------------------------------------------------------------


def may_ask(user: Any, review: PeerReview | None = None) -> bool:
    """The force's lead and chief officers ask for a review, agree its terms and answer the team."""
    return can(user, Permission.PEER_REVIEWS_MANAGE_FORCE, review)


def may_arrange(user: Any, review: PeerReview | None = None) -> bool:
    """The national team, except who belongs to the reviewed force."""
    return nationally(user, Permission.PEER_REVIEWS_MANAGE) and (review is None or not belongs(user, review))


def may_waive(user: Any, review: PeerReview | None = None) -> bool:
    """VKPP administrators let somebody with a declared conflict take part."""
    return nationally(user, Permission.PEER_REVIEWS_WAIVE) and (review is None or not belongs(user, review))


def meets_peer_reviews(user: Any) -> bool:
    """Whether peer reviews concern the person at all: the national team, peers, leads and chief officers, who finds evidence."""
    wanted = (Permission.PEER_REVIEWS_READ_FORCE, Permission.PEER_REVIEWS_TAKE_PART, Permission.PEER_REVIEWS_MANAGE)
    return any(can(user, permission) for permission in (*wanted, Permission.RETURN_ANSWER))


def may_ask_for_own(user: Any) -> bool:
    """Whether the person may ask for a peer review of the force they work for."""
    return bool(force_ids(user, Permission.PEER_REVIEWS_MANAGE_FORCE))


def belongs(user: Any, review: PeerReview) -> bool:
    """Whether the person has any role in the reviewed force."""
    return any(held.force_id == review.force_id for held in memberships(user))


def member(user: Any, review: PeerReview) -> TeamMember | None:
    """The person's place on the team now."""
    if not getattr(user, "is_authenticated", False) or not can(user, Permission.PEER_REVIEWS_TAKE_PART):
        return None
    return review.team.filter(person=user.pk, ended_at=None).first()


def is_cleared(place: TeamMember | None) -> bool:
    """Whether the member has declared, and a conflict was waived."""
    return place is not None and (place.interest == "none" or place.waived_at is not None)


def on_team(user: Any, review: PeerReview) -> bool:
    """A cleared member of the team who does not belong to the force: writes notes, judgements and findings."""
    return not belongs(user, review) and is_cleared(member(user, review))


def may_work_on(user: Any, review: PeerReview) -> bool:
    """The cleared team and the national team."""
    return on_team(user, review) or may_arrange(user, review)


def may_lead_team(user: Any, review: PeerReview) -> bool:
    """The team's lead and the national team: send reports, finish the review."""
    place = member(user, review)
    leads = place is not None and place.lead and is_cleared(place) and not belongs(user, review)
    return leads or may_arrange(user, review)


def may_answer_request(user: Any, request: EvidenceRequest) -> bool:
    """The force's lead and chief officers, and whoever they asked to find it."""
    if may_ask(user, request.review):
        return True
    return request.assignee_id == user.pk and can(user, Permission.RETURN_ANSWER, request.review)


def may_judge_request(user: Any, request: EvidenceRequest) -> bool:
    """The cleared team and the national team ask, and look at what came."""
    return may_work_on(user, request.review)
