"""The fixed words of the register of national data collections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CollectionState(models.TextChoices):
    """Whether forces are asked for it."""

    IN_USE = "in_use", _("In use")
    ENDED = "ended", _("Ended")


class Rhythm(models.TextChoices):
    """How often a force is asked, as far as the source says one thing only."""

    CONTINUOUS = "continuous", _("As it happens")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    SIX_MONTHLY = "six_monthly", _("Every six months")
    ANNUAL = "annual", _("Every year")
    CYCLE = "cycle", _("Each cycle or inspection")
    ONCE = "once", _("Once, or when asked")


class LegalBasis(models.TextChoices):
    """Whether forces must answer."""

    STATUTORY = "statutory", _("Forces must by law")
    AGREED = "agreed", _("Agreed between the owner and forces")
    VOLUNTARY = "voluntary", _("Forces may choose")


class ItemKind(models.TextChoices):
    """In which shape something is asked."""

    TOPIC = "topic", _("Topic")
    COUNT = "count", _("Number")
    RECORD = "record", _("Record of each case")
    LEVEL = "level", _("Judgement or level")
    TEXT = "text", _("Text")


class OtherKind(models.TextChoices):
    """What an item of a collection overlaps with."""

    ITEM = "item", _("Item of another collection")
    QUESTION = "question", _("Question of an NVAP form")
    MEASURE = "measure", _("NVAP measure")


class OverlapState(models.TextChoices):
    """What was decided about two things that ask for the same."""

    FOUND = "found", _("To decide")
    ASKED = "asked", _("Owners asked")
    KEPT = "kept", _("Both kept")
    MERGE = "merge", _("To be merged")
    DROP_FIRST = "drop_first", _("The first to be dropped")
    DROP_OTHER = "drop_other", _("The second to be dropped")
    DONE = "done", _("De-conflicted")


DECIDED = tuple(state for state in OverlapState if state != OverlapState.FOUND)
AGREED = (OverlapState.MERGE, OverlapState.DROP_FIRST, OverlapState.DROP_OTHER)
"""Decisions after which something must still be done."""
