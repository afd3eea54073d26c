"""Frameworks, versions of the plan, their actions with the toolkit, and how versions and frameworks hang together."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models.vocabulary import Action
from nvap.plan_querysets import OfPlanQuerySet, PlanQuerySet, SuccessionQuerySet
from nvap.vocab import Comparable, FrameworkKind, PlanState, Relation, SuccessionKind
from vkpp.core.fields import choice_check, together_check

PUBLISHED = """
    RAISE EXCEPTION 'a published plan cannot be changed' USING ERRCODE = 'check_violation';
"""


def _fixed_with_plan(name: str) -> pgtrigger.Trigger:
    """Rows with a `plan_id` stay as they are once that plan is published."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM nvap_planversion
                       WHERE id IN (OLD.plan_id, NEW.plan_id) AND state = 'published') THEN {PUBLISHED} END IF;
            RETURN coalesce(NEW, OLD);
        """,  # noqa: S608 - our own words only
    )


def _texts() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list, blank=True)


def _joined(name: str) -> models.Func:
    """A list of texts as one; `nvap_joined` is our own function, for a column may be made by none that could change."""
    return models.Func(models.F(name), function="nvap_joined", output_field=models.TextField())


class Framework(models.Model):
    """A framework of expectations: the NVAP itself, HMICFRS PEEL, a strategy."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=FrameworkKind)
    body = models.CharField(max_length=120, blank=True, help_text=_("Who keeps it, for example HMICFRS."))
    url = models.URLField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [choice_check("kind", FrameworkKind, "framework_kind_known")]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """One version of a plan. Once published it never changes; the next version says what became of each action."""

    State = PlanState

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="plans")
    code = models.SlugField(max_length=40, unique=True, help_text=_("For example nvap-2021."))
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    sample = models.BooleanField(default=False, help_text=_("Not verified; shown as sample."))
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    effective_from = models.DateField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_from", "-id"]
        constraints = [
            choice_check("state", PlanState, "plan_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="plan_published_with_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="plan_published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A theme of a plan version, or a pillar, whatever the plan calls its parts."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    aim = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="theme_code_once")]
        triggers = [_fixed_with_plan("theme_of_published_stays")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ActionVersion(models.Model):
    """An action as one version of the plan words it. `action` is its lineage over the versions."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    statement = models.TextField(blank=True)
    sample = models.BooleanField(default=False, help_text=_("Not verified against the plan; shown as sample."))
    provenance = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="action_version_code_once"),
            models.UniqueConstraint(fields=["plan", "action"], name="action_version_once"),
        ]
        triggers = [_fixed_with_plan("action_of_published_stays")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Toolkit(models.Model):
    """The guidance beside an action, edited by staff: each published edit is a row that stays; one draft at a time."""

    State = PlanState

    action_version = models.ForeignKey(ActionVersion, on_delete=models.CASCADE, related_name="toolkits")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text=_("Counts saves of the draft."))
    aims = _texts()
    organisational_impact = models.TextField(blank=True)
    external_impact = models.TextField(blank=True)
    meaning = models.TextField(blank=True, help_text=_("What do we mean?"))
    good_looks_like = _texts()
    steps = _texts()
    forces_doing = models.TextField(blank=True, help_text=_("What forces are doing, in words; examples come live."))
    key_findings = models.JSONField(default=list, blank=True, help_text=_("Groups: title and points."))
    measures = _texts()
    links = models.JSONField(default=list, blank=True, help_text=_("Label and address."))
    edited_at = models.DateTimeField(auto_now=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=SearchVector(
            *("meaning", "organisational_impact", "external_impact"),
            *(_joined("aims"), _joined("good_looks_like"), _joined("steps"), _joined("measures")),
            config="english",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            choice_check("state", PlanState, "toolkit_state_known"),
            models.UniqueConstraint(fields=["action_version", "number"], name="toolkit_number_once"),
            models.UniqueConstraint(fields=["action_version"], condition=Q(state="draft"), name="toolkit_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="toolkit_published_with_time",
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="toolkit_by_words")]
        triggers = [
            pgtrigger.Protect(
                name="toolkit_published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_version} ({self.number})"


class Succession(models.Model):
    """What became of an action from one plan version to the next; trends obey it."""

    before = models.ForeignKey(ActionVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="became")
    after = models.ForeignKey(ActionVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="came_from")
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    comparable = models.CharField(max_length=5, choices=Comparable)
    note = models.TextField(blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            choice_check("kind", SuccessionKind, "succession_kind_known"),
            choice_check("comparable", Comparable, "succession_comparable_known"),
            models.UniqueConstraint(fields=["before", "after"], name="succession_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(kind="new", before__isnull=True, after__isnull=False)
                | Q(kind="retired", before__isnull=False, after__isnull=True)
                | (~Q(kind__in=["new", "retired"]) & Q(before__isnull=False, after__isnull=False)),
                name="succession_ends",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="succession_of_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT 1 FROM nvap_actionversion a JOIN nvap_planversion p ON p.id = a.plan_id
                               WHERE a.id IN (OLD.after_id, NEW.after_id) AND p.state = 'published')
                       OR EXISTS (SELECT 1 FROM nvap_actionversion b
                                  JOIN nvap_planversion next ON next.previous_id = b.plan_id
                                  WHERE next.state = 'published'
                                    AND (b.id = OLD.before_id AND OLD.after_id IS NULL
                                         OR b.id = NEW.before_id AND NEW.after_id IS NULL))
                    THEN {PUBLISHED} END IF;
                    RETURN coalesce(NEW, OLD);
                """,  # noqa: S608 - our own words only
            )
        ]

    def __str__(self) -> str:
        return f"{self.before or '–'} → {self.after or '–'}"


class FrameworkItem(models.Model):
    """A question or expectation of another framework, for example PEEL 2021/22 question 1.2."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="items")
    edition = models.CharField(max_length=20, help_text=_("For example 2021/22."))
    code = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True, help_text=_("For example how it is graded."))
    provenance = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["framework", "edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "edition", "order"], name="framework_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class Crosswalk(models.Model):
    """An action meets an item of another framework: what is answered once serves both."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="crosswalks")
    item = models.ForeignKey(FrameworkItem, on_delete=models.CASCADE, related_name="crosswalks")
    relation = models.CharField(max_length=12, choices=Relation)
    rationale = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            choice_check("relation", Relation, "crosswalk_relation_known"),
            models.UniqueConstraint(fields=["action", "item"], name="crosswalk_once"),
            together_check("reviewed_at", "reviewed_by", "crosswalk_reviewed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.get_relation_display()} {self.item.code}"
