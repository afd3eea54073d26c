"""What is owed to webhooks: a message to each that listens, tried again for a day, given up then, with a log."""

import datetime as dt
import json
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from analytics.feeds import events, sending, signing
from analytics.feeds.vocab import PING, DeliveryState, WebhookState
from analytics.models import Delivery, Webhook
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import outbox, publication
from vkpp.core.notify import notify

KIND = "analytics.deliver"
WAITS = (30, 120, 600, 3600, 3 * 3600, 8 * 3600, 12 * 3600)  # seconds after each attempt that failed: about a day
STOP_AFTER = 5
KEEP = dt.timedelta(days=30)


@outbox.handler(publication.KIND)
def tell(payload: dict[str, Any]) -> None:
    """Write down a message for each webhook that listens to the event and whose owner may read the thing now."""
    event, thing = payload["event"], payload["thing"]
    rows = Webhook.objects.filter(state=WebhookState.ON, events__contains=[event], owner__is_active=True)
    for webhook in rows.select_related("owner"):
        told = events.TELL[event](webhook.owner, thing) if can(webhook.owner, Permission.API_USE) else None
        if told is not None:
            write(webhook, event, told)


def write(webhook: Webhook, event: str, told: dict[str, str]) -> Delivery:
    """A message, owed now."""
    delivery = Delivery(webhook=webhook, event=event)
    delivery.body = json.dumps({"id": str(delivery.pk), "event": event, "at": timezone.now().isoformat(), **told})
    delivery.save()
    outbox.owe(KIND, {"delivery": str(delivery.pk)})
    return delivery


@outbox.handler(KIND)
def deliver(payload: dict[str, Any]) -> None:
    """One attempt; the next is owed when nobody took it."""
    rows = Delivery.objects.select_related("webhook__owner").select_for_update(of=("self",))
    delivery = rows.filter(pk=payload["delivery"], state=DeliveryState.WAITING).first()
    if delivery is None or not _listens(delivery):
        return
    webhook = delivery.webhook
    secret = signing.secret_of(webhook.salt)
    answer = sending.send(url=webhook.url, secret=secret, name=str(delivery.pk), body=delivery.body)
    delivery.attempts += 1
    delivery.tried_at, delivery.next_at = timezone.now(), None
    delivery.status, delivery.answer = answer.status, answer.words[:300]
    if answer.good:
        delivery.state = DeliveryState.DONE
        Webhook.objects.filter(pk=webhook.pk).update(failures=0)
    elif delivery.attempts > len(WAITS) or delivery.event == PING:
        delivery.state = DeliveryState.FAILED
        _count_failure(webhook, delivery)
    else:
        delivery.next_at = timezone.now() + dt.timedelta(seconds=WAITS[delivery.attempts - 1])
        outbox.owe(KIND, payload, due=delivery.next_at)
    delivery.save()


def _listens(delivery: Delivery) -> bool:
    """Whether it may still be sent: what its owner may no longer have is dropped."""
    webhook = delivery.webhook
    wanted = webhook.state == WebhookState.ON or delivery.event == PING
    if wanted and webhook.owner.is_active and can(webhook.owner, Permission.API_USE):
        return True
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, next_at=None)
    return False


def _count_failure(webhook: Webhook, delivery: Delivery) -> None:
    """After several messages that nobody took the webhook is stopped, and its owner told."""
    if delivery.event == PING:
        return
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    if Webhook.objects.filter(pk=webhook.pk, failures__gte=STOP_AFTER, state=WebhookState.ON).update(
        state=WebhookState.STOPPED
    ):
        link = reverse("analytics:webhook", args=[webhook.pk])
        notify(to=webhook.owner, kind="analytics_webhook_stopped", context={"about": webhook}, link=link, about=webhook)
