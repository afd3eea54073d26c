"""Forms as rows: a form version pins wording, scales and rules, so that each return can be shown as it was answered."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.plan_querysets import FormQuerySet
from nvap.vocab import PlanState, QuestionKind, QuestionRole, Severity
from vkpp.core.fields import choice_check


def _codes() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=12), default=list, blank=True)


def _fixed_with_form(name: str, form_ids: str) -> pgtrigger.Trigger:
    """Rows of a form stay as they are once it is fixed; `form_ids` says in SQL which forms a row belongs to."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM nvap_formversion WHERE id IN ({form_ids}) AND state = 'published') THEN
                RAISE EXCEPTION 'a fixed form cannot be changed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN coalesce(NEW, OLD);
        """,  # noqa: S608 - our own words only
    )


OWN_FORM = "OLD.form_id, NEW.form_id"
FORM_OF_QUESTION = "SELECT form_id FROM nvap_question WHERE id IN (OLD.question_id, NEW.question_id)"


class FormVersion(models.Model):
    """What is asked of a force about every action. Fixed for ever once a round uses it (triggers on all its rows)."""

    State = PlanState

    code = models.SlugField(max_length=40, unique=True, help_text=_("For example nvap-form-1."))
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    fixed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", PlanState, "form_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", fixed_at__isnull=True) | Q(state="published", fixed_at__isnull=False),
                name="form_fixed_with_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="form_fixed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class FormSection(models.Model):
    """A group of questions on the page of an action."""

    form = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=30)
    title = models.CharField(max_length=120)
    hint = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="form_section_once")]
        triggers = [_fixed_with_form("section_of_fixed_stays", OWN_FORM)]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question, asked of every action or of `only_actions`.

    `shown_when` and `required_when` are conditions over the other answers of the same action (nvap/conditions.py);
    an empty object means always shown, and required only when `required`.
    """

    form = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(FormSection, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=30)
    label = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    role = models.CharField(max_length=24, choices=QuestionRole, blank=True, default=QuestionRole.NONE)
    limit = models.PositiveIntegerField(default=0, help_text=_("Most characters of a text; 0 for the kind's own."))
    required = models.BooleanField(default=False)
    required_when = models.JSONField(default=dict, blank=True)
    shown_when = models.JSONField(default=dict, blank=True)
    only_actions = _codes()
    summarised = models.BooleanField(default=False, help_text=_("A level that benchmarking summarises."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("kind", QuestionKind, "question_kind_known"),
            choice_check("role", QuestionRole, "question_role_known"),
            models.UniqueConstraint(fields=["form", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["form", "role"], condition=~Q(role=""), name="question_role_once"),
            models.CheckConstraint(condition=Q(summarised=False) | Q(kind="level"), name="question_summarised_level"),
        ]
        triggers = [_fixed_with_form("question_of_fixed_stays", OWN_FORM)]

    def __str__(self) -> str:
        return self.label


class Option(models.Model):
    """One answer to choose. The levels of a scale have a `score`, which benchmarking counts with."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    value = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    hint = models.TextField(blank=True)
    score = models.SmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "value"], name="option_value_once")]
        triggers = [_fixed_with_form("option_of_fixed_stays", FORM_OF_QUESTION)]

    def __str__(self) -> str:
        return self.label


class Rule(models.Model):
    """A check over the answers of one action: `condition` true means there is something to put right or explain."""

    form = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="rules")
    code = models.SlugField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    condition = models.JSONField()
    message = models.TextField(help_text=_("Says what is odd and what to do."))
    only_actions = _codes()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("severity", Severity, "rule_severity_known"),
            models.UniqueConstraint(fields=["form", "code"], name="rule_code_once"),
        ]
        triggers = [_fixed_with_form("rule_of_fixed_stays", OWN_FORM)]

    def __str__(self) -> str:
        return self.code
