"""Measurements for Prometheus at `/metrics`: requests by route and by class. What is owed is in `metric_families`."""

import ipaddress
import os
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from vkpp.core import metric_families

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")

REQUESTS = Counter("portal_requests_total", "Requests answered.", ("route", "method", "status"))
SECONDS = Histogram(
    "portal_request_seconds",
    "Time from request to answer.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ANSWERS = Counter("portal_answers_total", "Requests answered, by class of request.", ("kind", "status"))
ANSWER_SECONDS = Histogram(
    "portal_answer_seconds",
    "Time from request to answer, by class of request.",
    ("kind",),
    buckets=(0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30),
)
ANSWER_QUERIES = Histogram(
    "portal_answer_queries",
    "Questions to the database of one request, by class of request.",
    ("kind",),
    buckets=(0, 1, 2, 5, 10, 15, 20, 30, 50, 100, 200),
)
DATABASE_SECONDS = Counter("portal_answer_database_seconds_total", "Time requests waited for the database.", ("kind",))
WATCHERS = frozenset({"healthz", "readyz", "metrics", "status", "status_json"})


def observe_request(
    *, route: str, path: str, method: str, status: int, seconds: float, queries: int, waited: float
) -> None:
    """Count one request. The labels come from closed lists, so the number of series does not grow with use."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    kind = kind_of(route, path, method)
    ANSWERS.labels(kind, f"{status // 100}xx").inc()
    ANSWER_SECONDS.labels(kind).observe(seconds)
    ANSWER_QUERIES.labels(kind).observe(queries)
    DATABASE_SECONDS.labels(kind).inc(waited)


def kind_of(route: str, path: str, method: str) -> str:
    """The class of a request: `watch` (monitors), `static`, `api_read`, `api_write`, `page`, `form`."""
    if route in WATCHERS:
        return "watch"
    reads = method in {"GET", "HEAD", "OPTIONS"}
    if path.startswith("/api/"):
        return "api_read" if reads else "api_write"
    if path.startswith(settings.STATIC_URL):
        return "static"
    return "page" if reads else "form"


_collectors: list[Collector] = [metric_families.OwnWork()]


def register(collector: Collector) -> None:
    """Let an app show measurements of its own, read when asked; called from the app's `ready`."""
    _collectors.append(collector)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All measurements of all processes of this machine, for the machine itself or the bearer of METRICS_TOKEN."""
    if not may_read(request):
        return HttpResponse(
            _("Measurements are read from this machine itself or with the token METRICS_TOKEN."),
            status=403,
            content_type="text/plain; charset=utf-8",
        )
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    debts = CollectorRegistry()
    for collector in _collectors:
        debts.register(collector)
    return HttpResponse(generate_latest(registry) + generate_latest(debts), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """With the token; or from this machine, unless a proxy on it passed on somebody else's request."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer" and given:
        return compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
