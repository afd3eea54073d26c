"""Working days of England and Wales: Monday to Friday, bank holidays left out."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
MONDAY, SATURDAY = 0, 5


def after(moment: dt.datetime, days: int) -> dt.datetime:
    """The end of the day that lies `days` working days after `moment`'s day in London."""
    day = timezone.localdate(moment, LONDON)
    left = days
    while left > 0:
        day += DAY
        left -= is_working(day)
    return dt.datetime.combine(day, dt.time(23, 59, 59), LONDON)


def is_working(day: dt.date) -> bool:
    """Whether offices are open on `day`."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[dt.date]:
    """The regular bank holidays of a year, moved to the next free weekday when they fall on a weekend."""
    easter = _easter(year)
    holidays = {easter - 2 * DAY, easter + DAY, _monday(year, 5, last=False)}
    holidays |= {_monday(year, 5, last=True), _monday(year, 8, last=True)}
    for fixed in (dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)):
        day = fixed
        while day.weekday() >= SATURDAY or day in holidays:
            day += DAY
        holidays.add(day)
    return frozenset(holidays)


def _monday(year: int, month: int, *, last: bool) -> dt.date:
    """The first or last Monday of a month."""
    day = dt.date(year, month, 31 if last else 1)
    while day.weekday() != MONDAY:
        day += -DAY if last else DAY
    return day


def _easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous computation published in Nature, 1876)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + sunday - 7 * ((year % 19 + 11 * moon + 22 * sunday) // 451) + 114
    return dt.date(year, shift // 31, shift % 31 + 1)
