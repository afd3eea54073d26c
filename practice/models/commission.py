"""What a round came to: the decision with its minutes, and the evaluations that are paid for."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.assess import EvidenceLink
from practice.models.shortlist import Candidate, EvaluationRound
from practice.shortlist_querysets import CommissionQuerySet, DecisionRecordQuerySet
from practice.shortlist_vocab import CommissionState
from vkpp.core.fields import choice_check, together_check, touched

PERSON = settings.AUTH_USER_MODEL
FUND_HOLDS = """
    PERFORM 1 FROM practice_evaluationround WHERE id = NEW.round_id FOR NO KEY UPDATE;
    IF (SELECT coalesce(sum(committed), 0) FROM practice_commissionedevaluation
        WHERE round_id = NEW.round_id AND id <> NEW.id) + NEW.committed
        > (SELECT fund FROM practice_evaluationround WHERE id = NEW.round_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_within_fund',
            MESSAGE = 'The fund of the round does not reach.';
    END IF;
    RETURN NEW;
"""


class ShortlistDecision(models.Model):
    """Which examples are to be evaluated: who decided, when, why, and how the set met each limit. Never changed."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    minutes = models.TextField(help_text=_("What was said and why."))
    present = models.CharField(max_length=500, blank=True, help_text=_("Who took part, by role or body."))
    fund = models.PositiveIntegerField()
    limits = models.JSONField(
        help_text=_("Each limit: code, label, least, most, got, met, and the reason to pass over it.")
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DecisionRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="shortlist_decision_number_once")]
        triggers = [pgtrigger.Protect(name="shortlist_decision_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.round}, decision {self.number}"


class DecisionItem(models.Model):
    """One candidate in a decision, chosen or not, as it stood then."""

    decision = models.ForeignKey(ShortlistDecision, on_delete=models.PROTECT, related_name="items")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="decided")
    chosen = models.BooleanField()
    points = models.PositiveSmallIntegerField(null=True, help_text=_("Tenths of a point, 0 to 1,000; empty: unscored."))
    cost = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-chosen", "-points", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "candidate"], name="decision_item_once")]
        triggers = [pgtrigger.Protect(name="decision_item_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.candidate_id}"


class CommissionedEvaluation(models.Model):
    """An evaluation that is paid from the fund: who does it, what it costs, how far it is, what it found.

    `committed` is what it takes from the fund: its cost; once it was stopped, what was paid until then.
    """

    State = CommissionState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example CE-00001."))
    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="evaluations")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="evaluations")
    evaluator = models.CharField(max_length=160, help_text=_("The body that evaluates."))
    design = models.CharField(max_length=300, blank=True)
    cost = models.PositiveIntegerField(help_text=_("In pounds, as agreed."))
    committed = models.PositiveIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=CommissionState, default=CommissionState.AGREED)
    outcome = models.TextField(blank=True, help_text=_("What it found, or why it was stopped."))
    report_url = models.URLField(max_length=400, blank=True)
    evidence = models.ForeignKey(EvidenceLink, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("state", CommissionState, "commission_state_known"),
            models.CheckConstraint(
                condition=Q(cost__gt=0, committed__lte=models.F("cost")), name="commission_cost_is_something"
            ),
            models.UniqueConstraint(
                fields=["candidate"], condition=~Q(state="stopped"), name="commission_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="commission_changed")]
        triggers = [
            touched("commission_touched"),
            pgtrigger.Trigger(
                name="commission_within_fund",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=FUND_HOLDS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.evaluator}"


class Milestone(models.Model):
    """A step of an evaluation: what is due when, what is paid for it, and since when it is done."""

    evaluation = models.ForeignKey(CommissionedEvaluation, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    payment = models.PositiveIntegerField(default=0, help_text=_("Paid when it is done, in pounds."))
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [together_check("done_on", "done_by", "milestone_done_by")]

    def __str__(self) -> str:
        return self.title
