"""For an alarm: when the rules on what is kept were applied last, and how many of them stopped with an error."""

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vkpp.core.models import RetentionRun


class RetentionRuns(Collector):
    """Of the newest run; time 0 when there was none."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Times as Prometheus writes them."""
        run = RetentionRun.objects.first()
        at = run.started_at.timestamp() if run is not None else 0
        failed = len(run.failed) if run is not None else 0
        yield GaugeMetricFamily("portal_retention_timestamp_seconds", "When retention rules were applied.", at)
        yield GaugeMetricFamily("portal_retention_failed", "Retention rules that stopped with an error.", failed)
