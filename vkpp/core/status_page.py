"""`/status/`: how the portal stands, in words for everybody, and the same as JSON for monitors. Tells no figure and no name."""

import dataclasses
import datetime as dt
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vkpp.core import away, error_pages, measured, remembered, service
from vkpp.core.models import ProcessKind, ServiceNotice, ServiceNoticeKind

LATE = 600.0  # seconds: work that people wait for is usually done within some
SILENT = 300.0  # seconds without a sign of the timetable
PAST = dt.timedelta(days=30)


@dataclasses.dataclass(frozen=True)
class Part:
    """One part as people know it."""

    name: str
    label: str
    state: str
    words: str
    colour: str


@remembered.for_seconds(10)
def is_late() -> bool:
    """Whether work that nobody waits for in front of a page is late: mails, files, figures."""
    waits = max(measured.age(measured.owed().oldest), measured.age(measured.oldest_waiting_job()))
    beat = measured.last_sign(ProcessKind.BEAT)
    return waits > LATE or beat is None or measured.age(beat) > SILENT


def state_of(now: service.Service, *, late: bool) -> tuple[str, str]:
    """One word for programs and a sentence for people."""
    if now.read_only is not None:
        return "read_only", _("You can read everything. Nothing can be changed at the moment.")
    if any(notice.starts_at <= timezone.now() for notice in now.planned):
        return "maintenance", _("Maintenance is under way. Something may not work for a while.")
    if late:
        return "late", _("Pages work. Some work in the background is late: mails and files come later than usual.")
    return "working", _("Everything works.")


def parts(now: service.Service, *, late: bool) -> list[Part]:
    """Reading, writing, and what is done in the background."""
    works, closed, delayed = (_("Works"), "green"), (_("Not at the moment"), "orange"), (_("Late"), "yellow")
    writes = ("read_only", *closed) if now.read_only is not None else ("working", *works)
    waits = ("waiting", *closed) if now.read_only is not None else ("late", *delayed) if late else ("working", *works)
    return [
        Part("reading", _("Reading, searching, downloading"), "working", *works),
        Part("writing", _("Writing, sending, uploading"), *writes),
        Part("background", _("Mails, reports, figures, virus checks"), *waits),
    ]


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """The page."""
    try:
        now, late = service.asked(), is_late()
        past = ServiceNotice.objects.filter(starts_at__gte=timezone.now() - PAST, starts_at__lte=timezone.now())
        over = [notice for notice in past.order_by("-starts_at") if _is_over(notice)][:10]
    except (DatabaseError, InterfaceError):
        return error_pages.unavailable(request)
    state, words = state_of(now, late=late)
    context = {"state": state, "words": words, "now": now, "parts": parts(now, late=late), "over": over}
    return render(request, "core/status.html", context)


@require_safe
@never_cache
def status_json(_request: HttpRequest) -> JsonResponse:
    """The same for monitors; 503 only when not even this can be told."""
    try:
        now, late = service.asked(), is_late()
    except (DatabaseError, InterfaceError):
        headers = {"Retry-After": str(away.RETRY_AFTER)}
        words = _("The portal is not available for the moment.")
        return JsonResponse({"state": "away", "words": words}, status=503, headers=headers)
    state, words = state_of(now, late=late)
    standing = [now.read_only, *now.planned] if now.read_only is not None else list(now.planned)
    told: dict[str, Any] = {
        "state": state,
        "words": words,
        "as_of": timezone.now().isoformat(),
        "parts": {part.name: part.state for part in parts(now, late=late)},
        "notices": [_told(notice) for notice in standing],
    }
    return JsonResponse(told)


def _told(notice: ServiceNotice) -> dict[str, str | None]:
    return {
        "kind": notice.kind,
        "text": notice.text,
        "starts_at": notice.starts_at.isoformat(),
        "ends_at": notice.ends_at.isoformat() if notice.ends_at is not None else None,
    }


def _is_over(notice: ServiceNotice) -> bool:
    """Whether it took place and is past; what was taken back beforehand never happened."""
    if notice.ended_at is not None:
        return notice.ended_at > notice.starts_at
    ends = notice.ends_at
    return notice.kind == ServiceNoticeKind.PLANNED and ends is not None and ends <= timezone.now()


urlpatterns: list[URLPattern] = [
    path("status/", status, name="status"),
    path("status.json", status_json, name="status_json"),
]
