"""Plan versions with their themes and actions, and the themes by themselves."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import ActionVersion, PlanVersion, Theme
from nvap.vocab import PlanState
from vkpp.core.api.filters import Filters, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = ("code", "title", "note", "sample", "effective_from", "state", "published_at")
THEME_COLUMNS = ("code", "title", "aim", "order")
ACTION_COLUMNS = ("code", "title", "statement", "sample", "order")


class PlanRow(serializers.ModelSerializer[PlanVersion]):
    """A version of a plan. A published one never changes."""

    url = serializers.URLField(help_text=_("Where to read all of it."))
    framework = serializers.CharField(help_text=_("Code of the framework it is a version of, for example nvap."))
    previous = serializers.CharField(allow_null=True, help_text=_("Code of the version before; null for the first."))

    class Meta:
        model = PlanVersion
        fields = ("url", "framework", "previous", *STORED)
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "title": {"help_text": _("What people call it.")},
            "note": {"help_text": _("What is particular about it; may be empty.")},
            "effective_from": {"help_text": _("The day from which it holds.")},
            "state": {"help_text": _("published; draft only for those who prepare plans.")},
            "published_at": {"help_text": _("When it was published here.")},
        }


class PlanAction(serializers.Serializer[Any]):
    """An action as this version words it, without its guidance."""

    url = serializers.URLField(help_text=_("Where to read it with its guidance."))
    code = serializers.CharField(help_text=_("Its number in this version, for example 2.1.1."))
    lineage = serializers.CharField(help_text=_("Code of the action over all versions. See /actions/."))
    title = serializers.CharField(help_text=_("Its short title."))
    statement = serializers.CharField(help_text=_("What is asked of forces; may be empty."))
    sample = serializers.BooleanField(help_text=_("Sample content: not verified against the plan."))
    order = serializers.IntegerField(help_text=_("Its place in the plan."))


class PlanTheme(serializers.Serializer[Any]):
    """A theme with its actions."""

    code = serializers.CharField(help_text=_("For example 2.1."))
    title = serializers.CharField(help_text=_("What it is about."))
    aim = serializers.CharField(help_text=_("What it is to reach; may be empty."))
    order = serializers.IntegerField(help_text=_("Its place in the plan."))
    actions = PlanAction(many=True, help_text=_("Its actions, in order."))


class PlanShape(PlanRow):
    """A version of a plan with its themes and actions."""

    themes = PlanTheme(many=True, help_text=_("Its themes, in order."))

    class Meta(PlanRow.Meta):
        fields = (*PlanRow.Meta.fields, "themes")  # type: ignore[assignment]  # a longer tuple than above


def plan_codes(user: Any) -> Any:
    """Codes of the plan versions that the person may see."""
    return PlanVersion.objects.visible_to(user).values_list("code", flat=True)


class PlanFilters(Filters):
    """Filters of plan versions."""

    framework = Seen(
        field_name="framework__code",
        words=lambda user: PlanVersion.objects.visible_to(user).values_list("framework__code", flat=True),
        help_text=_("Code of a framework; may be given several times."),
    )
    state = Words(words=PlanState.values, help_text=_("State; may be given several times."))


PLAN_FIELDS = PlanRow.Meta.fields


class Plans(ListView):
    """Versions of plans."""

    known_fields = PLAN_FIELDS
    filters = PlanFilters
    orders: ClassVar[dict[str, Order]] = {
        "-effective_from": Order((("effective_from", "day"), ("id", "number")), descending=True),
        "effective_from": Order((("effective_from", "day"), ("id", "number"))),
    }
    default_order = "-effective_from"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The versions this person may see."""
        return _stored(self.filtered(PlanVersion.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The versions as they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="plans_list",
        tags=["Plan"],
        summary=_("List plans"),
        description=_("Versions of the national plan that were published, the newest first."),
        responses={200: pages_of(PlanRow, "PlanPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of plan versions."""
        return super().get(request)


class OnePlan(ApiView):
    """One version with themes and actions."""

    known_fields = (*PLAN_FIELDS, "themes")

    @extend_schema(
        operation_id="plans_read",
        tags=["Plan"],
        summary=_("Read a plan"),
        description=_("A plan version with its themes and actions; the guidance stands with each action."),
        responses={200: PlanShape},
    )
    def get(self, request: Request, plan: str) -> Response:
        """The version with this code."""
        row = self.one(_stored(PlanVersion.objects.visible_to(request.user).filter(code=plan)))
        return self.shown({**_shown(row, request), "themes": _themes(row, request)})


class ThemeShape(serializers.ModelSerializer[Theme]):
    """A theme of a plan version."""

    plan = serializers.CharField(help_text=_("Code of the plan version."))

    class Meta:
        model = Theme
        fields = ("plan", *THEME_COLUMNS)
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("For example 2.1.")},
            "title": {"help_text": _("What it is about.")},
            "aim": {"help_text": _("What it is to reach; may be empty.")},
            "order": {"help_text": _("Its place in the plan.")},
        }


class ThemeFilters(Filters):
    """Filters of themes."""

    plan = Seen(
        field_name="plan__code",
        words=plan_codes,
        help_text=_("Code of a plan version; may be given several times."),
    )


class Themes(ListView):
    """Themes of all plan versions."""

    known_fields = ("plan", *THEME_COLUMNS)
    filters = ThemeFilters
    orders: ClassVar[dict[str, Order]] = {
        "order": Order((("plan_code", "text"), ("order", "number"), ("code", "text"))),
    }
    default_order = "order"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The themes of the versions this person may see."""
        themes = self.filtered(Theme.objects.visible_to(self.request.user))
        return themes.values(*THEME_COLUMNS, plan_code=F("plan__code"))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The themes as they are shown."""
        return [{"plan": row["plan_code"], **{name: row[name] for name in THEME_COLUMNS}} for row in rows]

    @extend_schema(
        operation_id="themes_list",
        tags=["Plan"],
        summary=_("List themes"),
        description=_("Themes of the plan versions, in the order of each plan."),
        responses={200: pages_of(ThemeShape, "ThemePage")},
    )
    def get(self, request: Request) -> Response:
        """A page of themes."""
        return super().get(request)


def _stored(plans: "models.QuerySet[PlanVersion]") -> "models.QuerySet[Any, Any]":
    rows: models.QuerySet[Any, Any] = plans.values(
        "id", *STORED, framework_code=F("framework__code"), previous_code=F("previous__code")
    )
    return rows


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:plan", args=[row["code"]])),
        "framework": row["framework_code"],
        "previous": row["previous_code"],
        **{name: row[name] for name in STORED},
    }


def _themes(plan: Row, request: Request) -> list[Row]:
    """Two queries, whatever the plan's length."""
    base = request.build_absolute_uri(reverse("api:plan_actions", args=[plan["code"]]))
    themes = {
        row["id"]: {**row, "actions": []} for row in Theme.objects.filter(plan=plan["id"]).values("id", *THEME_COLUMNS)
    }
    actions = ActionVersion.objects.filter(plan=plan["id"]).values(
        "theme_id", *ACTION_COLUMNS, lineage=F("action__code")
    )
    for row in actions:
        themes[row.pop("theme_id")]["actions"].append({"url": f"{base}{row['code']}/", **row})
    for theme in themes.values():
        del theme["id"]
    return list(themes.values())
