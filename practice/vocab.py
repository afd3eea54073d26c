"""The fixed words of practice: what the user's documents and the College's bank call things."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What kind of intervention it is (VKPP call for practice 2022, with the bank's organisational practice)."""

    PREVENTION = "prevention", _("Prevention")
    DIVERSION = "diversion", _("Diversion")
    REOFFENDING = "reoffending", _("Reoffending")
    LOCATION = "location", _("Location")
    ORGANISATIONAL = "organisational", _("Organisational")


CATEGORY_HINTS = {
    Category.PREVENTION: _("Stops crimes from taking place: through places and situations, or with people."),
    Category.DIVERSION: _("Works with people at risk so that they do not turn to crime."),
    Category.REOFFENDING: _("Works with offenders after an offence so that they do not offend again."),
    Category.LOCATION: _("Is aimed at a place, such as a car park or a street."),
    Category.ORGANISATIONAL: _("Changes how the organisation works, such as recruiting and keeping staff."),
}


class Approach(models.TextChoices):
    """How the practice goes about it."""

    INFORMATION_SHARING = "information_sharing", _("Information sharing and analysis")
    EARLY_INTERVENTION = "early_intervention", _("Early intervention")
    PREVENTION_DISRUPTION = "prevention_disruption", _("Prevention and disruption")
    PARTNERSHIP = "partnership", _("Policing and partnership")


class Scale(models.TextChoices):
    """How widely the practice runs."""

    LOCAL = "local", _("Local")
    FORCE_WIDE = "force_wide", _("Force-wide")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")


class Stage(models.TextChoices):
    """How far the practice has been tested."""

    UNTESTED = "untested", _("No evaluation yet")
    EVALUATED_LOCALLY = "evaluated_locally", _("Evaluated locally")
    INDEPENDENTLY_EVALUATED = "independently_evaluated", _("Independently evaluated")


class RatingValue(models.TextChoices):
    """Does it work?"""

    WORKS = "works", _("Works")
    PROMISING = "promising", _("Promising")
    NEW_INNOVATIVE = "new_innovative", _("New or innovative")
    DOES_NOT_WORK = "does_not_work", _("Doesn't work")


class Use(models.TextChoices):
    """What the owner may permit, one by one."""

    SHARE_FORCES = "share_forces", _("Share with other forces")
    PUBLISH_PUBLIC = "publish_public", _("Publish on the public practice bank")
    FEATURE_EVENTS = "feature_events", _("Feature at regional learning events")
    DISCUSS_STAKEHOLDERS = "discuss_stakeholders", _("Discuss with stakeholders and government")
    CONTACT_EVALUATORS = "contact_evaluators", _("Put in touch with evaluators")


class PracticeState(models.TextChoices):
    """Where an example is on its way."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned with questions")
    TAKEN_FORWARD = "taken_forward", _("Taken forward")
    NOT_TAKEN_FORWARD = "not_taken_forward", _("Not taken forward")
    DECIDED = "decided", _("Decided, not yet released")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Draft deleted")


class Audience(models.IntegerChoices):
    """Who may read a publication now: what staff released it to, cut down to what the owner permits."""

    NOBODY = 0, _("Nobody")
    POLICE = 1, _("Policing, after sign-in")
    PUBLIC = 2, _("Everybody")


# Scores of the rubric: 0 no information to 4 strong (EMMIE's range); empty is an abstention.
RUBRIC = {
    "evidence": _("Strength of evidence"),
    "effect": _("Effect: how well we know that it changes something"),
    "mechanism": _("Mechanism: how well we know how it works"),
    "moderators": _("Moderators: how well we know where and for whom it works"),
    "implementation": _("Implementation: how well we know what is needed to do it"),
    "economics": _("Economics: how well we know what it costs and saves"),
    "transferability": _("Transferability: how easily another force could do it"),
    "reach": _("Reach: how many vulnerabilities it addresses"),
}

# The dimensions of the rubric that the College's toolkit scores a study by.
EMMIE = ("effect", "mechanism", "moderators", "implementation", "economics")
