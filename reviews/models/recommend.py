"""Recommendations of case reviews and peer reviews, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, ImprovementAction
from reviews.models.case import CaseReview
from reviews.models.coding import LearningPoint
from reviews.querysets import RecommendationManager, RecommendationQuerySet
from reviews.vocab import RecommendationState
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, touched
from vkpp.core.models import Marking


class Recommendation(models.Model):
    """What a review asks somebody to do. One for a force stands in that force's improvement plan."""

    State = RecommendationState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example RC-00017."))
    review = models.ForeignKey(
        CaseReview, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    point = models.ForeignKey(
        LearningPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    peer_review = models.ForeignKey(
        "reviews.PeerReview", on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    finding = models.ForeignKey(
        "reviews.PeerFinding", on_delete=models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    text = models.TextField()
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    body = models.CharField(max_length=160, blank=True, help_text=_("To whom, when it is not a force."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=RecommendationState, default=RecommendationState.OPEN)
    improvement = models.OneToOneField(
        ImprovementAction, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True)

    removed_at = models.DateTimeField(null=True, help_text=_("Taken back before anybody began."))

    objects = RecommendationManager()
    everything = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            choice_check("state", RecommendationState, "recommendation_state_known"),
            models.CheckConstraint(
                condition=Q(review__isnull=False, peer_review__isnull=True)
                | Q(review__isnull=True, peer_review__isnull=False),
                name="recommendation_of_one_review",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "not_accepted"], closed_at__isnull=False)
                | (Q(state__in=["open", "under_way"]) & Q(closed_at__isnull=True)),
                name="recommendation_closed_with_time",
            ),
        ]
        indexes = [models.Index(fields=["force", "state", "due_on"], name="recommendation_of_force")]
        triggers = [touched("recommendation_touched")]

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:60]}"


class RecommendationProgress(models.Model):
    """What was reported on a recommendation, and when."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="progress")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]
