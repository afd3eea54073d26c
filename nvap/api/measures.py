"""Measures: what is counted about actions, and what forces report of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap import people
from nvap.api.base import ReturnView
from nvap.models import Action, MeasureDefinition, MeasureValue, RemovedMeasureValue
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import RemovedList, example
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STORED = (
    "code",
    "version",
    "title",
    "numerator",
    "denominator",
    "unit",
    "higher_is_better",
    "counts_people",
    "retired",
)
FIELDS = ("action", *STORED)
REMOVED = example(
    force="norfolk",
    action="2.1.1",
    measure="trained",
    measure_version=1,
    period_from="2026-04-01",
    period_to="2026-06-30",
)
FIGURES = ("period_from", "period_to", "numerator", "denominator", "final", "source")
NAMES = ("force", "action", "measure", "measure_version", "period_from", "period_to")
REMOVED_FIELDS = (*NAMES, "updated_at")
VALUE_FIELDS = ("force", "action", "measure", "measure_version", *FIGURES, "figure", "suppressed", "changed_at")


class MeasureShape(serializers.ModelSerializer[MeasureDefinition]):
    """What is counted about an action."""

    action = serializers.CharField(help_text=_("Code of the action over all versions. See /actions/."))

    class Meta:
        model = MeasureDefinition
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("Names the measure over all its versions.")},
            "version": {"help_text": _("Counts its wordings; figures of different versions are not compared.")},
            "title": {"help_text": _("What it is called.")},
            "numerator": {"help_text": _("What is counted.")},
            "denominator": {"help_text": _("Out of what; empty for a number.")},
            "unit": {"help_text": _("What the figure is given in.")},
            "higher_is_better": {"help_text": _("Which way is better; null: neither.")},
            "counts_people": {"help_text": _("Numbers under five are shown to the force only.")},
            "retired": {"help_text": _("Forces are no longer asked for it.")},
        }


class ValueShape(serializers.ModelSerializer[MeasureValue]):
    """What a force reports for a period."""

    force = serializers.CharField(help_text=_("Code of the force."))
    action = serializers.CharField(help_text=_("Code of the action over all versions."))
    measure = serializers.CharField(help_text=_("Code of the measure. See /measures/."))
    measure_version = serializers.IntegerField(help_text=_("The version of the measure that was reported for."))
    numerator = serializers.IntegerField(allow_null=True, help_text=_("What was counted; null where suppressed."))
    figure = serializers.DecimalField(
        max_digits=14,
        decimal_places=1,
        allow_null=True,
        help_text=_("The ratio in the measure's unit, or the number; null where suppressed."),
    )
    suppressed = serializers.BooleanField(
        help_text=_("Fewer than five people, here or in a period that shares days with this one: for the force only.")
    )
    changed_at = serializers.DateTimeField(help_text=_("When it was reported or last changed."))

    class Meta:
        model = MeasureValue
        fields = VALUE_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "period_from": {"help_text": _("First day of the period.")},
            "period_to": {"help_text": _("Last day of the period.")},
            "denominator": {"help_text": _("Out of how many; null for a number, and where suppressed.")},
            "final": {"help_text": _("Final; otherwise provisional.")},
            "source": {"help_text": _("Where the numbers come from; may be empty.")},
        }


class RemovedValueShape(serializers.ModelSerializer[RemovedMeasureValue]):
    """A figure to delete from your copy."""

    force = serializers.CharField(help_text=_("Code of the force."))
    action = serializers.CharField(help_text=_("Code of the action over all versions."))
    measure = serializers.CharField(help_text=_("Code of the measure. See /measures/."))
    measure_version = serializers.IntegerField(help_text=_("The version of the measure that was reported for."))
    updated_at = serializers.DateTimeField(help_text=_("When the force took it back."))

    class Meta:
        model = RemovedMeasureValue
        fields = REMOVED_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "period_from": {"help_text": _("First day of the period.")},
            "period_to": {"help_text": _("Last day of the period.")},
        }


class MeasureFilters(Filters):
    """Filters of measures."""

    action = Words(
        field_name="action__code",
        words=lambda: Action.objects.values_list("code", flat=True),
        help_text=_("Code of an action over all versions; may be given several times."),
    )
    retired = YesNo(help_text=_("No longer asked for, or still."))


class ValueFilters(Filters):
    """Filters of figures."""

    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force; may be given several times. See /forces/."),
    )
    measure = Words(
        field_name="definition__code",
        words=lambda: MeasureDefinition.objects.values_list("code", flat=True),
        help_text=_("Code of a measure; may be given several times."),
    )
    final = YesNo(help_text=_("Final, or provisional."))
    updated_since = Moment(field_name="at", help_text=_("Reported or changed at this time or later."))


class Measures(ReturnView, ListView):
    """Measures in their newest version."""

    known_fields = FIELDS
    filters = MeasureFilters
    orders: ClassVar[dict[str, Order]] = {"code": Order((("code", "text"), ("id", "number")))}
    default_order = "code"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """What is measured."""
        found = self.filtered(MeasureDefinition.objects.visible_to(self.request.user).newest())
        return found.values("id", *STORED, action_code=F("action__code"))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The measures as they are shown."""
        return [{"action": row["action_code"], **{name: row[name] for name in STORED}} for row in rows]

    @extend_schema(
        operation_id="measures_list",
        tags=["Measures"],
        summary=_("List measures"),
        description=_("What is counted about actions, in the version that counts now."),
        responses={200: pages_of(MeasureShape, "MeasurePage")},
    )
    def get(self, request: Request) -> Response:
        """A page of measures."""
        return super().get(request)


