"""The fixed words of learning events."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

REMINDED = (7, 1)
"""Days before the event on which everybody with a place is reminded."""

FEEDBACK_DAYS = 60
"""Days after the event during which feedback is taken."""

NEEDS_KEPT = dt.timedelta(days=30)
"""How long after an event it is still known who needed what to take part."""

SCORES = {
    "useful": _("How useful was it for your work?"),
    "relevant": _("How well did it fit what your force needs?"),
    "organised": _("How well was it organised?"),
}
LOWEST, HIGHEST = 1, 5


class EventState(models.TextChoices):
    """Where an event stands."""

    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Announced")
    CANCELLED = "cancelled", _("Cancelled")
    OVER = "over", _("Over")


class BookingState(models.TextChoices):
    """What somebody who booked has."""

    PLACED = "placed", _("Place")
    WAITING = "waiting", _("Waiting list")
    CANCELLED = "cancelled", _("Cancelled")


class MaterialAudience(models.TextChoices):
    """Who may open a material."""

    BOOKED = "booked", _("People with a place")
    READERS = "readers", _("Everybody in policing and government, after sign-in")


class MaterialScan(models.TextChoices):
    """What the virus check said of a file; links need none."""

    WAITING = "waiting", _("Being checked for viruses")
    CLEAN = "clean", _("Checked")
    INFECTED = "infected", _("Refused: a virus was found")
