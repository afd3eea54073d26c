"""The fixed words of benchmarking: on which answers a figure rests, and of which forces."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """Which answers are counted. Figures of different bases are never mixed."""

    LIVE = "live", _("Live")
    SIGNED = "signed", _("Signed")
    VALIDATED = "validated", _("Validated")
    PUBLISHED = "published", _("Published")


class Scope(models.TextChoices):
    """Of which forces a figure is."""

    NATIONAL = "national", _("National")
    REGION = "region", _("Region")
    PEERS = "peers", _("Peer group")


class Level(models.TextChoices):
    """What a figure is about."""

    ACTION = "action", _("Action")
    THEME = "theme", _("Theme")


class RunKind(models.TextChoices):
    """Why everything was counted anew."""

    NIGHTLY = "nightly", _("The nightly rebuild")
    COMMAND = "command", _("Asked for by an operator")
    CHECK = "check", _("A comparison without changes")


MOVING = (Basis.LIVE, Basis.SIGNED, Basis.VALIDATED)
