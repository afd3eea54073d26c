"""Dates and times as a reader in Britain expects them: loaded with `{% load ui %}`, always in Europe/London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
LONDON = ZoneInfo("Europe/London")


def _local(value: date | datetime) -> date | datetime:
    """The moment as a clock in London shows it; a date without a time stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(LONDON)
    return value


def _day(value: date | datetime) -> date:
    moment = _local(value)
    return moment.date() if isinstance(moment, datetime) else moment


@register.filter
def nice_date(value: date | datetime | None) -> str:
    """21 November 2026; nothing for no date."""
    return date_format(_day(value), "j F Y") if value else ""


@register.filter
def nice_month(value: date | datetime | None) -> str:
    """November 2026, where the day does not matter."""
    return date_format(_day(value), "F Y") if value else ""


@register.filter
def nice_time(value: datetime | None) -> str:
    """14:32 on London's clock."""
    return date_format(_local(value), "H:i") if value else ""


@register.filter
def nice_datetime(value: datetime | None) -> str:
    """21 November 2026 at 14:32; nothing for no time."""
    if not value:
        return ""
    return _("%(date)s at %(time)s") % {"date": nice_date(value), "time": nice_time(value)}


@register.filter
def age(value: date | datetime | None) -> str:
    """How long ago or ahead, in whole days: today, yesterday, 12 days ago, tomorrow, in 12 days."""
    if not value:
        return ""
    days = (timezone.localdate(timezone=LONDON) - _day(value)).days
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": f"{days:,}"}
    return ngettext("in %(n)s day", "in %(n)s days", -days) % {"n": f"{-days:,}"}


@register.filter
def waited(value: date | datetime | None) -> str:
    """How long something has waited: less than a day, 1 day, 12 days."""
    if not value:
        return ""
    days = max(0, (timezone.localdate(timezone=LONDON) - _day(value)).days)
    if days == 0:
        return _("less than a day")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": f"{days:,}"}