class Values(ReturnView, ListView):
    """Figures of forces."""

    known_fields = VALUE_FIELDS
    filters = ValueFilters
    orders: ClassVar[dict[str, Order]] = {
        "-period_to": Order((("period_to", "day"), ("id", "number")), descending=True),
        "period_to": Order((("period_to", "day"), ("id", "number"))),
        "changed_at": Order((("at", "instant"), ("id", "number"))),
    }
    default_order = "-period_to"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The figures this person may see."""
        found = self.filtered(MeasureValue.objects.visible_to(self.request.user).judged())
        columns = {"force_code": F("force__code"), "action": F("definition__action__code")}
        return found.values("id", "force_id", "definition_id", "at", "hidden", *FIGURES, **columns)

    def shape(self, rows: list[Row]) -> list[Row]:
        """The figures as they are shown to this person."""
        definitions = MeasureDefinition.objects.in_bulk({row["definition_id"] for row in rows})
        forces = Force.objects.in_bulk({row["force_id"] for row in rows})
        whole = {pk: people.sees_small_numbers(self.request.user, force) for pk, force in forces.items()}
        return [_shown(row, definitions[row["definition_id"]], whole=whole[row["force_id"]]) for row in rows]

    @extend_schema(
        operation_id="measures_values",
        tags=["Measures"],
        summary=_("List figures"),
        description=_(
            "What your force reports, as far as you may see it, the newest period first; staff who check returns see "
            "all forces. Where so few people are counted that somebody could be recognised, only the force sees the "
            "numbers, there and of each period that shares days with it. Pull what changed with updated_since, and "
            "what to delete from /measures/values/removed/."
        ),
        responses={200: pages_of(ValueShape, "MeasureValuePage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of figures."""
        return super().get(request)


class RemovedValues(ReturnView, RemovedList):
    """Figures that were taken back."""

    known_fields = REMOVED_FIELDS

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person could have seen; a figure reported anew is none of them."""
        gone = RemovedMeasureValue.objects.visible_to(self.request.user).annotate(left_at=F("at"))
        columns = {
            "force_code": F("force__code"),
            "action": F("definition__action__code"),
            "measure": F("definition__code"),
            "measure_version": F("definition__version"),
        }
        found: models.QuerySet[Any, Any] = self.filtered(gone).values(
            "id", "period_from", "period_to", "left_at", **columns
        )
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """What names each figure, and when it was taken back."""
        return [
            {"force": row["force_code"], **{name: row[name] for name in NAMES[1:]}, "updated_at": row["left_at"]}
            for row in rows
        ]

    @extend_schema(
        operation_id="measures_values_removed",
        tags=["Measures"],
        summary=_("List figures to delete from a copy"),
        description=_(
            "Provisional figures that a force took back; the period, measure and force name each. One that was "
            "reported anew is in /measures/values/ again and not here."
        ),
        responses={200: pages_of(RemovedValueShape, "MeasureValueRemovedPage", incremental=True)},
        examples=[OpenApiExample("One was taken back", value=REMOVED, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of figures taken back."""
        return super().get(request)


def _shown(row: Row, definition: MeasureDefinition, *, whole: bool) -> Row:
    value = MeasureValue(definition=definition, numerator=row["numerator"], denominator=row["denominator"])
    hidden = row["hidden"] and not whole
    numbers = {"numerator": None, "denominator": None} if hidden else {}
    return {
        "force": row["force_code"],
        "action": row["action"],
        "measure": definition.code,
        "measure_version": definition.version,
        **{name: row[name] for name in FIGURES},
        **numbers,
        "figure": None if hidden else f"{value.figure:.1f}",
        "suppressed": hidden,
        "changed_at": row["at"],
    }
