"""The fixed words of evaluators and introductions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What kind of body evaluates."""

    UNIVERSITY = "university", _("University")
    RESEARCH = "research", _("Research organisation")
    CHARITY = "charity", _("Charity")
    CONSULTANCY = "consultancy", _("Consultancy")
    PUBLIC = "public", _("Public body")


class Method(models.TextChoices):
    """What a body can do for an example, from the first idea to what it is worth."""

    THEORY = "theory", _("Theory of change")
    FEASIBILITY = "feasibility", _("Feasibility study")
    PROCESS = "process", _("Process evaluation")
    IMPACT = "impact", _("Impact evaluation")
    TRIAL = "trial", _("Randomised trial")
    ECONOMIC = "economic", _("Economic evaluation")
    QUALITATIVE = "qualitative", _("Interviews and observation")


class Availability(models.TextChoices):
    """Whether a body can take on work."""

    OPEN = "open", _("Takes on work")
    LATER = "later", _("Later this year")
    FULL = "full", _("Not at present")


class BodyState(models.TextChoices):
    """Whether a body stands in the list."""

    DRAFT = "draft", _("Being prepared")
    LISTED = "listed", _("Listed")
    RETIRED = "retired", _("Taken off the list")


class ProposalState(models.TextChoices):
    """What became of changes that a body proposed to its own page."""

    OPEN = "open", _("Waits for VKPP")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Taken back")


class IntroductionState(models.TextChoices):
    """Where an introduction stands."""

    PROPOSED = "proposed", _("Waits for the owner")
    AGREED = "agreed", _("Owner agreed, to be introduced")
    DECLINED = "declined", _("Owner declined")
    INTRODUCED = "introduced", _("Introduced")
    TALKS = "talks", _("In talks")
    EVALUATION = "evaluation", _("Evaluation agreed")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Request withdrawn")
    STOPPED = "stopped", _("Permission taken back")


class Side(models.TextChoices):
    """Who speaks in an introduction."""

    OWNER = "owner", _("Owner")
    BODY = "body", _("Evaluator")
    VKPP = "vkpp", _("VKPP")


class NoteAudience(models.TextChoices):
    """Who reads a note."""

    ALL = "all", _("Both sides and VKPP")
    VKPP = "vkpp", _("VKPP only")


OPEN = (
    IntroductionState.PROPOSED,
    IntroductionState.AGREED,
    IntroductionState.INTRODUCED,
    IntroductionState.TALKS,
)
"""Somebody is still to do something."""
MET = (
    IntroductionState.INTRODUCED,
    IntroductionState.TALKS,
    IntroductionState.EVALUATION,
)
"""Both sides know one another."""
LIVE = (*OPEN, IntroductionState.EVALUATION)
"""A permission that is taken back stops these."""
