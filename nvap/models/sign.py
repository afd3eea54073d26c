"""Signed versions of a return, frozen for ever, and what was signed, voided and amended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models.answer import Return
from nvap.models.plan import ActionVersion
from nvap.vocab import AmendmentState
from vkpp.core.fields import choice_check, together_check

FROZEN = pgtrigger.Update | pgtrigger.Delete


class Submission(models.Model):
    """A version of the whole return as it was put before the chief officer: canonical JSON and its SHA-256 hash."""

    ret = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["ret", "number"], name="submission_number_once")]
        triggers = [pgtrigger.Protect(name="submission_stays", operation=FROZEN)]

    def __str__(self) -> str:
        return f"{self.ret} ({self.number})"


class SubmittedAnswer(models.Model):
    """One action of a submission, so that the signed and validated figures are plain SQL. Mirrors its content."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="answers")
    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    not_applicable = models.BooleanField(default=False)
    has_gap = models.BooleanField(default=False)
    has_practice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "action_version"], name="submitted_answer_once"),
        ]
        triggers = [pgtrigger.Protect(name="submitted_answer_stays", operation=FROZEN)]

    def __str__(self) -> str:
        return f"{self.submission} {self.action_version.code}"


class SignOff(models.Model):
    """A chief officer's signature under one submission; a later change voids it, visibly."""

    ret = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="sign_offs")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="sign_off")
    statement = models.TextField(help_text=_("The declaration as it was read and signed."))
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_label = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["ret"], condition=Q(voided_at__isnull=True), name="sign_off_one_holds"),
        ]
        triggers = [
            pgtrigger.Protect(name="sign_off_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sign_off_only_voided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__voided_at__isnull=False)
                | pgtrigger.Q(old__submission_id__df=pgtrigger.F("new__submission_id"))
                | pgtrigger.Q(old__content_hash__df=pgtrigger.F("new__content_hash"))
                | pgtrigger.Q(old__signer_id__df=pgtrigger.F("new__signer_id"))
                | pgtrigger.Q(old__signed_at__df=pgtrigger.F("new__signed_at"))
                | pgtrigger.Q(old__statement__df=pgtrigger.F("new__statement")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_label}, {self.submission}"


class Amendment(models.Model):
    """A force wants to change what was accepted: why, who allowed it, and the version that came of it."""

    State = AmendmentState

    ret = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="amendments")
    base = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    material = models.BooleanField(null=True, help_text=_("Whether published figures change; decided with it."))
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(blank=True)
    result = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            choice_check("state", AmendmentState, "amendment_state_known"),
            together_check("decided_at", "decided_by", "amendment_decided_by"),
            models.UniqueConstraint(fields=["ret"], condition=Q(state="asked"), name="amendment_one_asked"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True) | (~Q(state="asked") & Q(decided_at__isnull=False)),
                name="amendment_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ret}: {self.get_state_display()}"
