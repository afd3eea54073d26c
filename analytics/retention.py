"""How long is kept what programs were told, and notes of counting figures anew."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.feeds import delivering
from analytics.feeds.vocab import DeliveryState
from analytics.models import Delivery, SummaryRun
from vkpp.core import retention
from vkpp.core.retention import Rule

RUNS = dt.timedelta(days=400)


def _deliveries(before: dt.datetime) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(created_at__lt=before).exclude(state=DeliveryState.WAITING)


def _runs(before: dt.datetime) -> models.QuerySet[SummaryRun]:
    return SummaryRun.objects.filter(finished_at__lt=before)


def register() -> None:
    """Called once when the app is ready."""
    retention.register(
        Rule(
            code="webhook-messages",
            what=_("Messages to programs (webhooks), and how they were answered"),
            keep=delivering.KEEP,
            since=_("after they were written"),
            why=_("so that the owner of a program sees what it was told"),
            rows=_deliveries,
            age="created_at",
            order=70,
        ),
        Rule(
            code="figures-notes",
            what=_("Notes that all figures were counted anew; figures only"),
            keep=RUNS,
            since=_("after the count"),
            why=_("to show for the past year that figures agree with the answers"),
            rows=_runs,
            age="finished_at",
            order=93,
        ),
    )
