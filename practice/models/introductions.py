"""Bodies that evaluate practice, and the introductions of owners to them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.introductions.querysets import EvaluatorBodyQuerySet, IntroductionNoteQuerySet, IntroductionQuerySet
from practice.introductions.vocab import (
    LIVE,
    Availability,
    BodyKind,
    BodyState,
    IntroductionState,
    Method,
    NoteAudience,
    ProposalState,
    Side,
)
from practice.models.practice import Practice
from vkpp.core.fields import choice_check, subset_check, together_check, touched

PERSON = settings.AUTH_USER_MODEL


class EvaluatorBody(models.Model):
    """A university, research organisation, charity or firm that evaluates practice, with what it is interested in."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=BodyKind)
    about = models.TextField(blank=True, help_text=_("What it has evaluated and wants to evaluate."))
    strands = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    methods = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True, help_text=_("Empty: everywhere."))
    availability = models.CharField(max_length=8, choices=Availability, default=Availability.OPEN)
    available_note = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=120, blank=True, help_text=_("A role or team."))
    contact_email = models.EmailField(max_length=254, blank=True)
    website = models.URLField(max_length=400, blank=True)
    source_url = models.URLField(max_length=400, blank=True, help_text=_("Where these facts are published."))
    state = models.CharField(max_length=8, choices=BodyState, default=BodyState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to add once only."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))

    objects = EvaluatorBodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            choice_check("kind", BodyKind, "evaluator_kind_known"),
            choice_check("availability", Availability, "evaluator_availability_known"),
            choice_check("state", BodyState, "evaluator_state_known"),
            subset_check("methods", Method, "evaluator_methods_known"),
            models.CheckConstraint(condition=~Q(name=""), name="evaluator_named"),
            models.UniqueConstraint(fields=["added_by", "key"], condition=~Q(key=""), name="evaluator_key_once"),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="evaluator_changed")]
        triggers = [touched("evaluator_touched")]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """Somebody with the role of an evaluator belongs to a body; to one at a time."""

    body = models.ForeignKey(EvaluatorBody, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="evaluator_memberships")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="evaluator_member_once"),
            together_check("ended_at", "ended_by", "evaluator_member_ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.body}"


class BodyProposal(models.Model):
    """Changes that a body's own people propose to its page; VKPP decides."""

    State = ProposalState

    body = models.ForeignKey(EvaluatorBody, on_delete=models.CASCADE, related_name="proposals")
    values = models.JSONField(help_text=_("Field to proposed value, those that differ."))
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            choice_check("state", ProposalState, "evaluator_proposal_state"),
            models.UniqueConstraint(fields=["body"], condition=Q(state="open"), name="evaluator_proposal_open_once"),
            together_check("decided_at", "decided_by", "evaluator_proposal_decided_by"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_state_display()}"


class Introduction(models.Model):
    """The owner of an example and a body that evaluates are brought together: who asked, who agreed, what came of it.

    It holds nothing of the example itself. Whatever is shown of that is read from the bank while the owner permits it.
    """

    State = IntroductionState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example IN-00007."))
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="introductions")
    body = models.ForeignKey(EvaluatorBody, on_delete=models.PROTECT, related_name="introductions")
    asked_side = models.CharField(max_length=8, choices=Side)
    purpose = models.TextField(help_text=_("What it is about; both sides and VKPP read it."))
    why = ArrayField(models.TextField(), default=list, help_text=_("Why the portal proposed the body, as it said."))
    state = models.CharField(max_length=12, choices=IntroductionState, default=IntroductionState.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True, help_text=_("What the owner said to it."))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    introduced_at = models.DateTimeField(null=True)
    introduced_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    talks_at = models.DateTimeField(null=True)
    agreement = models.TextField(blank=True, help_text=_("What evaluation was agreed."))
    agreed_at = models.DateTimeField(null=True, help_text=_("When an evaluation was agreed."))
    reason = models.TextField(blank=True, help_text=_("Why it ended."))
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(auto_now_add=True, help_text=_("Since when it stands where it stands."))
    updated_at = models.DateTimeField(auto_now=True)
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to ask once only."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", IntroductionState, "introduction_state_known"),
            choice_check("asked_side", Side, "introduction_side_known"),
            together_check("answered_at", "answered_by", "introduction_answered_by"),
            together_check("introduced_at", "introduced_by", "introduction_introduced_by"),
            models.CheckConstraint(
                condition=~Q(state__in=["introduced", "talks", "evaluation"])
                | Q(answered_at__isnull=False, introduced_at__isnull=False),
                name="introduction_only_after_agreement",
            ),
            models.UniqueConstraint(
                fields=["practice", "body"], condition=Q(state__in=LIVE), name="introduction_live_once"
            ),
            models.UniqueConstraint(fields=["asked_by", "key"], condition=~Q(key=""), name="introduction_key_once"),
        ]
        indexes = [
            models.Index(fields=["practice", "state"], name="introduction_of_practice"),
            models.Index(fields=["body", "state"], name="introduction_of_body"),
            models.Index(fields=["state", "moved_at"], name="introduction_by_age"),
            models.Index(fields=["updated_at", "id"], name="introduction_changed"),
        ]
        triggers = [touched("introduction_touched")]

    def __str__(self) -> str:
        return self.reference


class IntroductionNote(models.Model):
    """What somebody wrote about an introduction: to everybody in it, or for VKPP alone."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="notes")
    side = models.CharField(max_length=8, choices=Side)
    audience = models.CharField(max_length=4, choices=NoteAudience, default=NoteAudience.ALL)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = IntroductionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            choice_check("side", Side, "introduction_note_side"),
            choice_check("audience", NoteAudience, "introduction_note_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.at:%Y-%m-%d}"
