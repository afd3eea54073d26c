"""Measurements for Prometheus at `/metrics`: requests by route, what the outbox owes, what is not sealed yet."""

import ipaddress
import os
from collections.abc import Iterable
from secrets import compare_digest

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from vkpp.core.models import AuditEvent, AuditSeal, BackupRun, OutboxItem

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")

REQUESTS = Counter("portal_requests_total", "Requests answered.", ("route", "method", "status"))
SECONDS = Histogram(
    "portal_request_seconds",
    "Time from request to answer.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def observe_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. The labels come from closed lists, so the number of series does not grow with use."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class Debts(Collector):
    """What background work still owes, read from the database when asked."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Outbox: items not done, age of the oldest, items given up. Audit: events not yet in the hash chain."""
        is_open = Q(done_at=None, failed_at=None)
        outbox = OutboxItem.objects.filter(done_at=None).aggregate(
            owed=Count("pk", filter=is_open),
            oldest=Min("created_at", filter=is_open),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
        )
        age = (timezone.now() - outbox["oldest"]).total_seconds() if outbox["oldest"] else 0
        sealed_until = AuditSeal.objects.aggregate(at=Max("to_at"))["at"]
        events = AuditEvent.objects.filter(at__gte=sealed_until) if sealed_until else AuditEvent.objects.all()
        yield GaugeMetricFamily("portal_outbox_owed", "Outbox items not done yet.", outbox["owed"])
        yield GaugeMetricFamily("portal_outbox_oldest_seconds", "Age of the oldest outbox item not done.", age)
        yield GaugeMetricFamily("portal_outbox_failed", "Outbox items given up; a person must look.", outbox["failed"])
        yield GaugeMetricFamily("portal_audit_unsealed", "Audit events not yet sealed into the chain.", events.count())


class Backups(Collector):
    """How old the newest backup is, for an alarm."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Its time as Prometheus writes times; 0 when none was ever taken."""
        newest = BackupRun.objects.aggregate(at=Max("started_at"))["at"]
        taken = newest.timestamp() if newest else 0
        yield GaugeMetricFamily("portal_backup_timestamp_seconds", "When the newest backup was started.", taken)


_collectors: list[Collector] = [Debts(), Backups()]


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
