"""What people say after an event."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.events.vocab import FEEDBACK_DAYS, HIGHEST, LOWEST, SCORES, BookingState
from practice.models import Booking, EventFeedback
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import insist, words


def may_say(booking: Booking) -> bool:
    """Whether feedback is taken now from who has this booking: they had a place and were not missing."""
    until = booking.event.ends_at + dt.timedelta(days=FEEDBACK_DAYS)
    there = booking.state == BookingState.PLACED and booking.attended is not False
    return there and booking.event.state != "cancelled" and booking.event.ends_at < timezone.now() <= until


@transaction.atomic
def give(*, booking: Booking, scores: Mapping[str, Any], will_do: str = "", text: str = "", by: Any) -> EventFeedback:
    """Say how it was; saying it again replaces what was said."""
    insist(by is not None and booking.person_id == by.pk, _("Only who was there says how it was."))
    if not may_say(booking):
        sentence = _("Feedback is taken from people who were there, for %(days)s days after the event.")
        raise Conflict(sentence % {"days": FEEDBACK_DAYS})
    wrong = {name: [_("Choose a number from 1 to 5.")] for name in SCORES if not _is_score(scores.get(name))}
    if wrong:
        raise Invalid(wrong)
    values = {name: scores[name] for name in SCORES}
    values["will_do"] = words(will_do, "will_do", _("What you will do"), limit=2000)
    values["text"] = words(text, "text", _("What you say"), limit=2000)
    feedback, _new = EventFeedback.objects.update_or_create(booking=booking, defaults=values)
    audit.record(by=None, verb="event.feedback", target=booking.event, after={})
    return feedback


def _is_score(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST
