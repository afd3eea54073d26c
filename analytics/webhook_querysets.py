"""Who sees webhooks: their owners, and nobody else."""

from typing import Any, Self

from django.db import models

from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission


def _may(user: Any) -> bool:
    return can(user, Permission.API_USE)


class WebhookQuerySet(models.QuerySet[Any]):
    """Webhooks."""

    def visible_to(self, user: Any) -> Self:
        """Their owner, while they may use the API."""
        return self.filter(owner=user.pk) if _may(user) else self.none()


class DeliveryQuerySet(models.QuerySet[Any]):
    """What was sent."""

    def visible_to(self, user: Any) -> Self:
        """The owner of the webhook."""
        return self.filter(webhook__owner=user.pk) if _may(user) else self.none()
