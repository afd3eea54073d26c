"""What became of actions from one plan version to the next: trends over the break obey it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.api.plans import plan_codes
from nvap.models import ActionVersion, Succession
from nvap.vocab import Comparable, SuccessionKind
from vkpp.core.api.filters import Filters, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STORED = ("kind", "comparable", "note")
ENDS = ("before", "after")
FIELDS = ("before", "after", *STORED)


class EndShape(serializers.Serializer[Any]):
    """An action of a plan version."""

    plan = serializers.CharField(help_text=_("Code of the plan version."))
    action = serializers.CharField(help_text=_("Code of the action in it."))


class SuccessionShape(serializers.ModelSerializer[Succession]):
    """What became of an action."""

    before = EndShape(allow_null=True, help_text=_("The action before; null for a new one."))
    after = EndShape(allow_null=True, help_text=_("The action after; null for one that was retired."))

    class Meta:
        model = Succession
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "kind": {"help_text": _("What became of it.")},
            "comparable": {"help_text": _("Whether figures before and after may stand in one line.")},
            "note": {"help_text": _("What changed, in words; may be empty.")},
        }


class SuccessionFilters(Filters):
    """Filters of successions."""

    plan = Seen(words=plan_codes, help_text=_("Code of the plan version on either side; may be given several times."))
    action = Seen(
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of the action on either side; may be given several times."),
    )
    kind = Words(words=SuccessionKind.values, help_text=_("What became of it; may be given several times."))
    comparable = Words(words=Comparable.values, help_text=_("Whether figures may be compared."))

    def filter_queryset(self, queryset: Any) -> Any:
        """`plan` and `action` on either side, and both of the same side."""
        chosen = self.cleaned()
        sides = [Q(), Q()]
        for name, column in (("plan", "plan__code"), ("action", "code")):
            if chosen[name]:
                self.filters[name].check(chosen[name])
                sides = [
                    side & Q(**{f"{end}__{column}__in": chosen[name]}) for side, end in zip(sides, ENDS, strict=True)
                ]
        queryset = queryset.filter(sides[0] | sides[1])
        for name in ("kind", "comparable"):
            queryset = self.filters[name].filter(queryset, chosen[name])
        return queryset


class Successions(ListView):
    """Links between the versions of actions."""

    known_fields = FIELDS
    filters = SuccessionFilters
    orders: ClassVar[dict[str, Order]] = {"id": Order((("id", "number"),))}
    default_order = "id"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those of the versions this person may see."""
        return stored(self.filtered(Succession.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The links as they are shown."""
        return shaped(rows)

    @extend_schema(
        operation_id="successions_list",
        tags=["Plan"],
        summary=_("List successions"),
        description=_(
            "What became of each action in the next version of the plan: unchanged, reworded, split, merged, new or "
            "retired, and whether figures before and after may stand in one line."
        ),
        responses={200: pages_of(SuccessionShape, "SuccessionPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of successions."""
        return super().get(request)


def stored(links: "models.QuerySet[Succession]") -> "models.QuerySet[Any, Any]":
    """The columns of a succession."""
    rows: models.QuerySet[Any, Any] = links.values(
        "id",
        *STORED,
        before_plan=F("before__plan__code"),
        before_code=F("before__code"),
        after_plan=F("after__plan__code"),
        after_code=F("after__code"),
    )
    return rows


def shaped(rows: Iterable[Row]) -> list[Row]:
    """Stored successions as they are shown."""
    return [{**{end: _end(row, end) for end in ENDS}, **{name: row[name] for name in STORED}} for row in rows]


def _end(row: Row, end: str) -> Row | None:
    code = row[f"{end}_code"]
    return {"plan": row[f"{end}_plan"], "action": code} if code is not None else None
