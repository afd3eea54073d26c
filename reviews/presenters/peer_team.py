"""The team of a peer review: who is on it, what they declared, and what is missing."""

from typing import Any

from django.utils.translation import gettext as _

from reviews import people
from reviews.actions.team import CHANGES_IN
from reviews.models import PeerReview, TeamMember
from reviews.presenters.peer_frame import Stand, both_sides, frame
from reviews.rules import NEEDED
from reviews.vocab import Interest


def context(user: Any, review: PeerReview) -> dict[str, Any]:
    """The page of the team. What a member declared is read by the national team, the member, and the force as yes or no."""
    stand = Stand(user, review)
    members = list(review.team.select_related("person", "waived_by", "ended_by").order_by("ended_at", "-lead", "pk"))
    now = [member for member in members if member.ended_at is None]
    changes = review.state in CHANGES_IN
    waives = people.may_waive(user, review) and changes
    return {
        **frame(user, review, "team", stand),
        "members": [_row(member, stand, waives=waives) for member in now],
        "earlier": [member for member in members if member.ended_at is not None] if both_sides(stand) else [],
        "missing": [one.label for one in NEEDED if one not in {member.sector for member in now}],
        "leaderless": bool(now) and not any(member.lead for member in now),
        "changes": stand.arranges and changes,
        "own": stand.place,
        "may_declare": stand.place is not None and changes,
    }


def _row(member: TeamMember, stand: Stand, *, waives: bool) -> dict[str, Any]:
    label, colour = interest_words(member)
    own = member.person_id == stand.user.pk
    return {
        "member": member,
        "own": own,
        "interest": label,
        "colour": colour,
        "text": member.interest_text if own or stand.arranges else "",
        "waiver": member.waiver_reason if own or stand.arranges else "",
        "waives": waives and not own and member.interest == Interest.CONFLICT and member.waived_at is None,
    }


def interest_words(member: TeamMember) -> tuple[str, str]:
    """Where a member stands, in words, and its colour."""
    if member.interest == Interest.UNDECLARED:
        return _("Not declared yet"), "yellow"
    if member.interest == Interest.NONE:
        return _("No conflict of interest"), "green"
    return (_("Conflict waived"), "blue") if member.waived_at else (_("Conflict of interest"), "red")
