"""Actions as one version of the plan words them, with their guidance, and with what they came from and became."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.api import crosswalks, successions, toolkits
from nvap.api.crosswalks import CrosswalkShape
from nvap.api.plans import ACTION_COLUMNS, PlanAction
from nvap.api.successions import SuccessionShape
from nvap.api.toolkits import ToolkitShape
from nvap.models import ActionVersion, Crosswalk, PlanVersion, Succession
from vkpp.core.api.filters import Filters, Seen, YesNo
from vkpp.core.api.pagination import Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

FIELDS = ("url", "plan", "theme", "lineage", *ACTION_COLUMNS, "toolkit")


class PlanActionRow(PlanAction):
    """An action as this version words it, with its guidance."""

    plan = serializers.CharField(help_text=_("Code of the plan version."))
    theme = serializers.CharField(help_text=_("Code of its theme."))
    toolkit = ToolkitShape(allow_null=True, help_text=_("The guidance beside it; null when there is none yet."))


class PlanActionDetail(PlanActionRow):
    """An action with its guidance, its way through the versions, and the expectations of others that it meets."""

    came_from = SuccessionShape(many=True, help_text=_("What it comes from in the version before."))
    became = SuccessionShape(many=True, help_text=_("What became of it in the next version."))
    crosswalks = CrosswalkShape(many=True, help_text=_("Items of other frameworks that it meets."))


class PlanActionFilters(Filters):
    """Filters of a version's actions."""

    theme = Seen(
        field_name="theme__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("theme__code", flat=True),
        help_text=_("Code of a theme; may be given several times."),
    )
    sample = YesNo(help_text=_("Sample content, or verified content."))


class PlanActions(ListView):
    """The actions of one version."""

    known_fields = FIELDS
    filters = PlanActionFilters
    orders: ClassVar[dict[str, Order]] = {"order": Order((("order", "number"), ("code", "text")))}
    default_order = "order"
    guidance: dict[int, Row]

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The actions of the version of this address."""
        if not PlanVersion.objects.visible_to(self.request.user).filter(code=self.kwargs["plan"]).exists():
            raise Http404
        return stored(self.filtered(_of_plan(self.request, self.kwargs["plan"])))

    def page(self) -> Page:
        """The page, with the guidance of all its actions in one query."""
        page = super().page()
        self.guidance = toolkits.published(row["id"] for row in page.rows)
        return page

    def shape(self, rows: list[Row]) -> list[Row]:
        """The actions as they are shown."""
        return [{**shown(row, self.request), "toolkit": self.guidance.get(row["id"])} for row in rows]

    @extend_schema(
        operation_id="plan_actions_list",
        tags=["Plan"],
        summary=_("List actions of a plan"),
        description=_("The actions of one plan version in its order, each with its guidance."),
        responses={200: pages_of(PlanActionRow, "PlanActionPage")},
    )
    def get(self, request: Request, plan: str) -> Response:
        """A page of actions."""
        return super().get(request, plan)


class OnePlanAction(ApiView):
    """An action of a version of the plan, with the guidance beside it."""

    known_fields = (*FIELDS, "came_from", "became", "crosswalks")

    @extend_schema(
        operation_id="plan_actions_read",
        tags=["Plan"],
        summary=_("Read an action of a plan"),
        description=_(
            "An action as this version words it, with its guidance, what it came from and became in other versions, and "
            "the items of other frameworks that it meets."
        ),
        responses={200: PlanActionDetail},
    )
    def get(self, request: Request, plan: str, action: str) -> Response:
        """The action with this code."""
        row = self.one(stored(_of_plan(request, plan).filter(code=action)))
        links = Succession.objects.visible_to(request.user)
        return self.shown(
            {
                **shown(row, request),
                "toolkit": toolkits.published([row["id"]]).get(row["id"]),
                "came_from": successions.shaped(successions.stored(links.filter(after=row["id"])).order_by("id")),
                "became": successions.shaped(successions.stored(links.filter(before=row["id"])).order_by("id")),
                "crosswalks": crosswalks.shaped(
                    crosswalks.stored(Crosswalk.objects.filter(action=row["action_id"])).order_by("id")
                ),
            }
        )


def _of_plan(request: Request, plan: str) -> "models.QuerySet[ActionVersion]":
    found: models.QuerySet[ActionVersion] = ActionVersion.objects.visible_to(request.user).filter(plan__code=plan)
    return found


def stored(actions: "models.QuerySet[ActionVersion]") -> "models.QuerySet[Any, Any]":
    """The columns of an action."""
    rows: models.QuerySet[Any, Any] = actions.values(
        "id",
        "action_id",
        *ACTION_COLUMNS,
        lineage=F("action__code"),
        plan_code=F("plan__code"),
        theme_code=F("theme__code"),
    )
    return rows


def shown(row: Row, request: Request) -> Row:
    """A stored action as it is shown."""
    return {
        "url": request.build_absolute_uri(reverse("api:plan_action", args=[row["plan_code"], row["code"]])),
        "plan": row["plan_code"],
        "theme": row["theme_code"],
        "lineage": row["lineage"],
        **{name: row[name] for name in ACTION_COLUMNS},
    }
