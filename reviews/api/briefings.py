"""Briefings in the API: published ones, as they were frozen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.actions import reading_briefings
from reviews.api.learning import ForReaders
from reviews.models import Briefing
from reviews.vocab import BriefingState
from vkpp.core.api.filters import Filters, Moment
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STORED = (
    *("number", "title", "summary", "period_from", "period_to", "theme_code", "types", "strands"),
    *("examined", "included", "marking", "published_at", "updated_at"),
)
FIELDS: tuple[str, ...] = ("url", *STORED)
FROZEN = ("rule", "reasons", "sections", "reviews")


class BriefingShape(serializers.ModelSerializer[Briefing]):
    """What the case reviews of a period say to policing."""

    url = serializers.URLField(help_text=_("Where to read the whole of it."))
    theme_code = serializers.CharField(help_text=_("Code of the theme; empty: all. See /learning-themes/."))
    types = serializers.ListField(child=serializers.CharField(), help_text=_("Kinds of review; none: all kinds."))
    strands = serializers.ListField(child=serializers.CharField(), help_text=_("Strands; none: all strands."))
    examined = serializers.IntegerField(help_text=_("How many reviews were examined."))
    included = serializers.IntegerField(help_text=_("How many of them are included."))
    published_at = serializers.DateTimeField(help_text=_("When it was published."))
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))

    class Meta:
        model = Briefing
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "number": {"help_text": _("Its number. Never changes.")},
            "title": {"help_text": _("Title.")},
            "summary": {"help_text": _("What police should take from it.")},
            "period_from": {"help_text": _("Reviews published from this day …")},
            "period_to": {"help_text": _("… to this day.")},
            "marking": {"help_text": _("Security marking.")},
        }


class LeftOutShape(serializers.Serializer[Any]):
    """Why reviews were examined and not included."""

    reason = serializers.CharField(help_text=_("In words."))
    count = serializers.IntegerField(help_text=_("How many reviews."))


class ReviewShape(serializers.Serializer[Any]):
    """A review included."""

    reference = serializers.CharField(help_text=_("For example CR-00042."))
    title = serializers.CharField(help_text=_("As it was published."))
    type = serializers.CharField(help_text=_("Kind of review, in words."))
    published = serializers.CharField(help_text=_("When, in words."))
    by_hand = serializers.CharField(help_text=_("Why it was taken in against the rule; empty: by the rule."))


class OneBriefingShape(BriefingShape):
    """A briefing with everything it says."""

    rule = serializers.ListField(child=serializers.CharField(), help_text=_("How the reviews were chosen."))
    reasons = LeftOutShape(many=True, help_text=_("Why the others are not included."))
    sections = serializers.ListField(
        child=serializers.DictField(), help_text=_("Kind, heading, text, and figures, learning points or actions.")
    )
    reviews = ReviewShape(many=True, help_text=_("The reviews included."))

    class Meta(BriefingShape.Meta):
        fields = (*FIELDS, *FROZEN)


class BriefingFilters(Filters):
    """Filters of briefings."""

    published_since = Moment(field_name="published_at", help_text=_("Published at this time or later."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def _published(request: Request) -> "models.QuerySet[Any]":
    return Briefing.objects.visible_to(request.user).filter(state=BriefingState.PUBLISHED)


def _address(request: Request, number: int) -> str:
    return request.build_absolute_uri(reverse("api:briefing", args=[number]))


class Briefings(ForReaders, ListView):
    """Published briefings."""

    known_fields = FIELDS
    filters = BriefingFilters
    orders: ClassVar[Mapping[str, Order]] = {
        "number": Order((("number", "number"),)),
        "-number": Order((("number", "number"),), descending=True),
        "updated_at": Order((("updated_at", "instant"), ("number", "number"))),
    }
    default_order = "-number"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The published ones."""
        return self.filtered(_published(self.request)).values(*STORED)

    def shape(self, rows: list[Row]) -> list[Row]:
        """With their addresses."""
        return [{"url": _address(self.request, row["number"]), **row} for row in rows]

    @extend_schema(
        operation_id="briefings_list",
        tags=["Reviews"],
        summary=_("List briefings"),
        description=_(
            "Published briefings, newest first. Pull what changed with updated_since, and what to delete from "
            "/briefings/removed/."
        ),
        responses={200: pages_of(BriefingShape, "BriefingPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of briefings."""
        return super().get(request)


class OneBriefing(ForReaders):
    """A published briefing, as it was frozen."""

    known_fields = (*FIELDS, *FROZEN)

    @extend_schema(
        operation_id="briefings_read",
        tags=["Reviews"],
        summary=_("Read a briefing"),
        description=_("Everything a published briefing says, as it was frozen at publication."),
        responses={200: OneBriefingShape},
    )
    def get(self, request: Request, number: int) -> Response:
        """The published briefing with this number."""
        row = self.one(_published(request).filter(number=number).values("pk", "frozen", *STORED))
        reading_briefings.opened(briefing=Briefing.objects.get(pk=row.pop("pk")), by=request.user)
        content = row.pop("frozen")
        return self.shown({"url": _address(request, number), **row, **{name: content[name] for name in FROZEN}})
