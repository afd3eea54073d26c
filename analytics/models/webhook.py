"""Webhooks: addresses of other programs that are told when something is published, and what was sent to each."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.feeds.vocab import DeliveryState, Event, WebhookState
from analytics.webhook_querysets import DeliveryQuerySet, WebhookQuerySet
from vkpp.accounts.models import User
from vkpp.core.fields import choice_check


class Webhook(models.Model):
    """An address that its owner's program listens on. It is told of what the owner may read when it is sent, no more.

    The secret that signs is worked out from the portal's own key and `salt`: nobody who reads this row can sign.
    """

    State = WebhookState

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=40, choices=Event))
    salt = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=WebhookState, default=WebhookState.ON)
    failures = models.PositiveSmallIntegerField(default=0, help_text=_("Deliveries given up since the last success."))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            choice_check("state", WebhookState, "webhook_state_known"),
            models.CheckConstraint(
                condition=Q(events__contained_by=Event.values, events__len__gt=0), name="webhook_events_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one webhook, and how its last attempt ended."""

    State = DeliveryState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40, choices=Event)
    body = models.TextField(help_text=_("Exactly what is sent, as JSON."))
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text=_("HTTP status of the last attempt."))
    answer = models.CharField(max_length=300, blank=True, help_text=_("What went wrong at the last attempt."))
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name_plural = "deliveries"
        constraints = [choice_check("state", DeliveryState, "delivery_state_known")]
        indexes = [models.Index(fields=["webhook", "-created_at"], name="delivery_of_webhook")]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"
