"""What a review team does in the force and makes of it: interviews, notes, judgements, findings, reports."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action
from reviews.models.peer import PeerReview, Supplied
from reviews.querysets import PeerReportQuerySet, TeamOnlyQuerySet
from reviews.vocab import CommentState, EvidenceStrength, FindingKind, InterviewKind, InterviewState, ReportKind
from vkpp.core.fields import choice_check, together_check


class Interview(models.Model):
    """A conversation that the team plans or has held. People are roles, never names."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="interviews")
    kind = models.CharField(max_length=14, choices=InterviewKind)
    whom = models.CharField(max_length=200, help_text=_("Roles, for example six response sergeants."))
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    topics = models.TextField(blank=True)
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="interviews", blank=True)
    actions = models.ManyToManyField(Action, related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TeamOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            choice_check("kind", InterviewKind, "interview_kind_known"),
            choice_check("state", InterviewState, "interview_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind} {self.pk}"


class FieldNote(models.Model):
    """What a member of the team wrote down. For the team only, for ever."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="notes")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = TeamOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.pk}"


class Judgement(models.Model):
    """How the team sees one action: on the same five steps as the return (0 to 4), and how much stands behind it."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="judgements")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="judgements")
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("0 not started … 4 embedded."))
    evidence = models.PositiveSmallIntegerField(choices=EvidenceStrength, null=True, blank=True)
    text = models.TextField(blank=True, help_text=_("Why."))
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TeamOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "action"], name="judgement_once"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__lte=4), name="judgement_level"),
            models.CheckConstraint(
                condition=Q(evidence__isnull=True) | Q(evidence__in=EvidenceStrength.values), name="judgement_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.action_id} {self.level}"


class PeerFinding(models.Model):
    """A strength, an area to consider or a promising practice that the team found on an action."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="findings")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="peer_findings")
    kind = models.CharField(max_length=10, choices=FindingKind)
    title = models.CharField(max_length=160)
    text = models.TextField()
    pieces = models.ManyToManyField(Supplied, related_name="findings", blank=True)
    interviews = models.ManyToManyField(Interview, related_name="findings", blank=True)
    practice_reference = models.CharField(max_length=16, blank=True, help_text=_("The draft made of it in the bank."))
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True)

    objects = TeamOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [choice_check("kind", FindingKind, "peer_finding_kind_known")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind} {self.pk}"


class PeerReport(models.Model):
    """A version of the report as it was sent to the force: paragraphs with numbers, frozen for ever.

    `content` is what `reviews.peer_report.content` makes; the id of a paragraph is the same in every version of the
    report as long as it stands at the same place of the same section or finding.
    """

    review = models.ForeignKey(PeerReview, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=6, choices=ReportKind)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PeerReportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            choice_check("kind", ReportKind, "peer_report_kind_known"),
            models.UniqueConstraint(fields=["review", "number"], name="peer_report_number_once"),
        ]
        triggers = [pgtrigger.Protect(name="peer_report_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind} {self.number}"


class ReportSection(models.Model):
    """A section of the report while it is written: introduction, what was looked at, closing words."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    after_findings = models.BooleanField(default=False, help_text=_("Stands behind the findings per action."))
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = TeamOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["after_findings", "order", "id"]

    def __str__(self) -> str:
        return self.heading


class FactualComment(models.Model):
    """The force says that a paragraph of the draft is wrong in fact; the team accepts it or says why not."""

    report = models.ForeignKey(PeerReport, on_delete=models.PROTECT, related_name="comments")
    paragraph = models.CharField(max_length=40, help_text=_("Id of the paragraph in the report's content."))
    text = models.TextField()
    state = models.CharField(max_length=12, choices=CommentState, default=CommentState.OPEN)
    reply = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("state", CommentState, "factual_comment_state_known"),
            together_check("answered_at", "answered_by", "factual_comment_answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.paragraph}"


class FollowUp(models.Model):
    """A visit or call some months later: what has moved.

    `seen`: what the team saw of each recommendation then: [{"recommendation", "text", "state", "state_label", "seen"}].
    """

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="follow_ups")
    held_on = models.DateField()
    summary = models.TextField()
    seen = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.held_on}"


class PeerFeedback(models.Model):
    """What the force says about the review it had."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    helpful = models.PositiveSmallIntegerField(help_text=_("1 not at all … 4 very."))
    changed = models.TextField(blank=True, help_text=_("What has changed because of it."))
    better = models.TextField(blank=True, help_text=_("What the team could do better."))
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="peer_feedback_once"),
            models.CheckConstraint(condition=Q(helpful__gte=1, helpful__lte=4), name="peer_feedback_helpful"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.helpful}"
