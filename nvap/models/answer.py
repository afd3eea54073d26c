"""A force's return: one row per action with its own version, so that two people never write over one another."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models.plan import ActionVersion, Theme
from nvap.models.round import Round
from nvap.querysets import ResponseQuerySet, ReturnQuerySet
from nvap.vocab import Provenance, ReturnState, Source
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check
from vkpp.core.models import Marking

UNANSWERED = (Provenance.EMPTY, Provenance.CARRIED)


class Return(models.Model):
    """What one force answers in one round. `version` counts every change to any of its answers."""

    State = ReturnState

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=12, choices=ReturnState, default=ReturnState.NOT_STARTED)
    version = models.PositiveIntegerField(default=1)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True, help_text=_("The last time it was sent to VKPP."))
    first_submitted_at = models.DateTimeField(
        null=True, help_text=_("The first time it was sent; empty when that was before this was kept.")
    )
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(
        "nvap.Submission",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The version whose signature holds now; empty when a change has voided it."),
    )
    validated = models.ForeignKey(
        "nvap.Submission",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The version accepted last."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-round__opens_at", "force__name"]
        constraints = [
            choice_check("state", ReturnState, "return_state_known"),
            models.UniqueConstraint(fields=["round", "force"], name="return_once"),
            together_check("accepted_at", "accepted_by", "return_accepted_by"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed__isnull=False), name="return_signed_has_signature"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(validated__isnull=False), name="return_accepted_has_version"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "queried", "accepted"]) | Q(submitted_at__isnull=False),
                name="return_sent_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "round"], name="return_by_state"),
            models.Index(fields=["updated_at", "id"], name="return_changed"),
        ]
        triggers = [
            pgtrigger.Trigger(  # whatever changes it: who pulls changes must learn of every one
                name="return_touched",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.force.short_name}, {self.round.title}"


class Assignment(models.Model):
    """A colleague is to answer one action, or all of a theme, until a date."""

    ret = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="assignments")
    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nvap_assignments")
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["assigned_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action_version__isnull=True, theme__isnull=False)
                | Q(action_version__isnull=False, theme__isnull=True),
                name="assignment_action_or_theme",
            ),
            models.UniqueConstraint(
                fields=["ret", "action_version", "theme", "person"],
                name="nvap_assignment_once",
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="nvap_assignment_person", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.action_version or self.theme}"


class Response(models.Model):
    """A force's answer on one action. `answers` holds question code → value; the columns are derived from it on saving.

    Values: text for lines, texts, one choice, dates (ISO) and levels; a list of texts for several choices; true or
    false; a number; {"n": …, "d": …} for a ratio. `scores` holds question code → score of the chosen level.
    """

    ret = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="responses")
    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.EMPTY)
    version = models.PositiveIntegerField(default=0, help_text=_("Counts saved changes of this answer."))
    complete = models.BooleanField(default=False, help_text=_("Everything that must be answered is, and confirmed."))
    not_applicable = models.BooleanField(default=False)
    has_gap = models.BooleanField(default=False)
    has_practice = models.BooleanField(default=False)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text=_("The answer of the last round.")
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["action_version__order", "action_version__code"]
        constraints = [
            choice_check("provenance", Provenance, "response_provenance_known"),
            models.UniqueConstraint(fields=["ret", "action_version"], name="response_once"),
            models.CheckConstraint(
                condition=Q(complete=False) | ~Q(provenance__in=UNANSWERED), name="response_complete_is_confirmed"
            ),
        ]
        indexes = [models.Index(fields=["action_version", "ret"], name="response_by_action")]

    def __str__(self) -> str:
        return f"{self.ret} {self.action_version.code}"

    @property
    def counts(self) -> bool:
        """Whether it is an answer at all: carried-forward ones that nobody confirmed count as missing."""
        return self.provenance not in UNANSWERED


class ResponseRevision(models.Model):
    """One saved change of an answer: question code → [before, after]. Never changed, never removed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    changes: "models.JSONField[Any, Any]" = models.JSONField()
    provenance = models.CharField(max_length=10, choices=Provenance)

    class Meta:
        ordering = ["-version"]
        constraints = [
            choice_check("source", Source, "response_revision_source_known"),
            choice_check("provenance", Provenance, "response_revision_provenance_known"),
            models.UniqueConstraint(fields=["response", "version"], name="response_revision_once"),
        ]
        triggers = [pgtrigger.Protect(name="response_revision_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.response_id} {self.version}"
