"""Evidence that a review team waits for: a reminder before the day and after it, once each."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.telling import tell
from reviews.actions.asking import force_side
from reviews.actions.evidence_requests import ASKED_IN
from reviews.models import EvidenceRequest
from reviews.peer_links import request_page
from reviews.vocab import RequestState
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.working_days import LONDON

KIND = "reviews.remind_evidence"
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
        _("Evidence due"),
        _("7 days and 2 days before evidence for a peer review is due, and the day after."),
        ("reviews_peer_evidence_due",),
        72,
    )
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe the reminder of every request that is due in 7 or 2 days or was due yesterday; how many."""
    today = day or timezone.localdate(timezone=LONDON)
    days = [today + dt.timedelta(days=left) for left in DAYS]
    rows = EvidenceRequest.objects.filter(state=RequestState.OPEN, review__state__in=ASKED_IN, due_on__in=days)
    found = list(rows.values_list("pk", "due_on"))
    for pk, due_on in found:
        key = f"{KIND}:{pk}:{due_on.isoformat()}:{today.isoformat()}"
        outbox.owe(KIND, {"request": pk, "due_on": due_on.isoformat()}, key=key)
    return len(found)


@outbox.handler(KIND)
def send(payload: dict[str, Any]) -> None:
    """Remind who finds it, or lead and chief officers; not when it was given or moved meanwhile."""
    rows = EvidenceRequest.objects.select_related("review__force", "assignee")
    request = rows.filter(pk=payload["request"], due_on=payload["due_on"], state=RequestState.OPEN).first()
    if request is None:
        return
    everybody = [request.assignee] if request.assignee else force_side(request.review)
    tell(everybody, "reviews_peer_evidence_due", about=request, link=request_page(request), by=None)
