"""Contact requests that nobody answers: who should is reminded after some working days."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.telling import tell
from practice.contacts import people
from practice.contacts.links import request_page
from practice.contacts.vocab import REMINDERS
from practice.models import ContactRequest
from vkpp.core import mail_topics, outbox, working_days
from vkpp.core.mail_topics import Topic

KIND = "practice.remind_contact"
SHORTEST = min(REMINDERS)

mail_topics.register(
    Topic(
        "contact_requests",
        _("Contact requests"),
        _("When somebody asks about your practice or your force’s work, and when your own request is answered."),
        ("contact_asked", "contact_passed_on", "contact_answered", "contact_declined", "contact_withdrawn",
         "contact_message"),
        82,
    )
)  # fmt: skip
mail_topics.register(
    Topic(
        "contact_due",
        _("Contact requests that wait"),
        _("5 and 10 working days after somebody asked, while nobody has answered."),
        ("contact_due",),
        83,
    )
)


def remind(*, now: dt.datetime | None = None) -> int:
    """Owe the reminders that are due; how many requests."""
    moment = now or timezone.now()
    waiting = ContactRequest.objects.unanswered().filter(asked_at__lte=moment - dt.timedelta(days=SHORTEST))
    found = 0
    for pk, asked_at, reminded in waiting.values_list("pk", "asked_at", "reminded"):
        number = due(asked_at, moment)
        if number > reminded:
            found += 1
            outbox.owe(KIND, {"request": pk, "number": number}, key=f"{KIND}:{pk}:{number}")
    return found


def due(asked_at: dt.datetime, now: dt.datetime) -> int:
    """How many reminders should have been sent by now."""
    return sum(working_days.after(asked_at, days) < now for days in REMINDERS)


@outbox.handler(KIND)
@transaction.atomic
def send_reminder(payload: dict[str, Any]) -> None:
    """Tell the side that should answer; nothing when somebody has, or was reminded already."""
    rows = ContactRequest.objects.unanswered().filter(pk=payload["request"], reminded__lt=payload["number"])
    request = rows.select_for_update(of=("self",)).select_related("practice", "force", "handler").first()
    if request is None:
        return
    request.reminded = payload["number"]
    request.save(update_fields=["reminded", "updated_at"])
    tell(people.asked_side(request), "contact_due", about=request, link=request_page(request), by=None)
