"""The fixed words of choosing practice for an independent evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

HIGHEST = 4
"""The best score by a criterion; 0 is the lowest."""


class RoundState(models.TextChoices):
    """Where a round stands."""

    PREPARING = "preparing", _("Being prepared")
    SCORING = "scoring", _("Being scored")
    DECIDING = "deciding", _("To be decided")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


class CriterionSource(models.TextChoices):
    """Where the score comes from."""

    SCORED = "scored", _("Scored by people")
    EARLY = "early", _("Early intervention or prevention")
    SEVERAL = "several", _("How many vulnerabilities it addresses")
    SCALE = "scale", _("How widely it runs")


class RuleKind(models.TextChoices):
    """What a further limit counts."""

    EARLY = "early", _("Early intervention or prevention")
    SEVERAL = "several", _("Several vulnerabilities")
    WIDE = "wide", _("Force-wide or wider")
    STRAND = "strand", _("On the strand")
    CATEGORY = "category", _("Of the category")
    FORCE = "force", _("From any one force")


class CommissionState(models.TextChoices):
    """Where a commissioned evaluation stands."""

    AGREED = "agreed", _("Agreed")
    RUNNING = "running", _("Under way")
    REPORTED = "reported", _("Report received")
    FINISHED = "finished", _("Result recorded")
    STOPPED = "stopped", _("Stopped")


OPEN = (CommissionState.AGREED, CommissionState.RUNNING, CommissionState.REPORTED)
