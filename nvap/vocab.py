"""The fixed words of plans, returns and improvement: states, kinds and levels, each known to the database too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkKind(models.TextChoices):
    """What a framework is for."""

    PLAN = "plan", _("National plan")
    INSPECTION = "inspection", _("Inspection framework")
    STRATEGY = "strategy", _("Strategy")


class PlanState(models.TextChoices):
    """Where a version of a plan or form stands."""

    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Published")


class SuccessionKind(models.TextChoices):
    """What became of an action in the next version of the plan."""

    SAME = "same", _("Unchanged")
    REWORDED = "reworded", _("Reworded")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    NEW = "new", _("New")
    RETIRED = "retired", _("Retired")


class Comparable(models.TextChoices):
    """Whether figures before and after the change may stand in one line."""

    YES = "yes", _("Comparable")
    CARE = "care", _("Compare with care")
    NO = "no", _("Not comparable")


class Relation(models.TextChoices):
    """How an action meets an item of another framework."""

    EQUIVALENT = "equivalent", _("Asks the same")
    SUPPORTS = "supports", _("Supports the answer")
    PARTIAL = "partial", _("Covers a part")


class QuestionKind(models.TextChoices):
    """How a question of a form is answered."""

    LEVEL = "level", _("A level of a scale")
    ONE_OF = "one_of", _("One of a list")
    SOME_OF = "some_of", _("Several of a list")
    YES_NO = "yes_no", _("Yes or no")
    LINE = "line", _("A line of text")
    TEXT = "text", _("Text")
    NUMBER = "number", _("A whole number")
    RATIO = "ratio", _("A number out of a total")
    DATE = "date", _("A date")


class QuestionRole(models.TextChoices):
    """What the portal does with the answer beside keeping it; most questions have no role."""

    NONE = "", _("Nothing more")
    GAP = "gap", _("Says that there is a gap")
    GAP_TEXT = "gap_text", _("Describes the gap")
    PRACTICE = "practice", _("Says that there is promising practice")
    PRACTICE_TEXT = "practice_text", _("Describes the promising practice")
    SHARE = "share", _("Willing to share the practice")
    NOT_APPLICABLE = "not_applicable", _("Says that the action does not apply")
    NOT_APPLICABLE_REASON = "not_applicable_reason", _("Why the action does not apply")
    NARRATIVE = "narrative", _("What the force does now")


class Severity(models.TextChoices):
    """What a rule asks for when it finds something."""

    BLOCK = "block", _("Must be put right")
    EXPLAIN = "explain", _("Must be explained")
    INFORM = "inform", _("Worth a look")


class RoundState(models.TextChoices):
    """Where a round stands; whether it takes answers depends on its times too."""

    DRAFT = "draft", _("Being prepared")
    RUNNING = "running", _("Announced")
    PUBLISHED = "published", _("Published")


class ReturnState(models.TextChoices):
    """Where a force's return stands."""

    NOT_STARTED = "not_started", _("Not started")
    ANSWERING = "answering", _("Being answered")
    TO_SIGN = "to_sign", _("Waiting for signature")
    SIGNED = "signed", _("Signed")
    SUBMITTED = "submitted", _("With VKPP")
    QUERIED = "queried", _("Queried by VKPP")
    ACCEPTED = "accepted", _("Accepted")
    AMENDING = "amending", _("Being amended")


class Provenance(models.TextChoices):
    """Where the present text of an answer comes from."""

    EMPTY = "empty", _("Not answered")
    CARRIED = "carried", _("Carried forward, not confirmed")
    CONFIRMED = "confirmed", _("Carried forward and confirmed")
    TYPED = "typed", _("Answered in the portal")
    IMPORTED = "imported", _("Answered in the workbook")
    API = "api", _("Answered by API")


class Source(models.TextChoices):
    """By which way a change came."""

    FORM = "form", _("The form")
    WORKBOOK = "workbook", _("The workbook")
    API = "api", _("The API")
    CARRIED = "carried", _("Carried forward from the last round")
    IMPORT = "import", _("An import")


class IdentifiedBy(models.TextChoices):
    """Who saw a gap or a promising practice."""

    FORCE = "force", _("The force")
    VKPP = "vkpp", _("VKPP")


class GapState(models.TextChoices):
    """Where a gap stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class FindingState(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("Open")
    EXPLAINED = "explained", _("Explained")
    WAIVED = "waived", _("Waived")
    FIXED = "fixed", _("Put right")


class CommentAudience(models.TextChoices):
    """Who reads a comment."""

    FORCE = "force", _("Colleagues of the force")
    VKPP = "vkpp", _("The force and VKPP")
    STAFF = "staff", _("VKPP only")


class QueryState(models.TextChoices):
    """Where a query stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class AmendmentState(models.TextChoices):
    """What became of a wish to amend."""

    ASKED = "asked", _("Asked for")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class PeerKind(models.TextChoices):
    """How the members of a peer group were chosen."""

    SIMILAR = "similar", _("Most similar forces")
    REGION = "region", _("Region")
    SIZE = "size", _("Size")
    OWN = "own", _("Own choice")


class MeasureUnit(models.TextChoices):
    """What a measure is counted in; all but numbers are a count out of another count."""

    NUMBER = "number", _("A number")
    PERCENT = "percent", _("Percent")
    PER_THOUSAND = "per_thousand", _("For every 1,000")
    MEAN = "mean", _("An average for each")


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    FILE = "file", _("File")
    LINK = "link", _("Link")


class ScanState(models.TextChoices):
    """What the virus check said of a file."""

    WAITING = "waiting", _("Being checked for viruses")
    CLEAN = "clean", _("Checked")
    INFECTED = "infected", _("Refused: a virus was found")


class ImprovementState(models.TextChoices):
    """Where an improvement action stands."""

    OPEN = "open", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class ImprovementSource(models.TextChoices):
    """What an improvement action comes from."""

    GAP = "gap", _("A gap in the return")
    PEER_REVIEW = "peer_review", _("A peer review")
    CASE_REVIEW = "case_review", _("Learning from a case review")
    INSPECTION = "inspection", _("An inspection")
    OWN = "own", _("The force's own")


class ProposalState(models.TextChoices):
    """Where a proposal to change the plan stands."""

    OPEN = "open", _("To be decided")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DONE = "done", _("In the plan")


class NationalState(models.TextChoices):
    """Where a national action stands."""

    OPEN = "open", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")


class WorkbookState(models.TextChoices):
    """Where an uploaded workbook stands."""

    READING = "reading", _("Being read")
    REFUSED = "refused", _("Not taken")
    FAULTY = "faulty", _("To be corrected")
    READY = "ready", _("To be confirmed")
    APPLIED = "applied", _("Applied")
    DROPPED = "dropped", _("Dropped")
