"""Rounds of benchmarking, and more time for one force."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.models.form import FormVersion
from nvap.models.plan import PlanVersion
from nvap.plan_querysets import RoundQuerySet
from nvap.vocab import RoundState
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check


class Round(models.Model):
    """A time in which all forces answer one plan version with one form. `always_open`: a living round without end."""

    State = RoundState

    code = models.SlugField(max_length=40, unique=True, help_text=_("For example 2026."))
    title = models.CharField(max_length=120)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="rounds")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    always_open = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("When returns are due."))
    closes_at = models.DateTimeField(null=True, blank=True, help_text=_("After this nothing can be edited."))
    publishes_at = models.DateTimeField(null=True, blank=True, help_text=_("When the baseline is to be published."))
    grace_minutes = models.PositiveSmallIntegerField(default=15)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            choice_check("state", RoundState, "round_state_known"),
            models.CheckConstraint(
                condition=Q(always_open=True, closes_at__isnull=True)
                | Q(always_open=False, due_at__isnull=False, closes_at__isnull=False),
                name="round_ends_or_lives",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("opens_at")), name="round_due_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gte=F("due_at")), name="round_closes_after_due"
            ),
            models.CheckConstraint(
                condition=(Q(state="published") & Q(published_at__isnull=False))
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="round_published_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def takes_answers(self, force_id: int, now: dt.datetime | None = None) -> bool:
        """Whether this force may still answer: between opening and closing, its own extension and the grace included."""
        now = now or timezone.now()
        if self.state != RoundState.RUNNING or now < self.opens_at:
            return False
        grace = dt.timedelta(minutes=self.grace_minutes)
        if self.closes_at is None or now <= self.closes_at + grace:
            return True
        end = self.end_for(force_id)
        return end is None or now <= end + grace

    def end_for(self, force_id: int) -> dt.datetime | None:
        """When editing ends for this force; None: never."""
        if self.closes_at is None:
            return None
        own = self.extensions.filter(force_id=force_id).aggregate(last=models.Max("until"))["last"]
        return max(self.closes_at, own) if own else self.closes_at


class Extension(models.Model):
    """More time for one force, with the reason."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="extensions")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.force} until {self.until:%Y-%m-%d}"
