"""The overview of a peer review: where it stands, what comes next and from whom, dates, and what happened."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.models import PeerReview
from reviews.presenters.peer_frame import Stand, address_of, both_sides, frame
from reviews.vocab import PEER_CLOSED, Interest, PeerState, RequestState
from reviews.workflow import PEER
from vkpp.core import audit
from vkpp.core.workflow import Step

STAGES = (
    (PeerState.REQUESTED, gettext_lazy("Request"), gettext_lazy("The force says what it wants looked at, and why.")),
    (PeerState.SCOPING, gettext_lazy("Scope and terms"), gettext_lazy("VKPP drafts them, the force agrees them.")),
    (PeerState.PREPARING, gettext_lazy("Preparation"), gettext_lazy("Team, dates, and evidence from the force.")),
    (PeerState.FIELDWORK, gettext_lazy("Fieldwork"), gettext_lazy("The team speaks with people in the force.")),
    (PeerState.DRAFTING, gettext_lazy("Draft report"), gettext_lazy("The team writes down what it found.")),
    (PeerState.FACTUAL, gettext_lazy("Factual accuracy"), gettext_lazy("The force says what is wrong in fact.")),
    (PeerState.FINAL, gettext_lazy("Final report"), gettext_lazy("Recommendations go into the improvement plan.")),
    (PeerState.FOLLOWED_UP, gettext_lazy("Follow-up"), gettext_lazy("What has moved since.")),
)
ORDER = [stage[0] for stage in STAGES]
PAGES = {
    "accept": "reviews:peer-arrange",
    "send_draft": "reviews:peer-report",
    "redraft": "reviews:peer-report",
    "finish": "reviews:peer-report",
    "follow_up": "reviews:peer-follow-up",
}
"""Steps that are done on a page of their own; the others have a page that asks for confirmation."""
ASKED_THERE = {"accept"}
"""Steps whose own page asks for everything they need."""
EVENTS = {
    "peer_review.ask": gettext_lazy("Asked for"),
    "peer_review.change_request": gettext_lazy("Request changed"),
    "peer_review.accept": gettext_lazy("Request accepted"),
    "peer_review.decline": gettext_lazy("Request declined"),
    "peer_review.arrange": gettext_lazy("Dates and people changed"),
    "peer_review.change_scope": gettext_lazy("Scope or terms changed"),
    "peer_review.agree_terms": gettext_lazy("Terms agreed by the force"),
    "peer_review.prepare": gettext_lazy("Preparation begun"),
    "peer_review.rescope": gettext_lazy("Scope and terms opened again"),
    "peer_review.add_member": gettext_lazy("Somebody joined the team"),
    "peer_review.remove_member": gettext_lazy("Somebody left the team"),
    "peer_review.lead": gettext_lazy("Lead of the team chosen"),
    "peer_review.declare": gettext_lazy("Interests declared"),
    "peer_review.waive": gettext_lazy("Conflict of interest waived"),
    "peer_review.start": gettext_lazy("Fieldwork begun"),
    "peer_review.write": gettext_lazy("Fieldwork done"),
    "peer_review.go_back": gettext_lazy("Fieldwork taken up again"),
    "peer_review.send_draft": gettext_lazy("Draft sent to the force"),
    "peer_review.redraft": gettext_lazy("Draft taken up again"),
    "peer_review.comments_done": gettext_lazy("Draft checked by the force"),
    "peer_review.finish": gettext_lazy("Final report sent"),
    "peer_review.share_calibration": gettext_lazy("Calibration shared with VKPP"),
    "peer_review.follow_up_written": gettext_lazy("Follow-up written down"),
    "peer_review.follow_up": gettext_lazy("Review closed after its follow-up"),
    "peer_review.withdraw": gettext_lazy("Review withdrawn"),
}
QUIET = ("declare", "waive", "lead", "add_member", "remove_member")


def context(user: Any, review: PeerReview) -> dict[str, Any]:
    """Everything on the overview page."""
    stand = Stand(user, review)
    inside = both_sides(stand)
    before = _before(review)
    return {
        **frame(user, review, "overview", stand),
        "inside": inside,
        "stages": _stages(review),
        "closed": _closed(review),
        "steps": _buttons(user, review, {group["action"] for group in before}),
        "before": before if inside else [],
        "facts": _facts(review),
        "numbers": _numbers(review) if inside else [],
        "declares": stand.place is not None and stand.place.interest == Interest.UNDECLARED,
        "declare_url": address_of("reviews:peer-declare", review),
        "events": _events(review) if inside else [],
        "may_arrange": stand.arranges and review.state not in PEER_CLOSED,
        "may_change_request": stand.asks and review.state == PeerState.REQUESTED,
        "has_days": review.fieldwork_from is not None,
    }


def _stages(review: PeerReview) -> list[dict[str, Any]]:
    if review.state in PEER_CLOSED:
        return []
    now = ORDER.index(PeerState(review.state))
    over = review.state == PeerState.FOLLOWED_UP
    rows = []
    for place, (_state, title, hint) in enumerate(STAGES):
        done = place < now or over
        status, colour = (_("Done"), "") if done else (_("Now"), "orange") if place == now else (_("To come"), "grey")
        if place == now and review.state == PeerState.FINAL:
            status, colour = _("Sent"), "green"
        rows.append({"title": title, "hint": hint, "status": status, "colour": colour})
    return rows


def _closed(review: PeerReview) -> dict[str, Any] | None:
    """Why a review is not held."""
    if review.state not in PEER_CLOSED:
        return None
    verb = "peer_review.decline" if review.state == PeerState.DECLINED else "peer_review.withdraw"
    event = audit.events_about(review).filter(verb=verb).first()
    return {"by": event.actor_label, "at": event.at, "reason": event.reason} if event else None


def _buttons(user: Any, review: PeerReview, waiting: set[str]) -> list[dict[str, Any]]:
    """The steps that can be taken, the next one first; what something is missing for shows with what is missing."""
    rows = [step for step in PEER.available(review, user) if step.action in PAGES or step.action not in waiting]
    found = [_button(step, review) for step in sorted(rows, key=lambda step: step.button != "primary")]
    return [button for button in found if button]


def _button(step: Step, review: PeerReview) -> dict[str, Any] | None:
    """A step as a button, or None while its page does not exist."""
    page = PAGES.get(step.action)
    href = address_of(page, review) if page else reverse("reviews:peer-step", args=[review.reference, step.action])
    return {"label": step.label, "href": href, "kind": step.button} if href else None


def _before(review: PeerReview) -> list[dict[str, Any]]:
    """What must be there before the review can go on, with the words of the step that waits for it."""
    found = []
    for step in PEER.steps:
        waits = step.button == "primary" and step.action not in ASKED_THERE
        if review.state in step.source and waits and step.missing is not None:
            sentences = [words for texts in step.missing(review).values() for words in texts]
            if sentences:
                found.append({"action": step.action, "label": step.label, "sentences": sentences})
    return found


def _facts(review: PeerReview) -> list[dict[str, Any]]:
    days = (review.fieldwork_from, review.fieldwork_to)
    return [
        {"key": _("Asked by"), "text": str(review.requested_by), "day": review.requested_at},
        {"key": _("Plan"), "text": str(review.plan)},
        {"key": _("Looked after by"), "text": str(review.manager) if review.manager else _("Nobody yet")},
        *(
            []
            if any(days)
            else [{"key": _("Time the force has in mind"), "span": (review.wanted_from, review.wanted_to)}]
        ),
        {"key": _("Fieldwork"), "span": days},
        {"key": _("Draft report due"), "day": review.report_due_on},
        {"key": _("Factual comments due"), "day": review.comments_due_on},
        {"key": _("Follow-up"), "day": review.follow_up_on},
    ]


def _numbers(review: PeerReview) -> list[dict[str, Any]]:
    asked = review.requests.exclude(state=RequestState.CANCELLED).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(state=RequestState.OPEN))
    )
    team = review.team.filter(ended_at=None).aggregate(
        all=Count("pk"), undeclared=Count("pk", filter=Q(interest=Interest.UNDECLARED))
    )
    return [
        {
            "label": _("Actions in scope"),
            "value": review.scopes.count(),
            "note": "",
            "href": address_of("reviews:peer-scope", review),
        },
        {
            "label": _("People on the team"),
            "value": team["all"],
            "note": _("%(n)s have not declared interests") % {"n": team["undeclared"]} if team["undeclared"] else "",
            "href": address_of("reviews:peer-team", review),
        },
        {
            "label": _("Requests for evidence"),
            "value": asked["all"],
            "note": _("%(n)s open") % {"n": asked["open"]} if asked["open"] else "",
            "href": address_of("reviews:peer-evidence", review),
        },
    ]


def _events(review: PeerReview) -> list[dict[str, Any]]:
    """What happened, for both sides; reasons about single people stay on the team's page."""
    rows = audit.events_about(review).filter(verb__in=EVENTS)[:40]
    quiet = {f"peer_review.{name}" for name in QUIET}
    return [
        {
            "title": EVENTS[row.verb],
            "by": row.actor_label,
            "at": row.at,
            "text": "" if row.verb in quiet else row.reason,
        }
        for row in rows
    ]
