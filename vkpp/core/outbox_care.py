"""What people do about owed work that does not get done: look at it, owe it again, or decide that it is not done at all."""

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from vkpp.core.models import OutboxItem


class Standing(models.TextChoices):
    """How an item stands, for the list of operators."""

    FAILED = "failed", _("Given up by the portal")
    WAITING = "waiting", _("Waiting")
    LATER = "later", _("For a later time")
    DROPPED = "dropped", _("Dropped by a person")


def standing(name: str) -> "QuerySet[OutboxItem]":
    """The items that are not done and stand like this, the oldest first."""
    undone = OutboxItem.objects.filter(done_at=None)
    conditions = {
        Standing.FAILED: Q(failed_at__isnull=False, dropped_at=None),
        Standing.WAITING: Q(failed_at=None, due__lte=Now()),
        Standing.LATER: Q(failed_at=None, due__gt=Now()),
        Standing.DROPPED: Q(dropped_at__isnull=False),
    }
    return undone.filter(conditions[Standing(name)]).order_by("created_at", "pk")


def retry(items: "QuerySet[OutboxItem]") -> int:
    """Owe it again from now on, with all its attempts, unless a worker has it at this moment. Returns how many."""
    fresh = {"failed_at": None, "dropped_at": None, "dropped_reason": "", "claimed_until": None, "attempts": 0}
    return int(_free(items).order_by().update(**fresh, due=Now()))


def drop(items: "QuerySet[OutboxItem]", reason: str) -> int:
    """Do it never, for the reason a person gives, unless a worker has it at this moment. Returns how many."""
    still = _free(items).filter(dropped_at=None).order_by()
    return int(still.update(failed_at=Coalesce("failed_at", Now()), dropped_at=Now(), dropped_reason=reason))


def _free(items: "QuerySet[OutboxItem]") -> "QuerySet[OutboxItem]":
    return items.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=Now()), done_at=None)
