"""Which actions meet which items of other frameworks, for example HMICFRS PEEL."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Action, Crosswalk, Framework, FrameworkItem
from nvap.vocab import Relation
from vkpp.core.api.filters import Filters, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

FIELDS = ("action", "framework", "edition", "item", "text", "relation", "rationale", "reviewed_at")


class CrosswalkShape(serializers.ModelSerializer[Crosswalk]):
    """An action meets an item of another framework."""

    action = serializers.CharField(help_text=_("Code of the action over all versions. See /actions/."))
    framework = serializers.CharField(help_text=_("Code of the framework, for example peel."))
    edition = serializers.CharField(help_text=_("Its edition, for example 2021/22."))
    item = serializers.CharField(help_text=_("Code of the item in that edition; may be empty."))
    text = serializers.CharField(help_text=_("The question or expectation itself."))

    class Meta:
        model = Crosswalk
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "relation": {"help_text": _("How the action meets the item.")},
            "rationale": {"help_text": _("Why; may be empty.")},
            "reviewed_at": {"help_text": _("When VKPP looked at it; null when it has not.")},
        }


class CrosswalkFilters(Filters):
    """Filters of crosswalks."""

    framework = Words(
        field_name="item__framework__code",
        words=lambda: Framework.objects.values_list("code", flat=True),
        help_text=_("Code of a framework; may be given several times."),
    )
    edition = Words(
        field_name="item__edition",
        words=lambda: FrameworkItem.objects.values_list("edition", flat=True),
        help_text=_("Edition, for example 2021/22; may be given several times."),
    )
    item = Words(
        field_name="item__code",
        words=lambda: FrameworkItem.objects.values_list("code", flat=True),
        help_text=_("Code of an item; may be given several times."),
    )
    action = Words(
        field_name="action__code",
        words=lambda: Action.objects.values_list("code", flat=True),
        help_text=_("Code of an action over all versions; may be given several times."),
    )
    relation = Words(words=Relation.values, help_text=_("How the action meets the item."))
    reviewed = YesNo(method="filter_reviewed", help_text=_("VKPP has looked at it, or not."))

    def filter_reviewed(self, rows: Any, _name: str, wanted: bool | None) -> Any:
        """Looked at, or not."""
        return rows if wanted is None else rows.filter(reviewed_at__isnull=not wanted)


class Crosswalks(ListView):
    """Links from actions to items of other frameworks."""

    known_fields = FIELDS
    filters = CrosswalkFilters
    orders: ClassVar[dict[str, Order]] = {
        "action": Order((("action_code", "text"), ("id", "number"))),
        "item": Order((("framework", "text"), ("edition", "text"), ("place", "number"), ("id", "number"))),
    }
    default_order = "action"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every crosswalk."""
        return stored(self.filtered(Crosswalk.objects.all()))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The crosswalks as they are shown."""
        return shaped(rows)

    @extend_schema(
        operation_id="crosswalks_list",
        tags=["Plan"],
        summary=_("List crosswalks"),
        description=_(
            "Which actions meet which questions and expectations of other frameworks, so that what is answered once "
            "serves both."
        ),
        responses={200: pages_of(CrosswalkShape, "CrosswalkPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of crosswalks."""
        return super().get(request)


def stored(links: "models.QuerySet[Crosswalk]") -> "models.QuerySet[Any, Any]":
    """The columns of a crosswalk."""
    rows: models.QuerySet[Any, Any] = links.values(
        "id",
        "relation",
        "rationale",
        "reviewed_at",
        action_code=F("action__code"),
        framework=F("item__framework__code"),
        edition=F("item__edition"),
        item_code=F("item__code"),
        text=F("item__text"),
        place=F("item__order"),
    )
    return rows


def shaped(rows: Iterable[Row]) -> list[Row]:
    """Stored crosswalks as they are shown."""
    return [
        {
            "action": row["action_code"],
            "framework": row["framework"],
            "edition": row["edition"],
            "item": row["item_code"],
            **{name: row[name] for name in ("text", "relation", "rationale", "reviewed_at")},
        }
        for row in rows
    ]
