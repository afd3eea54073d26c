"""A force's improvement plan: where gaps, recommendations and findings go until something has changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models.material import Gap
from nvap.models.vocabulary import Action
from nvap.querysets import ImprovementQuerySet
from nvap.vocab import ImprovementSource, ImprovementState
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check
from vkpp.core.models import Marking


class ImprovementAction(models.Model):
    """One thing a force does to get better: owner, date, steps, progress, measure and result."""

    State = ImprovementState
    Source = ImprovementSource

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example IA-00017."))
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="improvements")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements")
    source = models.CharField(max_length=12, choices=ImprovementSource)
    source_label = models.CharField(max_length=200, blank=True, help_text=_("Which review, inspection or return."))
    source_url = models.CharField(max_length=300, blank=True, help_text=_("Path in the portal, where there is one."))
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements"
    )
    accountable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="improvements_accountable",
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImprovementState, default=ImprovementState.OPEN)
    measure = models.TextField(blank=True, help_text=_("How the force will know that it worked."))
    result = models.TextField(blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            choice_check("state", ImprovementState, "improvement_state_known"),
            choice_check("source", ImprovementSource, "improvement_source_known"),
            models.UniqueConstraint(
                fields=["gap"], condition=Q(gap__isnull=False) & ~Q(state="dropped"), name="improvement_of_gap_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="improvement_done_with_time",
            ),
        ]
        indexes = [models.Index(fields=["force", "state", "due_on"], name="improvement_of_force")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class ImprovementStep(models.Model):
    """A step of an improvement action, often one of the journey to good."""

    improvement = models.ForeignKey(ImprovementAction, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class ImprovementProgress(models.Model):
    """What was reported on an improvement action, and when."""

    improvement = models.ForeignKey(ImprovementAction, on_delete=models.CASCADE, related_name="progress")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]
