"""Beside the list of practice: counts by filter, and what was taken out of the bank since a last pull."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice.api import bank
from practice.api.filters import PracticeFilters
from practice.facets import BY_NAME
from practice.models import BankEntry
from vkpp.core.api.pagination import Row
from vkpp.core.api.removed import GoneShape, RemovedList, example
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView


class CountShape(serializers.Serializer[Any]):
    """A value with the number of examples the list would have with it."""

    value = serializers.CharField(help_text=gettext_lazy("What the filter takes."))
    label = serializers.CharField(help_text=gettext_lazy("What people read."))  # type: ignore[assignment]  # the name is the API\'s
    count = serializers.IntegerField(help_text=gettext_lazy("How many examples."))


class FacetShape(serializers.Serializer[Any]):
    """A filter with its values."""

    name = serializers.CharField(help_text=gettext_lazy("The filter's parameter."))
    label = serializers.CharField(help_text=gettext_lazy("What people read."))  # type: ignore[assignment]  # the name is the API\'s
    values = serializers.ListField(child=CountShape(), help_text=gettext_lazy("Values that some example has."))


class FacetsShape(serializers.Serializer[Any]):
    """How many examples a search finds, and how they are spread."""

    total = serializers.IntegerField(help_text=gettext_lazy("How many the list has with these filters."))
    meant = serializers.CharField(
        help_text=gettext_lazy("The words searched for when those in `q` were found nowhere; else empty.")
    )
    facets = FacetShape(many=True, help_text=gettext_lazy("Each filter's values with their counts."))


class Facets(ApiView):
    """Counts."""

    public = True
    filters = PracticeFilters

    @extend_schema(
        operation_id="practices_facets",
        tags=["Practice"],
        summary=gettext_lazy("Count practice by filter"),
        description=gettext_lazy(
            "For each filter and value how many published examples the list would have with it, all other filters and "
            "the search kept. The counts agree with the list."
        ),
        responses={200: FacetsShape},
    )
    def get(self, request: Request) -> Response:
        """The counts."""
        chosen = PracticeFilters(request.query_params, queryset=BankEntry.objects.none()).cleaned()
        found = bank.counts(request.user, chosen)
        facets = [
            {"name": name, "label": str(_label(facet)), "values": _values(found.counts[facet], facet)}
            for name, facet in bank.FACETS.items()
        ]
        data = {"total": found.total, "meant": found.meant, "facets": facets}
        return self.tagged(data, data)


def _label(facet: str) -> Any:
    return BY_NAME[facet].label if facet in BY_NAME else _("Serious violence")


def _values(counts: Mapping[str, int], facet: str) -> list[Row]:
    labels = BY_NAME[facet].labels() if facet in BY_NAME else {"true": _("Yes"), "false": _("No")}
    known = [value for value in labels if value in counts]
    unlabelled = sorted(value for value in counts if value not in labels)
    return [
        {"value": value, "label": str(labels.get(value, value)), "count": counts[value]}
        for value in (*known, *unlabelled)
        if (facet, value) != ("focus", "serious_violence")
    ]


class Removed(RemovedList):
    """What was taken out of the bank."""

    public = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Rows that were released to this kind of reader and are not open to them now."""
        closed = BankEntry.objects.closed_to(self.request.user).annotate(left_at=F("updated_at"), id=F("practice_id"))
        found: models.QuerySet[Any, Any] = self.filtered(closed).values("id", "reference", "left_at")
        return found

    @extend_schema(
        operation_id="practices_removed",
        tags=["Practice"],
        summary=gettext_lazy("List practice that was taken out"),
        description=gettext_lazy(
            "References of published examples that you may no longer read: withdrawn, or a permission taken back. "
            "Whoever keeps a copy must delete these from it. Only the reference is shown."
        ),
        responses={200: pages_of(GoneShape, "RemovedPage", incremental=True)},
        examples=[OpenApiExample("One was withdrawn", value=example(reference="VP-2026-00017"), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)
