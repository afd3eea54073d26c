"""Owners of recommendations are reminded before and after the day; those in an improvement plan are reminded there."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.briefing_links import recommendation_page
from reviews.models import Recommendation
from reviews.recommendation_list import WORKING
from vkpp.accounts.models import User
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.notify import notify
from vkpp.core.working_days import LONDON

KIND = "reviews.remind_owner"
SOON = (14, 7, 1)
LATE = -1

mail_topics.register(
    Topic(
        "reviews_due",
        _("Recommendations due"),
        _("14 days, 7 days and 1 day before a recommendation you own is due, and the day after."),
        ("reviews_recommendation_due",),
        60,
    )
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe every owner the reminder of the day; how many people."""
    today = day or timezone.localdate(timezone=LONDON)
    owners = set(_due(today).values_list("owner", flat=True))
    for pk in owners:
        outbox.owe(KIND, {"person": pk, "day": today.isoformat()}, key=f"{KIND}:{pk}:{today.isoformat()}")
    return len(owners)


@outbox.handler(KIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Tell one person what is due soon or became overdue."""
    person = User.objects.filter(pk=payload["person"], is_active=True).first()
    day = dt.date.fromisoformat(payload["day"])
    rows = list(_due(day).filter(owner=payload["person"]).order_by("due_on", "pk"))
    if person is None or not rows:
        return
    link = recommendation_page(rows[0]) if len(rows) == 1 else reverse("reviews:recommendations") + "?owner=me"
    items = [{"one": row, "late": row.due_on is not None and row.due_on < day} for row in rows]
    context = {"items": items, "total": len(rows)}
    notify(to=person, kind="reviews_recommendation_due", context=context, link=link)


def _due(today: dt.date) -> Any:
    days = [today + dt.timedelta(days=left) for left in (*SOON, LATE)]
    rows = Recommendation.objects.filter(state__in=WORKING, improvement=None, owner__isnull=False, due_on__in=days)
    return rows.filter(peer_review=None)  # its owner learns of one by the report, and then it stands in the plan
