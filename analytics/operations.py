"""What operations see of benchmarking: the last comparison with the answers, as a measurement and as a card."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from analytics.models import SummaryRun
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission


class Figures(Collector):
    """Figures that differed in the last rebuild or check."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """0 while increments and rebuild agree."""
        last = SummaryRun.objects.first()
        yield GaugeMetricFamily(
            "portal_summaries_differing",
            "Benchmarking figures that were not what the answers say, in the last comparison.",
            last.differing if last else 0,
        )


def alarm(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card for those who watch the portal's own work, only while the last comparison found differences."""
    if not can(request.user, Permission.OPERATIONS_READ):
        return None
    last = SummaryRun.objects.first()
    return {"run": last} if last is not None and last.alarming else None
