"""Calls for practice and their own questions."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.querysets import CallQuerySet
from vkpp.core.fields import choice_check, together_check


class CallState(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", _("Being prepared")
    ANNOUNCED = "announced", _("Announced")


class Call(models.Model):
    """A call for practice: forces are asked for examples on a theme, for some weeks or (no closing time) always."""

    State = CallState

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    theme = models.CharField(max_length=160, blank=True)
    description = models.TextField()
    sponsors = models.TextField(blank=True, help_text=_("The bodies behind the call, one a line."))
    strands = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: always open."))
    grace_minutes = models.PositiveSmallIntegerField(default=15)
    sealed = models.BooleanField(default=False, help_text=_("Nobody reads the examples before the call has closed."))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(db_default=1, help_text=_("Counts changes; guards against stale tabs."))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            choice_check("state", CallState, "call_state_known"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(sealed=False) | Q(closes_at__isnull=False), name="call_sealed_closes"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def accepts_until(self) -> dt.datetime | None:
        """The last moment a submission is taken: closing time and grace. None: no end."""
        return self.closes_at + dt.timedelta(minutes=self.grace_minutes) if self.closes_at else None

    @property
    def has_opened(self) -> bool:
        """Announced and past its opening time; its questions are frozen from then on."""
        return self.state == self.State.ANNOUNCED and self.opens_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Takes submissions now, the grace included."""
        return self.has_opened and (self.accepts_until is None or timezone.now() <= self.accepts_until)


class CallForm(models.Model):
    """A version of a call's own questions. Frozen when the call opens or somebody has started to answer it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="forms")
    version = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["call", "version"], name="call_form_version_once")]

    def __str__(self) -> str:
        return f"{self.call}, version {self.version}"


class CallQuestionKind(models.TextChoices):
    """What kind it is."""

    TEXT = "text", _("One line")
    LONG_TEXT = "long_text", _("Several lines")
    YES_NO = "yes_no", _("Yes or no")
    ONE_OF = "one_of", _("One of a list")
    SOME_OF = "some_of", _("Several of a list")
    NUMBER = "number", _("A whole number")


class CallQuestion(models.Model):
    """One extra question of a call; shown only when the question it hangs on has the given answer."""

    Kind = CallQuestionKind

    form = models.ForeignKey(CallForm, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=500, blank=True)
    options = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    required = models.BooleanField(default=False)
    shown_when = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="followers")
    shown_when_answer = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("kind", CallQuestionKind, "call_question_kind_known"),
            models.UniqueConstraint(fields=["form", "code"], name="call_question_code_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="call_question_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM practice_callform
                               WHERE id = coalesce(NEW.form_id, OLD.form_id) AND frozen_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'the questions of this call are frozen' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN coalesce(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return self.text


class LateEntry(models.Model):
    """A code that lets one named person submit to a closed call until a given time."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="late_entries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="late_entries")
    code = models.CharField(max_length=12, unique=True)
    until = models.DateTimeField()
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="late_entry_once"),
            together_check("used_at", "used_by", "late_entry_used_by"),
        ]

    def __str__(self) -> str:
        return f"{self.code} for {self.call}"
