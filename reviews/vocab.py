"""The fixed words of case reviews, briefings and peer reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """Where a case review stands between being sent in and being used."""

    SENT = "sent", _("Sent in")
    EXCLUDED = "excluded", _("Not included")
    INCLUDED = "included", _("Included, waiting for coders")
    CODING = "coding", _("Being coded")
    COMPARING = "comparing", _("Codings to be brought together")
    CODED = "coded", _("Coded")
    ASSURED = "assured", _("Quality-assured")


class Exclusion(models.TextChoices):
    """Why a review is not included."""

    NO_POLICE = "no_police", _("Police were not involved before the incident")
    TOO_OLD = "too_old", _("Published before 1 January 2016")
    UNPUBLISHED = "unpublished", _("Not published")
    DUPLICATE = "duplicate", _("The portal has it already")
    OTHER = "other", _("Another reason")


class Known(models.TextChoices):
    """Whether something was so; unknown is an answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Outcome(models.TextChoices):
    """What happened to the person whom the review is about."""

    FATAL = "fatal", _("Death")
    SERIOUS_HARM = "serious_harm", _("Serious harm")
    OTHER = "other", _("Other")


class AgeBand(models.TextChoices):
    """Age of the person at the incident, in bands; never an age."""

    UNDER_1 = "under_1", _("Under 1")
    FROM_1 = "1_5", _("1 to 5")
    FROM_6 = "6_10", _("6 to 10")
    FROM_11 = "11_15", _("11 to 15")
    FROM_16 = "16_17", _("16 to 17")
    FROM_18 = "18_24", _("18 to 24")
    FROM_25 = "25_54", _("25 to 54")
    FROM_55 = "55_over", _("55 and over")
    SEVERAL = "several", _("Several people of different ages")


class Sex(models.TextChoices):
    """Sex of the person, as the review gives it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    SEVERAL = "several", _("Several people")


class Context(models.TextChoices):
    """Where the harm came from."""

    INSIDE = "inside", _("Inside the family or household")
    OUTSIDE = "outside", _("Outside the family")
    BOTH = "both", _("Both")


class TextState(models.TextChoices):
    """Whether a document can be read for coding."""

    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    READY = "ready", _("Ready for coding")
    NO_TEXT = "no_text", _("A scan without text")
    REFUSED = "refused", _("Cannot be read")


class Level(models.TextChoices):
    """Whom a learning point is for."""

    STRATEGIC = "strategic", _("Strategic")
    OPERATIONAL = "operational", _("Operational")


class PointKind(models.TextChoices):
    """Whether it went wrong or well."""

    PROBLEM = "problem", _("Problem")
    GOOD = "good", _("Good practice")


class CodingRole(models.TextChoices):
    """Whose reading of a review a coding is."""

    FIRST = "first", _("First coder")
    SECOND = "second", _("Second coder")
    RESOLVED = "resolved", _("Agreed")
    IMPORTED = "imported", _("From the file it came in")


class TaxonomyState(models.TextChoices):
    """A published version never changes; one is in use at a time."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    RETIRED = "retired", _("Earlier version")


class RecommendationState(models.TextChoices):
    """What became of a recommendation."""

    OPEN = "open", _("Open")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


RECOMMENDATION_CLOSED = (RecommendationState.DONE, RecommendationState.NOT_ACCEPTED)
"""Nothing is to be done any more."""


class BriefingState(models.TextChoices):
    """Where a briefing stands."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("With its reviewer")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SectionKind(models.TextChoices):
    """What stands in a section of a briefing."""

    TEXT = "text", _("Text")
    FIGURES = "figures", _("Figures")
    POINTS = "points", _("Learning points")
    ACTIONS = "actions", _("Actions of the plan concerned")


class PeerState(models.TextChoices):
    """Where a peer review stands."""

    REQUESTED = "requested", _("Asked for")
    DECLINED = "declined", _("Declined")
    SCOPING = "scoping", _("Scope and terms being agreed")
    PREPARING = "preparing", _("Being prepared")
    FIELDWORK = "fieldwork", _("Fieldwork")
    DRAFTING = "drafting", _("Report being written")
    FACTUAL = "factual", _("Factual accuracy being checked")
    FINAL = "final", _("Final report")
    FOLLOWED_UP = "followed_up", _("Followed up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PEER_CLOSED = (PeerState.DECLINED, PeerState.WITHDRAWN)
"""It will not take place."""
PEER_OVER = (PeerState.FINAL, PeerState.FOLLOWED_UP)
"""The force has the final report."""


class Sector(models.TextChoices):
    """Where a member of a review team comes from."""

    POLICING = "policing", _("Policing")
    ACADEMIA = "academia", _("Academia")
    VOLUNTARY = "voluntary", _("Voluntary sector")
    PARTNERSHIP = "partnership", _("Partnership or government")


class Interest(models.TextChoices):
    """What a member declared about the reviewed force."""

    UNDECLARED = "undeclared", _("Not declared yet")
    NONE = "none", _("No conflict of interest")
    CONFLICT = "conflict", _("Conflict of interest")


class RequestState(models.TextChoices):
    """Where a request for evidence stands."""

    OPEN = "open", _("Open")
    SUPPLIED = "supplied", _("Supplied")
    ACCEPTED = "accepted", _("Looked at")
    NOT_HELD = "not_held", _("The force does not have it")
    CANCELLED = "cancelled", _("No longer needed")


class InterviewKind(models.TextChoices):
    """How the team speaks with people."""

    INTERVIEW = "interview", _("Interview")
    FOCUS_GROUP = "focus_group", _("Focus group")
    REALITY_CHECK = "reality_check", _("Visit")
    DEBRIEF = "debrief", _("Debrief")


class InterviewState(models.TextChoices):
    """Whether it took place."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class FindingKind(models.TextChoices):
    """What a finding of a peer review is."""

    STRENGTH = "strength", _("Strength")
    CONSIDER = "consider", _("Area to consider")
    PROMISING = "promising", _("Promising practice")


class EvidenceStrength(models.IntegerChoices):
    """How much stands behind a judgement."""

    NONE = 0, _("None")
    LIMITED = 1, _("Limited")
    ADEQUATE = 2, _("Adequate")
    STRONG = 3, _("Strong")


class ReportKind(models.TextChoices):
    """Which report."""

    DRAFT = "draft", _("Draft for factual accuracy")
    FINAL = "final", _("Final")


class CommentState(models.TextChoices):
    """What became of a factual-accuracy comment."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
