"""Days and meetings as a calendar file (iCalendar, RFC 5545) that every calendar program opens."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

LONGEST = 75
"""A line of the file has at most so many bytes; longer ones are folded."""


@dataclass(frozen=True)
class Day:
    """Something that takes one or several whole days; `uid` stays the same when its days move."""

    uid: str
    title: str
    first: dt.date
    last: dt.date
    link: str = ""
    text: str = ""
    changed: dt.datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """Something with a beginning and an end on the clock; programs take over what has the same `uid` and a higher
    `sequence` than what they know.
    """

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    link: str = ""
    text: str = ""
    sequence: int = 0
    cancelled: bool = False
    changed: dt.datetime | None = None


def as_text(days: Iterable[Day | Meeting]) -> str:
    """The file's content."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//VKPP//{_escaped(settings.SITE_NAME)}//EN",
        "CALSCALE:GREGORIAN",
    ]
    for day in days:
        lines += _event(day, _on_the_clock(day) if isinstance(day, Meeting) else _whole_days(day))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def as_download(days: Iterable[Day | Meeting], name: str) -> HttpResponse:
    """The file as a download that nobody on the way keeps."""
    response = HttpResponse(as_text(days), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _event(day: Day | Meeting, when: Iterable[str]) -> Iterator[str]:
    host = urlsplit(settings.SITE_URL).hostname or "portal"
    yield "BEGIN:VEVENT"
    yield f"UID:{day.uid}@{host}"
    yield f"DTSTAMP:{_instant(day.changed or timezone.now())}"
    yield from when
    yield f"SUMMARY:{_escaped(day.title)}"
    if day.text:
        yield f"DESCRIPTION:{_escaped(day.text)}"
    if day.link:
        yield f"URL:{day.link}"
    yield "END:VEVENT"


def _whole_days(day: Day) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.last + dt.timedelta(days=1):%Y%m%d}"


def _on_the_clock(meeting: Meeting) -> Iterator[str]:
    yield f"DTSTART:{_instant(meeting.starts)}"
    yield f"DTEND:{_instant(meeting.ends)}"
    yield f"SEQUENCE:{meeting.sequence}"
    yield f"STATUS:{'CANCELLED' if meeting.cancelled else 'CONFIRMED'}"
    if meeting.place:
        yield f"LOCATION:{_escaped(meeting.place)}"


def _instant(moment: dt.datetime) -> str:
    """In UTC: the same moment wherever the calendar is, also when clocks change."""
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most LONGEST bytes, each but the first after a space; never inside a character."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST:
            yield piece
            piece = " "
        piece += sign
    yield piece
