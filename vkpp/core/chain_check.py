"""Each night the whole chain of seals is read again; the trail itself says when, and a measurement whether it held."""

from collections.abc import Iterable

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vkpp.core import audit
from vkpp.core.models import AuditEvent, AuditSeal

log = structlog.get_logger(__name__)

VERB = "audit.verify"
NAMED = 5


def check() -> audit.ChainReport:
    """Read the chain and note what was found; the first problems are named, each of them is in the log."""
    report = audit.verify()
    for problem in report.problems:
        log.error("audit_chain_broken", problem=problem)
    last = AuditSeal.objects.order_by("-to_at").first()
    if last is not None:
        found = {"seals": report.seals, "events": report.events, "problems": len(report.problems)}
        audit.record(by=None, verb=VERB, target=last, after={**found, "first": report.problems[:NAMED]})
    return report


def latest() -> AuditEvent | None:
    """When the chain was read the last time, and what was found; None when never."""
    about = AuditEvent.objects.filter(target_type=AuditSeal._meta.label_lower, verb=VERB)
    return about.order_by("-id").first()


class ChainChecks(Collector):
    """For an alarm: whether the chain held, and when that was seen."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """0 problems at a time as Prometheus writes times; time 0 when the chain was never read."""
        event = latest()
        problems = event.after["problems"] if event is not None else 0
        at = event.at.timestamp() if event is not None else 0
        yield GaugeMetricFamily("portal_audit_problems", "Places where the audit chain does not hold.", problems)
        yield GaugeMetricFamily("portal_audit_verified_timestamp_seconds", "When the audit chain was read again.", at)
