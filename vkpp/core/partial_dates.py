"""Dates as exact as they are known: stored as 2021, 2021-05 or 2021-05-17, typed as people write them."""

import calendar
import datetime as dt
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vkpp.core.plain_text import Refused

FIRST_YEAR = 1900
YEARS_AHEAD = 10
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
STORED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
TYPED = re.compile(r"(?:(?:(\d{1,2})(?:st|nd|rd|th)?[ ./-]+)?(\d{1,2}|[a-z]{3,9})[ ./-]+)?(\d{4})", re.IGNORECASE)


class NoDate(Refused):
    """What was typed is no date; the message says how to write one."""


def parse(text: str) -> str:
    """The stored form of what somebody typed: "2021", "5 2021", "May 2021", "17/5/2021" or already 2021-05."""
    text = text.strip()
    if not text:
        return ""
    if match := STORED.fullmatch(text):
        year, month, day = match.groups()
    elif match := TYPED.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise NoDate(_("Enter a year, a month and year, or a full date, for example 2021, 5 2021 or 17 5 2021."))
    return _stored(int(year), _month(month), int(day) if day else None)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    if text.lower() not in MONTHS:
        raise NoDate(_("“%(month)s” is not a month. Write it as a number, for example 5 2021.") % {"month": text})
    return MONTHS[text.lower()]


def _stored(year: int, month: int | None, day: int | None) -> str:
    last = timezone.localdate().year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        raise NoDate(_("The year must be between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": last})
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12:
        raise NoDate(_("The month must be between 1 and 12."))
    if day is None:
        return f"{year}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise NoDate(_("This day does not exist: check the day and the month."))
    return f"{year}-{month:02}-{day:02}"


def words(stored: str) -> str:
    """As a reader expects it: 2021, May 2021 or 17 May 2021."""
    parts = [int(part) for part in stored.split("-")] if stored else []
    if len(parts) < 2:
        return stored
    day = dt.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return date_format(day, "j F Y" if len(parts) > 2 else "F Y")


def typed(stored: str) -> str:
    """As it goes back into the field: 2021, 5 2021 or 17 5 2021."""
    return " ".join(str(int(part)) for part in reversed(stored.split("-"))) if stored else ""
