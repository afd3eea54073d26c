"""The fixed words of help between forces."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpState(models.TextChoices):
    """Where a request for help stands."""

    ASKED = "asked", _("Waits for an answer")
    AGREED = "agreed", _("Help agreed")
    DECLINED = "declined", _("Declined")
    TRIED = "tried", _("Tried")
    CLOSED = "closed", _("Result noted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HelpOutcome(models.TextChoices):
    """What came of it, as the force that asked sees it."""

    WORKS = "works", _("It works for us")
    PARTLY = "partly", _("It helped a little")
    NOT = "not", _("It did not help")
    EARLY = "early", _("Too early to say")


OPEN = (HelpState.ASKED, HelpState.AGREED, HelpState.TRIED)
"""Somebody is still to do something."""
HELPED = (HelpOutcome.WORKS, HelpOutcome.PARTLY)
