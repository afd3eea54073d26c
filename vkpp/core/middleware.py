"""Around every request: its id, one line in the log, its measurements, and headers that restrain the browser."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from vkpp.core import error_pages, metrics
from vkpp.core.api import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("vkpp.request")

REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
SECRET_PARTS = frozenset({"secret", "key"})
QUIET = frozenset({"healthz", "readyz", "metrics"})
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
        *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "usb"),
    )
)

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=%d; includeSubDomains; preload"


class Asked:
    """How often one request asked the database, and how long it waited for it."""

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Django's wrapper around each question."""
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


def observe(get_response: GetResponse) -> GetResponse:
    """Name the request, measure it, and write one line about it; a well-formed id from a proxy is kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        asked, started = Asked(), time.perf_counter()
        with connection.execute_wrapper(asked):
            response = get_response(request)
        response["X-Request-ID"] = request_id
        _tell(request, response, asked, time.perf_counter() - started)
        structlog.contextvars.clear_contextvars()
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponseBase, asked: Asked, seconds: float) -> None:
    """Count an answered request, and write its line in the log."""
    route, status = _route(request), response.status_code
    metrics.observe_request(
        route=route,
        path=request.path,
        method=request.method or "",
        status=status,
        seconds=seconds,
        queries=asked.queries,
        waited=asked.seconds,
    )
    if route in QUIET:
        return
    log.info(
        "request",
        method=request.method,
        path=_path(request),
        status=status,
        ms=round(seconds * 1000),
        queries=asked.queries,
        database_ms=round(asked.seconds * 1000),
        route=route,
        user=_known(request),
    )


def _known(request: HttpRequest) -> Any:
    """Number of the person, only when somebody asked who it is: the log itself asks for nothing."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def protect(get_response: GetResponse) -> GetResponse:
    """Say to the browser what no page of ours needs, and that a page seen by somebody signed in is not to be kept.

    Every answer has these headers, also one that a later middleware refuses before Django's own have set theirs.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = _refused(request) or get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Reporting-Endpoints", 'csp="/csp-report/"')
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", HSTS % settings.SECURE_HSTS_SECONDS)
        if "Cache-Control" not in response.headers and _is_personal(request, response):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def _refused(request: HttpRequest) -> HttpResponseBase | None:
    """What no route is asked about: a NUL, which no row can have, and programs that come without TLS.

    People are led on to https. A program would be led on too and nobody would notice that its token travels in the open.
    """
    if "\x00" in request.path:
        return error_pages.bad_request(request, SuspiciousOperation("NUL in the address"))
    is_page = "text/html" in request.headers.get("Accept", "") and "Authorization" not in request.headers
    if settings.SECURE_SSL_REDIRECT and errors.belongs(request) and not is_page and not request.is_secure():
        return errors.in_the_open()
    return None


def limit_size(get_response: GetResponse) -> GetResponse:
    """Refuse a request larger than anything the portal takes before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.REQUEST_MAX_SIZE:
            return error_pages.too_large(request)
        return get_response(request)

    return middleware


def _path(request: HttpRequest) -> str:
    """The path as it may be written down: the secret part of a link sent by mail (invitation, new password) is left out."""
    match = request.resolver_match
    path = request.path
    for name, value in match.kwargs.items() if match is not None else ():
        if name in SECRET_PARTS:
            path = path.replace(str(value), "***")
    return path


def _route(request: HttpRequest) -> str:
    """Name of the address pattern; never the raw path, which would make a series per record."""
    match = request.resolver_match
    if match is None:
        return "(none)"
    return match.view_name or "(unnamed)"


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer may depend on who asked. Read from the headers: the session need not be opened for it."""
    return bool(request.COOKIES or response.cookies or "Authorization" in request.headers)
