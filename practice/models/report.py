"""What reports count of an example, in a narrow table that the database keeps in step by itself (docs/adr/0024)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.call import Call
from practice.models.practice import Practice
from practice.querysets import SentExampleQuerySet
from practice.report_triggers import STALE_TALLY
from vkpp.accounts.models import Force


class TriageOutcome(models.TextChoices):
    """What triage decided last."""

    TAKEN_FORWARD = "taken_forward", _("Taken forward")
    NOT_TAKEN_FORWARD = "not_taken_forward", _("Not taken forward")


class SentExample(models.Model):
    """An example that was sent in, as reports count it. Written by triggers alone, in the transaction of the change.

    `sent_at` is the first sending, `triaged_at` the first answer of triage: taken forward or not, or sent back with
    questions; `outcome` the last decision. `due_at` is empty for what was sent before reports were kept.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="sending")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20)
    imported = models.BooleanField(default=False, help_text=_("Taken over from an earlier register."))
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text=_("By when triage should have answered."))
    triaged_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=TriageOutcome, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list)
    strands = ArrayField(models.CharField(max_length=60), default=list)
    rating = models.CharField(max_length=16, blank=True, help_text=_("As published last."))

    objects = SentExampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=TriageOutcome.values, triaged_at__isnull=False),
                name="sent_example_outcome_known",
            ),
        ]
        indexes = [
            models.Index(fields=["force", "sent_at"], name="sent_example_of_force"),
            models.Index(fields=["call", "sent_at"], name="sent_example_of_call"),
        ]
        triggers = [STALE_TALLY]

    def __str__(self) -> str:
        return f"{self.practice_id} sent"


class ReportTally(models.Model):
    """How many examples of a call that were sent in a month have one value of one part, for example a strand.

    Parts and their values are those of practice.reporting.counting. Made anew by a worker when a row of SentExample has
    changed; until then reports count that call and month themselves.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    month = models.DateField(help_text=_("Its first day."))
    part = models.CharField(max_length=12)
    value = models.CharField(max_length=80, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "month", "part", "value"], name="report_tally_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_tally_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.part} {self.value}: {self.n}"


class ReportStale(models.Model):
    """A call and month whose tallies no longer hold. Added by trigger, removed when they were made anew."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()

    def __str__(self) -> str:
        return f"{self.call_id} {self.month:%Y-%m}"
