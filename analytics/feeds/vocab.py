"""The fixed words of webhooks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What a program may be told of."""

    PRACTICE_PUBLISHED = "practice.published", _("A practice example is published")
    PRACTICE_CHANGED = "practice.changed", _("A published practice example has a new version")
    PRACTICE_REMOVED = "practice.removed", _("A practice example is taken out of the bank")
    REVIEW_ASSURED = "case_review.assured", _("The coding of a case review is quality-assured")
    BRIEFING_PUBLISHED = "briefing.published", _("A briefing is published")
    ROUND_PUBLISHED = "round.published", _("The figures of a round are published")


class WebhookState(models.TextChoices):
    """Whether a webhook is told."""

    ON = "on", _("On")
    PAUSED = "paused", _("Paused by you")
    STOPPED = "stopped", _("Stopped: nobody answers")


class DeliveryState(models.TextChoices):
    """Where a message is."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Given up")


PING = "ping"
