"""When the steps of triage and rating are due."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from vkpp.core import working_days

REVIEW_YEARS = 2
FEBRUARY = 2


def triage_due(since: dt.datetime | None = None) -> dt.datetime:
    """By when an example sent in (now, or at `since`) should have gone through triage."""
    return working_days.after(since or timezone.now(), settings.TRIAGE_DAYS)


def rating_due(since: dt.datetime | None = None) -> dt.datetime:
    """By when an example taken forward should be rated and decided."""
    return working_days.after(since or timezone.now(), settings.RATING_DAYS)


def review_by(since: dt.date | None = None) -> dt.date:
    """By when a published example should be looked at again unless staff say otherwise: two years on."""
    day = since or timezone.localdate()
    return day.replace(year=day.year + REVIEW_YEARS, day=min(day.day, 28) if day.month == FEBRUARY else day.day)
