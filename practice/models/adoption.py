"""What another force does with a practice: adopts, adapts or rejects it, learned from whom, and what came of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from practice.adopting.querysets import AdoptionQuerySet
from practice.adopting.vocab import BEGUN, TOLD, AdoptionKind, AdoptionResult, AdoptionState, Shared
from practice.models.practice import Practice
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check, touched
from vkpp.core.models import Marking

PERSON = settings.AUTH_USER_MODEL

# Holds the practice's row, so that of two edits at once the second sees the first.
NO_CYCLE = """
    IF NEW.source_id IS NOT NULL THEN
        PERFORM 1 FROM practice_practice WHERE id = NEW.practice_id FOR NO KEY UPDATE;
        IF NOT EXISTS (
            SELECT FROM practice_adoption WHERE id = NEW.source_id AND practice_id = NEW.practice_id
        ) THEN
            RAISE EXCEPTION 'an adoption learns from one of the same practice' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            WITH RECURSIVE above AS (
                SELECT id, source_id FROM practice_adoption WHERE id = NEW.source_id
                UNION SELECT a.id, a.source_id FROM practice_adoption a JOIN above ON a.id = above.source_id
            ) SELECT FROM above WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'nobody learns from who learned from them' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


class Adoption(models.Model):
    """What one force does with one practice. `source`: the force's adoption it learned from; empty: the original.

    `state` follows from the kind and the dates. Removed rows stay, to be put back.
    """

    Kind = AdoptionKind

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example AD-00007."))
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="adoptions")
    kind = models.CharField(max_length=6, choices=AdoptionKind)
    reason = models.TextField(blank=True, help_text=_("Why; needed for a decision against it."))
    plan = models.TextField(blank=True, help_text=_("What is done by whom, and what is adapted."))
    source = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    decided_on = models.DateField()
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    state = models.GeneratedField(
        expression=Case(
            When(kind="reject", then=Value("rejected")),
            When(ended_on__isnull=False, then=Value("ended")),
            When(started_on__isnull=False, then=Value("running")),
            default=Value("planned"),
        ),
        output_field=models.CharField(max_length=10, choices=AdoptionState),
        db_persist=True,
    )
    result = models.CharField(max_length=10, choices=AdoptionResult, blank=True)
    result_text = models.TextField(blank=True, help_text=_("What others should know who try the same."))
    result_at = models.DateTimeField(null=True)
    result_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    shared_to = models.PositiveSmallIntegerField(choices=Shared, default=Shared.POLICE)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to record it once."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("kind", AdoptionKind, "adoption_kind_known"),
            choice_check("marking", Marking, "adoption_marking_known"),
            models.CheckConstraint(condition=Q(shared_to__in=Shared.values), name="adoption_shared_known"),
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=AdoptionResult.values), name="adoption_result_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reject") | (Q(started_on=None, ended_on=None, result="") & ~Q(reason="")),
                name="adoption_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(started_on__gte=F("decided_on")), name="adoption_started_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | (Q(ended_on__gte=F("decided_on")) & (Q(started_on=None) | Q(ended_on__gte=F("started_on")))),
                name="adoption_ended_later",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_at=None) | (~Q(result="") & Q(result_at__isnull=False)),
                name="adoption_result_dated",
            ),
            together_check("result_at", "result_by", "adoption_result_by"),
            together_check("removed_at", "removed_by", "adoption_removed_by"),
            models.UniqueConstraint(
                fields=["practice", "force"], condition=Q(removed_at__isnull=True), name="adoption_once"
            ),
            models.UniqueConstraint(fields=["recorded_by", "key"], condition=~Q(key=""), name="adoption_key_once"),
        ]
        indexes = [
            models.Index(fields=["force", "state"], name="adoption_of_force"),
            models.Index(fields=["updated_at", "id"], name="adoption_changed"),
        ]
        triggers = [
            touched("adoption_touched"),
            pgtrigger.Trigger(
                name="adoption_no_cycle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("source_id", "practice_id"),  # type: ignore[no-untyped-call]  # pgtrigger has no types
                func=NO_CYCLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.force.short_name}"

    @property
    def taken_up(self) -> bool:
        """Whether the force has begun with it: neither only planned nor decided against."""
        return self.state in BEGUN or self.result in TOLD
