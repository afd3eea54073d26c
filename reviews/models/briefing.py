"""Briefings: what a period's reviews say to policing, written once, reviewed by a second person, frozen when published."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, ChangeProposal
from reviews.models.case import CaseReview
from reviews.querysets import BriefingQuerySet
from reviews.vocab import BriefingState, Level, SectionKind
from vkpp.core.fields import choice_check, together_check
from vkpp.core.models import Marking


class Briefing(models.Model):
    """A briefing: the reviews of a period and a theme, how many were examined and included, and what they say."""

    State = BriefingState

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    theme_code = models.CharField(max_length=60, blank=True, help_text=_("Code of a theme of learning; empty: all."))
    types = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    strands = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    inclusion_rule = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=BriefingState, default=BriefingState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="briefings")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="briefings_to_review"
    )
    reviewer_note = models.TextField(blank=True)
    personal_data_kept = models.JSONField(default=list, blank=True)
    examined = models.PositiveIntegerField(null=True, help_text=_("Fixed when published."))
    included = models.PositiveIntegerField(null=True)
    frozen = models.JSONField(default=dict, blank=True, help_text=_("The whole content as published."))
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            choice_check("state", BriefingState, "briefing_state_known"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="briefing_period"),
            together_check("published_at", "published_by", "briefing_published_by"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, examined__isnull=False),
                name="briefing_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("author")), name="briefing_seen_by_two"
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="briefing_by_words")]
        triggers = [
            pgtrigger.Protect(
                name="briefing_published_stays",
                operation=pgtrigger.UpdateOf("frozen", "examined", "included", "published_at"),  # type: ignore[no-untyped-call]  # pgtrigger has no types
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class BriefingSection(models.Model):
    """One section: a text, or figures and learning points that fill themselves from the reviews included."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=8, choices=SectionKind, default=SectionKind.TEXT)
    heading = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    theme_code = models.CharField(max_length=60, blank=True, help_text=_("Learning points of this theme only."))
    level = models.CharField(
        max_length=12, choices=Level, blank=True, help_text=_("Learning points of this level only.")
    )
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("kind", SectionKind, "briefing_section_kind_known"),
            models.CheckConstraint(condition=Q(level="") | Q(level__in=Level.values), name="briefing_section_level"),
        ]

    def __str__(self) -> str:
        return self.heading


class BriefingChoice(models.Model):
    """A review that was examined for a briefing by hand: taken in or left out against the rule, and why."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="choices")
    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="briefing_choices")
    included = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "review"], name="briefing_choice_once")]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.review_id} {self.included}"


class BriefingAction(models.Model):
    """An action of the plan that a briefing says should change, and the proposal that was made of it."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="briefing_actions")
    why = models.TextField()
    proposal = models.ForeignKey(ChangeProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["briefing", "action"], name="briefing_action_once")]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.action_id}"


class BriefingRead(models.Model):
    """A person has opened a published briefing."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "person"], name="briefing_read_once")]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.person_id}"


class BriefingFeedback(models.Model):
    """What a reader says about a briefing: how useful, what changed because of it."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    useful = models.PositiveSmallIntegerField(help_text=_("1 not at all … 4 very."))
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "person"], name="briefing_feedback_once"),
            models.CheckConstraint(condition=Q(useful__gte=1, useful__lte=4), name="briefing_feedback_useful"),
        ]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.useful}"


class BriefingSubscription(models.Model):
    """A person is mailed when a briefing is published."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="briefing_subscription"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person_id}"
