"""Rounds in which practice is chosen for an independent evaluation: candidates, scores, and the terms of the choice."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from practice.shortlist_querysets import CandidateQuerySet, RoundQuerySet, ScoreQuerySet, SuggestionQuerySet
from practice.shortlist_vocab import HIGHEST, CriterionSource, RoundState, RuleKind
from vkpp.core.fields import choice_check, together_check, touched
from vkpp.core.models import Marking

PERSON = settings.AUTH_USER_MODEL
FUND_REACHES = """
    IF (SELECT coalesce(sum(committed), 0) FROM practice_commissionedevaluation WHERE round_id = NEW.id) > NEW.fund THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_within_fund',
            MESSAGE = 'More than this is committed already.';
    END IF;
    RETURN NEW;
"""


class EvaluationRound(models.Model):
    """One choice of the most promising practice that nobody independent has evaluated, and the money for it."""

    State = RoundState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example ER-00001."))
    title = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    fund = models.PositiveIntegerField(help_text=_("In pounds."))
    at_least = models.PositiveSmallIntegerField(help_text=_("How many examples have to be evaluated."))
    serious_violence_at_least = models.PositiveSmallIntegerField(help_text=_("How many of them on serious violence."))
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text=_("Scores are asked for until this day."))
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARING)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to make it once."))
    body_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", RoundState, "evaluation_round_state_known"),
            choice_check("marking", Marking, "evaluation_round_marking_known"),
            models.CheckConstraint(
                condition=Q(serious_violence_at_least__lte=models.F("at_least")), name="evaluation_round_numbers_fit"
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="evaluation_round_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["created_by", "key"], condition=~Q(key=""), name="evaluation_round_key_once"
            ),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="evaluation_round_changed")]
        triggers = [
            touched("evaluation_round_touched"),
            pgtrigger.Trigger(
                name="fund_reaches", when=pgtrigger.Before, operation=pgtrigger.Update, func=FUND_REACHES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class RoundRule(models.Model):
    """A further limit on the set that is chosen, for example at least two on missing people."""

    Kind = RuleKind

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=10, choices=RuleKind)
    code = models.CharField(max_length=60, blank=True, help_text=_("Which strand or category."))
    least = models.PositiveSmallIntegerField(null=True, blank=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("kind", RuleKind, "round_rule_kind_known"),
            models.UniqueConstraint(fields=["round", "kind", "code"], name="round_rule_once"),
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False), name="round_rule_says_something"
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=models.F("most")), name="round_rule_can_be_met"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["strand", "category"]) ^ Q(code=""), name="round_rule_names_its_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}".strip()


class RoundCriterion(models.Model):
    """What candidates are judged by, and how much it counts. Some are scored by people, some follow from the example."""

    Source = CriterionSource

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="criteria")
    label = models.CharField(max_length=120)
    hint = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=8, choices=CriterionSource, default=CriterionSource.SCORED)
    weight = models.PositiveSmallIntegerField(help_text=_("0 to 100, against the weights of the others."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("source", CriterionSource, "round_criterion_source_known"),
            models.UniqueConstraint(fields=["round", "label"], name="round_criterion_once"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="round_criterion_weight_known"),
        ]

    def __str__(self) -> str:
        return self.label


class Candidate(models.Model):
    """An example in the pool of a round. Of the example nothing is copied: what its owner closes is gone here too."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="candidates")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="candidacies")
    why = models.TextField(blank=True, help_text=_("Why it was put into the pool."))
    cost = models.PositiveIntegerField(null=True, help_text=_("What evaluating it would cost, in pounds."))
    cost_note = models.CharField(max_length=300, blank=True, help_text=_("Where the estimate comes from."))
    cost_at = models.DateTimeField(null=True)
    cost_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    selected = models.BooleanField(default=False, help_text=_("In the set that is being put together."))
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    removed_why = models.TextField(blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "practice"], name="candidate_once"),
            together_check("removed_at", "removed_by", "candidate_removed_by"),
            together_check("cost_at", "cost_by", "candidate_cost_by"),
            models.CheckConstraint(condition=Q(removed_at=None) | Q(selected=False), name="candidate_removed_is_out"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gt=0), name="candidate_cost_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.practice_id}"


class CandidateScore(models.Model):
    """What one person says about a candidate by one criterion: 0 to 4, or empty when they cannot judge."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(RoundCriterion, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="candidate_scores")
    score = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion", "scorer"], name="candidate_score_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=HIGHEST), name="candidate_score_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.criterion_id}: {self.score}"


class Suggestion(models.Model):
    """A best set that a worker found, under which terms, and why. Never changed once it is found; the reasons follow it.

    `terms`: fund, at_least, serious_violence_at_least, weights, into and out_of (candidates fixed beforehand).
    `result`, `why`: answer and reasons of `practice.shortlist.explaining`. All hold numbers of candidates, nothing of their text.
    """

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="suggestions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    terms = models.JSONField()
    result = models.JSONField(null=True, help_text=_("Empty while a worker looks for it."))
    why = models.JSONField(null=True, help_text=_("Why each is in or out; empty while a worker goes through them."))
    input_hash = models.CharField(max_length=64, blank=True, help_text=_("Of everything it was worked out from."))
    asked_for = ArrayField(models.BigIntegerField(), default=list, help_text=_("The candidates it chose from."))
    key = models.CharField(max_length=100, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="suggestion_number_once"),
            models.UniqueConstraint(fields=["made_by", "key"], condition=~Q(key=""), name="suggestion_key_once"),
            models.CheckConstraint(
                condition=Q(result__isnull=True, found_at__isnull=True)
                | Q(result__isnull=False, found_at__isnull=False),
                name="suggestion_found_with_time",
            ),
            models.CheckConstraint(
                condition=Q(why__isnull=True) | Q(found_at__isnull=False), name="suggestion_why_after_found"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="suggestion_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.why IS NOT NULL OR"
                    " OLD.found_at IS NOT NULL AND to_jsonb(OLD) - 'why' IS DISTINCT FROM to_jsonb(NEW) - 'why'"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} suggestion {self.number}"
