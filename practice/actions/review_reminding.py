"""Owners are asked whether their published practice is still so: 60 and 30 days before the review date and on it."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.mails import tell
from practice.models import BankEntry
from practice.upkeep import people
from practice.upkeep.links import review_page
from practice.upkeep.standing import REMIND
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.working_days import LONDON

KIND = "practice.remind_review"
LATE = 6
"""Days for which a reminder is made up for when the portal was not running."""

mail_topics.register(
    Topic(
        "practice_review",
        _("Review dates of your practice"),
        _(
            "60 and 30 days before a published example of yours is to be looked at again, on the day, and when VKPP asks."
        ),
        ("practice_review_due",),
        34,
    )
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe the reminders of the day, each once; how many examples."""
    today = day or timezone.localdate(timezone=LONDON)
    found = 0
    for before in REMIND:
        last = today + dt.timedelta(days=before)
        rows = _open().filter(review_by__lte=last, review_by__gt=last - dt.timedelta(days=LATE + 1))
        for pk, review_by in rows.values_list("pk", "review_by"):
            key = f"{KIND}:{pk}:{review_by.isoformat()}:{before}"
            outbox.owe(KIND, {"practice": pk, "review_by": review_by.isoformat()}, key=key)
            found += 1
    return found


@outbox.handler(KIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Ask who answers for the example; nothing when that was answered, or the example closed, meanwhile."""
    rows = _open().filter(pk=payload["practice"], review_by=dt.date.fromisoformat(payload["review_by"]))
    entry = rows.select_related("practice__owner", "practice__force").first()
    if entry is not None:
        for person in people.to_ask(entry.practice):
            tell(
                person,
                entry.practice,
                "practice_review_due",
                by=None,
                link=review_page(entry.practice),
                day=entry.review_by,
            )


def _open() -> Any:
    """What somebody may read and is not archived."""
    opened = Q(open_to_public=True) | Q(open_to_police=True) | Q(open_to_government=True)
    return BankEntry.objects.filter(opened, archived=False)
