"""API of the plan's vocabulary: strands of vulnerability and the plan's actions."""

from typing import Any, ClassVar

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Action, Strand
from vkpp.core.api.filters import Filters, YesNo
from vkpp.core.api.pagination import Order
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STRAND_FIELDS = ("code", "label", "serious_violence", "core_area")
ACTION_FIELDS = ("code", "title", "theme_code", "theme", "aim", "sample")


class StrandShape(serializers.ModelSerializer[Strand]):
    """A strand of vulnerability or serious violence."""

    class Meta:
        model = Strand
        fields = STRAND_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("For example DA.")},
            "label": {"help_text": _("For example Domestic abuse.")},
            "serious_violence": {"help_text": _("Whether it counts as serious violence.")},
        }


class StrandFilters(Filters):
    """Filters of strands."""

    serious_violence = YesNo(help_text=_("Strands that count as serious violence, or those that do not."))
    core_area = YesNo(help_text=_("One of the 13 core areas, or not."))


class Strands(ListView):
    """Strands of vulnerability and serious violence, for filters and answers."""

    public = True
    known_fields = STRAND_FIELDS
    filters = StrandFilters
    orders: ClassVar[dict[str, Order]] = {
        "order": Order((("order", "number"), ("code", "text"))),
        "code": Order((("code", "text"),)),
    }
    default_order = "order"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every strand."""
        return self.filtered(Strand.objects.all()).values("order", *STRAND_FIELDS)

    @extend_schema(
        operation_id="strands_list",
        tags=["Vocabulary"],
        summary=_("List strands"),
        description=_("Strands of vulnerability, by whose codes practice is filtered. Open to everybody."),
        responses={200: pages_of(StrandShape, "StrandPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of strands."""
        return super().get(request)


class ActionShape(serializers.ModelSerializer[Action]):
    """An action of the National Vulnerability Action Plan."""

    class Meta:
        model = Action
        fields = ACTION_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "title": {"help_text": _("Its short title.")},
            "theme_code": {"help_text": _("Code of its theme in the plan.")},
            "theme": {"help_text": _("Name of its theme.")},
            "aim": {"help_text": _("What it is to reach; may be empty.")},
            "sample": {"help_text": _("Sample content: not verified against the plan.")},
        }


class ActionFilters(Filters):
    """Filters of actions."""

    theme_code = django_filters.CharFilter(max_length=8, help_text=_("Code of a theme, for example 2."))


class Actions(ListView):
    """The plan's actions."""

    public = True
    known_fields = ACTION_FIELDS
    filters = ActionFilters
    orders: ClassVar[dict[str, Order]] = {"code": Order((("code", "text"),))}
    default_order = "code"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every action."""
        return self.filtered(Action.objects.all()).values(*ACTION_FIELDS)

    @extend_schema(
        operation_id="actions_list",
        tags=["Vocabulary"],
        summary=_("List actions of the plan"),
        description=_("Actions of the National Vulnerability Action Plan that practice supports. Open to everybody."),
        responses={200: pages_of(ActionShape, "ActionPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of actions."""
        return super().get(request)
