"""Measures: what is counted about an action, in versions, and what forces report of it for each period."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap.measure_querysets import MeasureQuerySet, MeasureValueQuerySet
from nvap.models.vocabulary import Action
from nvap.vocab import MeasureUnit
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check

TIMES = {MeasureUnit.PERCENT: 100, MeasureUnit.PER_THOUSAND: 1000, MeasureUnit.MEAN: 1}


class MeasureDefinition(models.Model):
    """A measure of an action: what is counted out of what, and which way is better. A new wording is a new version."""

    Unit = MeasureUnit

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="measures")
    title = models.CharField(max_length=200)
    numerator = models.CharField(max_length=200)
    denominator = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=12, choices=MeasureUnit, default=MeasureUnit.PERCENT)
    higher_is_better = models.BooleanField(null=True)
    counts_people = models.BooleanField(default=False, help_text=_("Small numbers of people are suppressed."))
    retired = models.BooleanField(default=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            choice_check("unit", MeasureUnit, "measure_unit_known"),
            models.UniqueConstraint(fields=["code", "version"], name="measure_once"),
            models.CheckConstraint(
                condition=Q(unit="number", denominator="") | (~Q(unit="number") & ~Q(denominator="")),
                name="measure_ratio_has_denominator",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ratio(self) -> bool:
        """Whether something is counted out of something else."""
        return self.unit != MeasureUnit.NUMBER


class MeasureValue(models.Model):
    """What a force reports for a measure and a period, first as provisional, later as final."""

    definition = models.ForeignKey(MeasureDefinition, on_delete=models.PROTECT, related_name="values")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="measures")
    period_from = models.DateField()
    period_to = models.DateField()
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True, blank=True)
    final = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MeasureValueQuerySet.as_manager()
    small: bool
    """So few people that somebody could be recognised; `judged` fills it, as it does `hidden`."""
    hidden: bool
    """Not for readers outside the force."""

    class Meta:
        ordering = ["-period_to", "-period_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "force", "period_from", "period_to"], name="measure_value_once"
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="measure_value_period"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name="measure_value_denominator"
            ),
        ]
        indexes = [models.Index(fields=["force", "-period_to"], name="measure_value_of_force")]

    def __str__(self) -> str:
        return f"{self.definition}, {self.period_from} to {self.period_to}"

    @property
    def place(self) -> dict[str, Any]:
        """What names it: a force reports a measure once for each period."""
        period = {"period_from": self.period_from, "period_to": self.period_to}
        return {"definition_id": self.definition_id, "force_id": self.force_id, **period}

    @property
    def figure(self) -> Decimal:
        """The number itself, or the ratio in the measure's unit with one digit after the point, halves rounded up."""
        if self.denominator is None:
            return Decimal(self.numerator)
        times = TIMES[MeasureUnit(self.definition.unit)]
        return (Decimal(self.numerator) * times / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


class RemovedMeasureValue(models.Model):
    """A provisional figure that its force took back: whoever keeps a copy deletes theirs. Gone when it is reported anew."""

    definition = models.ForeignKey(MeasureDefinition, on_delete=models.PROTECT, related_name="removed_values")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="removed_measures")
    period_from = models.DateField()
    period_to = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    objects = MeasureValueQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "force", "period_from", "period_to"], name="measure_value_removed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.period_from} {self.period_to}"
