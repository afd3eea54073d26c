"""Webhooks as their pages show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from analytics.feeds.vocab import PING, DeliveryState, Event, WebhookState
from analytics.models import Delivery, Webhook

COLOURS: dict[str, str] = {
    WebhookState.ON: "green",
    WebhookState.PAUSED: "grey",
    WebhookState.STOPPED: "red",
    DeliveryState.DONE: "green",
    DeliveryState.WAITING: "blue",
    DeliveryState.FAILED: "red",
}


def names(codes: Iterable[str]) -> list[str]:
    """Events in words."""
    return [str(Event(code).label) for code in codes]


def state(thing: Webhook | Delivery) -> dict[str, str]:
    """Its state in words, and the colour."""
    return {"label": thing.get_state_display(), "colour": COLOURS[thing.state]}


def rows(user: Any) -> list[dict[str, Any]]:
    """The person's webhooks."""
    found = Webhook.objects.visible_to(user).annotate(last=Max("deliveries__created_at"))
    return [{"webhook": one, "state": state(one), "events": names(one.events), "last": one.last} for one in found]


def sent(page: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Messages, newest first."""
    words = {**dict(Event.choices), PING: _("Test message")}
    return [
        {
            "delivery": one,
            "state": state(one),
            "event": words.get(one.event, one.event),
            "again": one.state == DeliveryState.FAILED,
        }
        for one in page
    ]
