"""What belongs to a published example: others that are like it, and how it is cited."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice import citing, reading
from practice.models import BankEntry
from vkpp.core.api.views import ApiView

NAMED = ("reference", "title", "force_name", "lead_organisation", "rating")


class RelatedShape(serializers.Serializer[Any]):
    """Another example."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example VP-2026-00017."))
    title = serializers.CharField(help_text=_("Its title."))
    force_name = serializers.CharField(allow_blank=True, help_text=_("Its force; may be empty."))
    lead_organisation = serializers.CharField(allow_blank=True, help_text=_("Who leads it; may be empty."))
    rating = serializers.CharField(allow_blank=True, help_text=_("Its rating as a code; empty: not rated."))


class RelatedPracticesShape(serializers.Serializer[Any]):
    """Others like an example."""

    results = RelatedShape(many=True, help_text=_("A few, by title; only what you may read."))


class CitationShape(serializers.Serializer[Any]):
    """How an example is cited."""

    reference = serializers.CharField(help_text=_("For example VP-2026-00017."))
    text = serializers.CharField(help_text=_("As it stands in a list of literature."))
    bibtex = serializers.CharField(help_text=_("As BibTeX."))
    ris = serializers.CharField(help_text=_("As RIS."))
    publication = serializers.IntegerField(help_text=_("Which of its publications; counts from 1."))
    published = serializers.DateField(help_text=_("When that was published."))
    url = serializers.URLField(help_text=_("Where readers find it."))
    note = serializers.CharField(allow_blank=True, help_text=_("What to say when you pass it on; empty if public."))


class RelatedPractices(ApiView):
    """Others like an example."""

    public = True

    @extend_schema(
        operation_id="practices_related",
        tags=["Practice"],
        summary=_("Find examples like one"),
        description=_("A few examples that share most with this one: strands, categories, topics and target groups."),
        responses={200: RelatedPracticesShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The examples."""
        found = reading.related(request.user, _entry(request, reference))
        return self.shown({"results": [_related(request, row) for row in found]})


class CitePractice(ApiView):
    """How an example is cited."""

    public = True
    known_fields = tuple(CitationShape().fields)

    @extend_schema(
        operation_id="practices_cite",
        tags=["Practice"],
        summary=_("Cite an example"),
        description=_("The reference in words, as BibTeX and as RIS, of the example as it is published now."),
        responses={200: CitationShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The citation."""
        found = citing.of(_entry(request, reference))
        row = {
            "reference": found.reference,
            "text": found.words,
            "bibtex": found.bibtex(),
            "ris": found.ris(),
            "publication": found.number,
            "published": found.published,
            "url": found.url,
            "note": found.note,
        }
        return self.shown(row)


def _entry(request: Request, reference: str) -> BankEntry:
    rows = BankEntry.objects.visible_to(request.user).select_related("publication")
    found: BankEntry | None = rows.filter(practice__reference=reference).first()
    if found is None:
        raise Http404
    return found


def _related(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    address = reverse("api:practice", args=[row["reference"]])
    return {"url": request.build_absolute_uri(address), **{name: row[name] for name in NAMED}}
