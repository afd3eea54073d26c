"""What browsers and finders of weaknesses are told and may tell: reports of the content policy, security.txt."""

import datetime as dt
import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import Counter

log = structlog.get_logger("vkpp.csp")

LARGEST = 16 * 1024
A_MINUTE = 60
DIRECTIVES = frozenset(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
VALID = dt.timedelta(days=180)

REPORTS = Counter(
    "portal_csp_reports_total", "Reports of browsers that the content policy held something back.", ("directive",)
)


@csrf_exempt  # browsers send it by themselves, without a cookie; it changes nothing
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Note what a browser has held back: the rule, the page's path and where the thing came from; never more."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return HttpResponse(status=413)
    if not _has_room():
        return HttpResponse(status=204)
    for report in _reports(request.body)[:10]:
        directive = _text(report, "effectiveDirective", "effective-directive", "violated-directive").partition(" ")[0]
        directive = directive.removesuffix("-elem").removesuffix("-attr")
        directive = directive if directive in DIRECTIVES else "other"
        REPORTS.labels(directive).inc()
        blocked = _origin(_text(report, "blockedURL", "blocked-uri"))
        page = urlsplit(_text(report, "documentURL", "document-uri")).path[:200]
        log.warning("csp_report", directive=directive, blocked=blocked, page=page)
    return HttpResponse(status=204)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """How to report a weakness (RFC 9116)."""
    del request
    address = settings.SECURITY_CONTACT or settings.CONTACT_EMAIL
    contact = f"mailto:{address}" if address else f"{settings.SITE_URL}{reverse('help')}"
    until = (timezone.now() + VALID).strftime("%Y-%m-%dT00:00:00.000Z")
    lines = (
        f"Contact: {contact}",
        f"Expires: {until}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers look for the page on which a password is changed."""
    del request
    return HttpResponseRedirect(reverse("account_change_password"))


def _has_room() -> bool:
    """Whether fewer than A_MINUTE came in this minute, from everybody together: enough to see what is wrong."""
    key = f"core.csp_reports:{timezone.now():%H%M}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) <= A_MINUTE
    except ValueError:
        return True


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Both shapes that browsers send: one object under `csp-report`, or a list of objects with `body`."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = [sent.get("csp-report")] if isinstance(sent, dict) else sent if isinstance(sent, list) else []
    inner = [row.get("body", row) if isinstance(row, dict) else None for row in found]
    return [row for row in inner if isinstance(row, dict)]


def _text(report: dict[str, Any], *names: str) -> str:
    value = next((report[name] for name in names if isinstance(report.get(name), str)), "")
    return str(value)[:500]


def _origin(blocked: str) -> str:
    """The place a thing came from without what stands behind it; words such as `inline` as they are."""
    try:
        parts = urlsplit(blocked)
    except ValueError:
        return "unreadable"
    return f"{parts.scheme}://{parts.netloc}"[:200] if parts.netloc else (parts.scheme or blocked)[:40]


urlpatterns: list[URLPattern] = [
    path("csp-report/", csp_report, name="csp_report"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path(".well-known/change-password", change_password, name="well_known_change_password"),
]
