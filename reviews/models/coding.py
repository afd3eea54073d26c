"""Coding: what two people read out of a review, by a versioned taxonomy, and what they agreed on."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action
from reviews.models.case import CaseReview, Page
from reviews.querysets import CodingQuerySet, PointManager, PointQuerySet
from reviews.vocab import CodingRole, Level, PointKind, TaxonomyState
from vkpp.core.fields import choice_check, together_check, touched

FIXED = """
    IF EXISTS (SELECT 1 FROM reviews_taxonomy WHERE id = OLD.taxonomy_id AND state <> 'draft') THEN
        RAISE EXCEPTION 'a published taxonomy cannot be changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


class Taxonomy(models.Model):
    """A version of the themes of learning. Published ones never change; codings keep the version they were made by."""

    State = TaxonomyState

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True, help_text=_("What changed, and why."))
    state = models.CharField(max_length=10, choices=TaxonomyState, default=TaxonomyState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "taxonomies"
        constraints = [
            choice_check("state", TaxonomyState, "taxonomy_state_known"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="published"), name="taxonomy_one_in_use"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="taxonomy_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="taxonomy_published_with_time"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="taxonomy_published_stays",
                operation=pgtrigger.UpdateOf("number", "title", "note"),  # type: ignore[no-untyped-call]  # pgtrigger has no types
                condition=~pgtrigger.Q(old__state="draft"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Theme(models.Model):
    """A theme of learning in one version of the taxonomy. Its `code` is the same in every version that has it."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    description = models.TextField(blank=True, help_text=_("When to use it and when not; part of the code book."))
    provenance = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="theme_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="theme_not_its_own_parent"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="theme_of_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FIXED,
            )
        ]

    def __str__(self) -> str:
        return self.label


class Coding(models.Model):
    """One reading of a review: by the first or the second coder, the agreed one, or the one a file brought along."""

    Role = CodingRole

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="codings")
    role = models.CharField(max_length=8, choices=CodingRole)
    round = models.PositiveSmallIntegerField(default=1, help_text=_("Counts up when a review is coded anew."))
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="codings",
        help_text=_("Null: a file."),
    )
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="codings")
    text_version = models.PositiveIntegerField(
        help_text=_("The state of the documents that the coder has before them.")
    )
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    due_on = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text=_("Handed back, replaced, or of a round coded anew."))

    objects = CodingQuerySet.as_manager()

    class Meta:
        ordering = ["review", "round", "id"]
        constraints = [
            choice_check("role", CodingRole, "coding_role_known"),
            models.UniqueConstraint(
                fields=["review", "round", "role"], condition=Q(ended_at__isnull=True), name="coding_role_once"
            ),
            models.UniqueConstraint(
                fields=["review", "round", "coder"],
                condition=Q(ended_at__isnull=True, coder__isnull=False),
                name="coding_by_one_person_once",
            ),
            models.CheckConstraint(condition=Q(role="imported") | Q(coder__isnull=False), name="coding_by_somebody"),
        ]
        indexes = [models.Index(fields=["coder", "done_at"], name="coding_of_coder")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.role} {self.round}"


class LearningPoint(models.Model):
    """What policing may learn from a review, with the passage that says so. Final ones are the agreed or imported coding's."""

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="points")
    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="points")
    final = models.BooleanField(default=False, help_text=_("Of the agreed or imported coding; the only ones counted."))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="points")
    level = models.CharField(max_length=12, choices=Level)
    kind = models.CharField(max_length=8, choices=PointKind, default=PointKind.PROBLEM)
    text = models.TextField(help_text=_("The learning in one or two sentences."))
    strands = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    actions = models.ManyToManyField(Action, through="reviews.PointAction", related_name="learning_points")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="points")
    page_number = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("First character of the passage in its page.")
    )
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    recommendation = models.TextField(blank=True, help_text=_("What the review recommends about it."))
    came_from = models.ManyToManyField("self", symmetrical=False, related_name="became", blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, help_text=_("Removed by its coder, who may take that back."))
    search = models.GeneratedField(
        expression=SearchVector("text", "quote", "recommendation", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PointManager()
    everything = PointQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("level", Level, "point_level_known"),
            choice_check("kind", PointKind, "point_kind_known"),
            together_check("start", "end", "point_passage_has_end"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__gt=F("start")), name="point_passage_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(final=False) | Q(removed_at__isnull=True), name="point_final_is_not_removed"
            ),
        ]
        indexes = [
            models.Index(fields=["review", "final"], name="point_of_review"),
            models.Index(fields=["theme"], name="point_final_by_theme", condition=Q(final=True)),
            GinIndex(fields=["search"], name="point_by_words", condition=Q(final=True)),
        ]
        triggers = [touched("point_touched")]

    def __str__(self) -> str:
        return self.text[:80]


class PointAction(models.Model):
    """A learning point concerns an action of the plan."""

    point = models.ForeignKey(LearningPoint, on_delete=models.CASCADE, related_name="point_actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="point_actions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "action"], name="point_action_once")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.action_id}"


class Agreement(models.Model):
    """How far two coders of a review agreed before they spoke: fixed at the moment when both were done."""

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="agreements")
    round = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField(help_text=_("Themes of the taxonomy, each applied or not by each coder."))
    both = models.PositiveIntegerField(help_text=_("Themes applied by both."))
    only_first = models.PositiveIntegerField()
    only_second = models.PositiveIntegerField()
    kappa = models.FloatField(null=True, help_text=_("Cohen's kappa; empty where it is not defined."))
    alpha = models.FloatField(null=True, help_text=_("Krippendorff's alpha, nominal."))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "round"], name="agreement_once")]
        triggers = [pgtrigger.Protect(name="agreement_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kappa}"
