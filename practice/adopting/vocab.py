"""The fixed words of adoptions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdoptionKind(models.TextChoices):
    """What a force does with a practice."""

    ADOPT = "adopt", _("Adopt it as it is")
    ADAPT = "adapt", _("Adapt it to the force")
    REJECT = "reject", _("Decide against it")


class AdoptionState(models.TextChoices):
    """Where it stands; follows from what was decided and the dates."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    REJECTED = "rejected", _("Decided against")


class AdoptionResult(models.TextChoices):
    """What came of it, as the force that adopted it sees it."""

    WORKED = "worked", _("It works for us")
    PARTLY = "partly", _("It works in part")
    DID_NOT = "did_not", _("It did not work")
    TOO_EARLY = "too_early", _("Too early to say")


class Shared(models.IntegerChoices):
    """Who may read what a force does with a practice; never more than may read the practice itself."""

    NOBODY = 0, _("Only our force and VKPP")
    POLICE = 1, _("Policing, after sign-in")
    PUBLIC = 2, _("Everybody who may read the example")


DID = {
    AdoptionKind.ADOPT: _("adopted it"),
    AdoptionKind.ADAPT: _("adapted it"),
    AdoptionKind.REJECT: _("decided against it"),
}
COLOURS = {
    AdoptionState.PLANNED: "blue",
    AdoptionState.RUNNING: "purple",
    AdoptionState.ENDED: "grey",
    AdoptionState.REJECTED: "grey",
}
RESULT_COLOURS = {
    AdoptionResult.WORKED: "green",
    AdoptionResult.PARTLY: "yellow",
    AdoptionResult.DID_NOT: "red",
    AdoptionResult.TOO_EARLY: "blue",
}
HIDDEN_SOURCE = _("Another force that does not share it")
BEGUN = (AdoptionState.RUNNING, AdoptionState.ENDED)
GOOD = (AdoptionResult.WORKED, AdoptionResult.PARTLY)
"""What makes a force somebody to ask."""
TOLD = (*GOOD, AdoptionResult.DID_NOT)
"""Results of what has begun, also when nobody noted since when."""
