"""Days as a calendar file (iCalendar, RFC 5545) that every calendar program opens."""

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


def as_text(days: Iterable[Day]) -> str:
    """The file's content."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//VKPP//{_escaped(settings.SITE_NAME)}//EN",
        "CALSCALE:GREGORIAN",
    ]
    for day in days:
        lines += _event(day)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def as_download(days: Iterable[Day], name: str) -> HttpResponse:
    """The file as a download that nobody on the way keeps."""
    response = HttpResponse(as_text(days), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _event(day: Day) -> Iterator[str]:
    host = urlsplit(settings.SITE_URL).hostname or "portal"
    stamp = (day.changed or timezone.now()).astimezone(dt.UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{day.uid}@{host}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.last + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(day.title)}"
    if day.text:
        yield f"DESCRIPTION:{_escaped(day.text)}"
    if day.link:
        yield f"URL:{day.link}"
    yield "END:VEVENT"


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
