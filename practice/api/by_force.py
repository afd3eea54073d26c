"""The practice map by program: how many examples a search finds of each force."""

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice import search
from practice.api import bank
from practice.api.filters import PracticeFilters
from practice.models import BankEntry
from vkpp.core.api.views import ApiView

BY = {"categories": "category", "ratings": "rating"}


class OnMapShape(serializers.Serializer[Any]):
    """How many examples one force has."""

    force = serializers.CharField(help_text=gettext_lazy("Code of the force; other for organisations that are none."))
    count = serializers.IntegerField(help_text=gettext_lazy("Examples that the list would have of it."))
    categories = serializers.DictField(
        child=serializers.IntegerField(), help_text=gettext_lazy("Category → examples; an example may have several.")
    )
    ratings = serializers.DictField(child=serializers.IntegerField(), help_text=gettext_lazy("Rating → examples."))


class MapShape(serializers.Serializer[Any]):
    """How the examples of a search are spread over forces."""

    forces = OnMapShape(many=True, help_text=gettext_lazy("Forces that have any, by code."))


class ByForce(ApiView):
    """Counts by force."""

    public = True
    filters = PracticeFilters

    @extend_schema(
        operation_id="practices_by_force",
        tags=["Practice"],
        summary=gettext_lazy("Count practice by force"),
        description=gettext_lazy(
            "What the practice map shows: for each force how many published examples you may read, with the same "
            "filters as the list, and of these how many in each category and with each rating. The filter `force` is "
            "left out, as each force has its own count."
        ),
        responses={200: MapShape},
    )
    def get(self, request: Request) -> Response:
        """The counts."""
        chosen = PracticeFilters(request.query_params, queryset=BankEntry.objects.none()).cleaned()
        only = bank.since(chosen)
        crossed = search.crossed(request.user, bank.wanted(chosen), "force", tuple(BY.values()), only=only)
        forces = [
            {"force": code, "count": count, **{name: dict(sorted(by[facet].items())) for name, facet in BY.items()}}
            for code, (count, by) in sorted(crossed.items())
        ]
        data = {"forces": forces}
        return self.tagged(data, data)
