"""What operators see of benchmarking and webhooks, as measurements and as cards: figures that differed, who is not told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from analytics.feeds.vocab import WebhookState
from analytics.models import SummaryRun, Webhook
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission

FAILING = Q(state=WebhookState.STOPPED) | Q(state=WebhookState.ON, failures__gt=0)
SHOWN = 20


class Figures(Collector):
    """Figures that differed in the last rebuild or check, and webhooks that nobody answers."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """0 while increments and rebuild agree; 0 while every webhook that is on is answered."""
        last = SummaryRun.objects.first()
        yield GaugeMetricFamily(
            "portal_summaries_differing",
            "Benchmarking figures that were not what the answers say, in the last comparison.",
            last.differing if last else 0,
        )
        failing = Webhook.objects.filter(FAILING).count()
        yield GaugeMetricFamily(
            "portal_webhooks_failing", "Webhooks that did not answer last, or were stopped.", failing
        )


def alarm(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card for those who watch the portal's own work, only while the last comparison found differences."""
    if not can(request.user, Permission.OPERATIONS_READ):
        return None
    last = SummaryRun.objects.first()
    return {"run": last} if last is not None and last.alarming else None


def webhooks(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card of operators: whose webhooks are not answered. Where they lead stays with their owners."""
    if not can(request.user, Permission.OPERATIONS_READ):
        return None
    failing = Webhook.objects.filter(FAILING).select_related("owner").order_by("-failures", "pk")
    rows = [
        {"owner": hook.owner, "state": hook.get_state_display(), "failures": hook.failures} for hook in failing[:SHOWN]
    ]
    return {"rows": rows, "total": failing.count()}
