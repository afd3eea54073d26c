"""What a peer review waits for: a reminder before the day and after it, once each."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.telling import tell
from reviews.actions.asking import force_side, our_side
from reviews.actions.evidence_requests import ASKED_IN, finders
from reviews.fieldwork_links import follow_up_page, report_page
from reviews.models import EvidenceRequest, PeerReview
from reviews.peer_links import request_page
from reviews.vocab import PeerState, RequestState
from vkpp.accounts.models import User
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.working_days import LONDON

KIND = "reviews.remind_evidence"
DAY = "reviews.remind_day"
DAYS = (7, 2, -1)
TURN = ("asked", "accepted", "declined", "withdrawn", "terms", "terms_agreed", "step", "days", "lead", "manager")
EVIDENCE = ("asked", "supplied", "not_held", "again", "cancelled")

mail_topics.register(
    Topic(
        "reviews_peer",
        _("Peer reviews"),
        _("A peer review that concerns you moves on, or its days change."),
        tuple(f"reviews_peer_{name}" for name in TURN),
        70,
    )
)
mail_topics.register(
    Topic(
        "reviews_peer_evidence",
        _("Evidence for peer reviews"),
        _("A team asks your force for evidence, or the force gives what your team asked for."),
        tuple(f"reviews_peer_evidence_{name}" for name in EVIDENCE),
        71,
    )
)
mail_topics.register(
    Topic(
        "reviews_peer_due",
        _("Evidence, comments and follow-ups due"),
        _("7 days and 2 days before something of a peer review is due, and the day after."),
        ("reviews_peer_evidence_due", "reviews_peer_comments_due", "reviews_peer_follow_up_due"),
        72,
    )
)


@dataclass(frozen=True)
class Due:
    """A day of a peer review: what must still be so for it to matter, whom it concerns, and where it is done."""

    still: dict[str, Any]
    who: Callable[[PeerReview], list[User]]
    page: Callable[[PeerReview], str]


# Field of the day and of its mail → when and whom it concerns.
DUE = {
    "comments_due": Due({"state": PeerState.FACTUAL, "comments_done_at": None}, force_side, report_page),
    "follow_up": Due({"state": PeerState.FINAL}, our_side, follow_up_page),
}


def remind(*, day: dt.date | None = None) -> int:
    """Owe the reminder of everything that is due in 7 or 2 days or was due yesterday; how many."""
    today = day or timezone.localdate(timezone=LONDON)
    days = [today + dt.timedelta(days=left) for left in DAYS]
    rows = EvidenceRequest.objects.filter(state=RequestState.OPEN, review__state__in=ASKED_IN, due_on__in=days)
    found = list(rows.values_list("pk", "due_on"))
    for pk, due_on in found:
        key = f"{KIND}:{pk}:{due_on.isoformat()}:{today.isoformat()}"
        outbox.owe(KIND, {"request": pk, "due_on": due_on.isoformat()}, key=key)
    return len(found) + sum(_remind_days(name, days, today) for name in DUE)


def _remind_days(name: str, days: list[dt.date], today: dt.date) -> int:
    rows = PeerReview.objects.filter(**DUE[name].still, **{f"{name}_on__in": days})
    found = list(rows.values_list("pk", f"{name}_on"))
    for pk, due_on in found:
        key = f"{DAY}:{name}:{pk}:{due_on.isoformat()}:{today.isoformat()}"
        outbox.owe(DAY, {"review": pk, "name": name, "due_on": due_on.isoformat()}, key=key)
    return len(found)


@outbox.handler(DAY)
def send_day(payload: dict[str, Any]) -> None:
    """Remind whom the day concerns; not when it was done or moved meanwhile."""
    name = payload["name"]
    due = DUE[name]
    rows = PeerReview.objects.select_related("force", "manager").filter(**due.still)
    review = rows.filter(pk=payload["review"], **{f"{name}_on": payload["due_on"]}).first()
    if review is not None:
        kind = f"reviews_peer_{name.removesuffix('_due')}_due"
        tell(due.who(review), kind, about=review, link=due.page(review), by=None)


@outbox.handler(KIND)
def send(payload: dict[str, Any]) -> None:
    """Remind who finds it, or lead and chief officers; not when it was given or moved meanwhile."""
    rows = EvidenceRequest.objects.select_related("review__force", "assignee")
    request = rows.filter(pk=payload["request"], due_on=payload["due_on"], state=RequestState.OPEN).first()
    if request is None:
        return
    tell(finders(request), "reviews_peer_evidence_due", about=request, link=request_page(request), by=None)
