"""The words by which case reviews are described: kinds of reviews and kinds of harm."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.models import HarmType, ReviewType
from vkpp.core.api.pagination import Order
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

FIELDS = ("code", "label", "active")
ACTIVE = _("Offered when a review is sent in.")


class ReviewTypeShape(serializers.ModelSerializer[ReviewType]):
    """A kind of review."""

    class Meta:
        model = ReviewType
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("For example DHR.")},
            "label": {"help_text": _("For example Domestic Homicide Review.")},
            "active": {"help_text": ACTIVE},
        }


class HarmTypeShape(serializers.ModelSerializer[HarmType]):
    """A kind of harm."""

    class Meta:
        model = HarmType
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("For example child-sexual-exploitation.")},
            "label": {"help_text": _("For example Child sexual exploitation.")},
            "active": {"help_text": ACTIVE},
        }


class ReviewTypes(ListView):
    """Kinds of reviews."""

    known_fields = FIELDS
    orders: ClassVar[dict[str, Order]] = {"order": Order((("order", "number"), ("code", "text")))}
    default_order = "order"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every kind."""
        kinds: models.QuerySet[Any, Any] = ReviewType.objects.values("order", *FIELDS)
        return kinds

    @extend_schema(
        operation_id="review_types_list",
        tags=["Vocabulary"],
        summary=_("List kinds of reviews"),
        description=_("Kinds of case reviews, in the order they are offered."),
        responses={200: pages_of(ReviewTypeShape, "ReviewTypePage")},
    )
    def get(self, request: Request) -> Response:
        """A page of kinds."""
        return super().get(request)


class HarmTypes(ListView):
    """Kinds of harm."""

    known_fields = FIELDS
    orders: ClassVar[dict[str, Order]] = {"code": Order((("code", "text"),))}
    default_order = "code"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every kind."""
        kinds: models.QuerySet[Any, Any] = HarmType.objects.values(*FIELDS)
        return kinds

    @extend_schema(
        operation_id="harm_types_list",
        tags=["Vocabulary"],
        summary=_("List kinds of harm"),
        description=_("Kinds of harm that case reviews are about."),
        responses={200: pages_of(HarmTypeShape, "HarmTypePage")},
    )
    def get(self, request: Request) -> Response:
        """A page of kinds."""
        return super().get(request)
