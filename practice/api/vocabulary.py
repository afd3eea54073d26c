"""The words by whose codes practice is described, filtered and written."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice import vocab
from practice.models import Term
from vkpp.core.api.filters import Filters, Words
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView

FIXED: dict[str, Any] = {
    "category": vocab.Category,
    "approach": vocab.Approach,
    "scale": vocab.Scale,
    "stage": vocab.Stage,
    "rating": vocab.RatingValue,
    "use": vocab.Use,
}
KINDS = (*FIXED, *Term.Kind.values)


class TermShape(serializers.Serializer[Any]):
    """A word of one of the lists."""

    kind = serializers.ChoiceField(KINDS, help_text=_("The list it belongs to."))
    code = serializers.CharField(help_text=_("What filters and answers take."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API\'s
    active = serializers.BooleanField(help_text=_("Whether it may still be chosen."))


class TermFilters(Filters):
    """Filters of words."""

    kind = Words(help_text=_("Only these lists; may be given several times."), words=KINDS)


class Terms(ApiView):
    """All words of all lists, on one page."""

    public = True
    filters = TermFilters

    @extend_schema(
        operation_id="terms_list",
        tags=["Vocabulary"],
        summary=_("List the words of practice"),
        description=_(
            "Categories, approaches, scales, stages, ratings, uses, topics, target groups and partners: code and label "
            "of each. Strands and actions have lists of their own. All on one page. Open to everybody."
        ),
        responses={200: pages_of(TermShape, "TermPage")},
    )
    def get(self, request: Request) -> Response:
        """Every word, list by list."""
        kinds = TermFilters(request.query_params, queryset=Term.objects.none()).cleaned()["kind"] or KINDS
        words = list(_words(set(kinds)))
        return self.tagged({"results": words, "next": None, "previous": None}, words)


def _words(kinds: set[str]) -> Iterator[dict[str, Any]]:
    for kind, choices in FIXED.items():
        if kind in kinds:
            for code, label in choices.choices:
                yield {"kind": kind, "code": code, "label": str(label), "active": True}
    for term in Term.objects.filter(kind__in=kinds).values("kind", "code", "label", "active"):
        yield {**term}
