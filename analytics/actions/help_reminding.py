"""Requests for help that nobody answers, and help that nobody reports on: both sides are reminded."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.matching import people
from analytics.matching.links import request_page
from analytics.matching.vocab import HelpState
from analytics.models import HelpRequest
from nvap.telling import holders, tell
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.working_days import LONDON

KIND = "analytics.remind_help"
UNANSWERED = (7, 21)
UNREPORTED = (60, 120)
"""Days after the request, and after the answer."""

mail_topics.register(
    Topic(
        "help_due",
        _("Help between forces"),
        _("7 and 21 days after a request that your force has not answered; 60 and 120 days after help was agreed."),
        ("help_due",),
        80,
    )
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe the reminders of the day; how many requests."""
    today = day or timezone.localdate(timezone=LONDON)
    found = set(_due(today).values_list("pk", flat=True))
    for pk in found:
        outbox.owe(KIND, {"request": pk, "day": today.isoformat()}, key=f"{KIND}:{pk}:{today.isoformat()}")
    return len(found)


@outbox.handler(KIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Tell the side for which the request waits; nothing when it went on meanwhile."""
    day = dt.date.fromisoformat(payload["day"])
    request = _due(day).filter(pk=payload["request"]).select_related("force", "helper", "action").first()
    if request is None:
        return
    side = request.helper_id if request.state == HelpState.ASKED else request.force_id
    tell(holders(people.DECIDES, side), "help_due", about=request, link=request_page(request), by=None)


def _due(today: dt.date) -> "QuerySet[HelpRequest]":
    asked = [today - dt.timedelta(days=days) for days in UNANSWERED]
    agreed = [today - dt.timedelta(days=days) for days in UNREPORTED]
    unanswered = HelpRequest.objects.filter(state=HelpState.ASKED, asked_at__date__in=asked)
    found: QuerySet[HelpRequest] = unanswered | HelpRequest.objects.filter(
        state=HelpState.AGREED, answered_at__date__in=agreed
    )
    return found
