"""The register of national data collections in the API, and where two of them ask for the same."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.models import Collection, CollectionItem, Overlap
from analytics.register.people import may_read
from analytics.register.vocab import CollectionState, ItemKind, LegalBasis, OtherKind, OverlapState, Rhythm
from nvap.models import Strand
from vkpp.core.api.etags import tag_of
from vkpp.core.api.filters import Filters, Moment, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.parameters import narrow
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = (
    *("code", "name", "owner", "purpose", "frequency", "rhythm", "basis", "legal_basis", "burden_hours"),
    *("burden_source", "forces_asked", "topics", "strands", "state", "provenance", "source_url", "version"),
    *("created_at", "updated_at"),
)
FIELDS = ("url", *STORED, "part_of", "verified", "items")
PAIR = ("reference", "similarity", "shared", "state", "reason", "found_at", "decided_at", "updated_at")
SIDES = ("first_text", "other_kind", "other_text")
PAIR_FIELDS = ("url", *PAIR, "first_collection", "first_item", *SIDES, "other_collection", "other_item", "other_code")
COLUMNS = {
    "first_collection": F("first__collection__code"),
    "first_item": F("first__number"),
    "other_collection": F("other_item__collection__code"),
    "_other_item": F("other_item__number"),
    "_other_code": F("other_code"),
}


class ForReaders(ApiView):
    """Only for who reads the register."""

    def check_permissions(self, request: Request) -> None:
        """Tell others whom it is for."""
        super().check_permissions(request)
        if not may_read(request.user):
            raise PermissionDenied(_("Forces and national bodies read the register. Ask for a role that does."))


class CollectionItemShape(serializers.Serializer[Any]):
    """One thing that a collection asks for."""

    number = serializers.IntegerField(help_text=gettext_lazy("Within the collection; given once."))
    text = serializers.CharField(help_text=gettext_lazy("What is asked for."))
    kind = serializers.ChoiceField(choices=ItemKind.choices, help_text=gettext_lazy("In which shape it is asked."))
    strands = serializers.ListField(child=serializers.CharField(), help_text=gettext_lazy("Codes of strands."))


class DataCollectionShape(serializers.Serializer[Any]):
    """Something that a national body asks of police forces again and again."""

    url = serializers.URLField(help_text=gettext_lazy("Where to read it."))
    code = serializers.CharField(help_text=gettext_lazy("Names the collection. Never changes."))
    name = serializers.CharField(help_text=gettext_lazy("What it is called."))
    owner = serializers.CharField(help_text=gettext_lazy("The body that asks."))
    purpose = serializers.CharField(allow_blank=True, help_text=gettext_lazy("What the data are for; may be empty."))
    frequency = serializers.CharField(
        allow_blank=True, help_text=gettext_lazy("How often, in the words of the source.")
    )
    rhythm = serializers.CharField(
        allow_blank=True,
        help_text=gettext_lazy("How often: %(codes)s; empty: not known.") % {"codes": ", ".join(Rhythm)},
    )
    basis = serializers.CharField(
        allow_blank=True,
        help_text=gettext_lazy("Whether forces must answer: %(codes)s; empty: not known.")
        % {"codes": ", ".join(LegalBasis)},
    )
    legal_basis = serializers.CharField(
        allow_blank=True, help_text=gettext_lazy("The Act, regulation or agreement; may be empty.")
    )
    burden_hours = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Hours that one force spends on it in a year; null: not known.")
    )
    burden_source = serializers.CharField(allow_blank=True, help_text=gettext_lazy("How the hours are known."))
    forces_asked = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("How many forces are asked; null: not known.")
    )
    topics = serializers.ListField(child=serializers.CharField(), help_text=gettext_lazy("What it is about."))
    strands = serializers.ListField(child=serializers.CharField(), help_text=gettext_lazy("Codes of strands."))
    state = serializers.ChoiceField(
        choices=CollectionState.choices, help_text=gettext_lazy("Whether forces are asked for it.")
    )
    provenance = serializers.CharField(allow_blank=True, help_text=gettext_lazy("Where this is known from."))
    source_url = serializers.CharField(allow_blank=True, help_text=gettext_lazy("Its web address; may be empty."))
    version = serializers.IntegerField(help_text=gettext_lazy("Counts changes."))
    created_at = serializers.DateTimeField(help_text=gettext_lazy("When it was entered."))
    updated_at = serializers.DateTimeField(help_text=gettext_lazy("When it was last changed."))
    part_of = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Code of the wider collection; null: it stands alone.")
    )
    verified = serializers.BooleanField(help_text=gettext_lazy("Whether what is said here was confirmed."))
    items = CollectionItemShape(many=True, help_text=gettext_lazy("What it asks for."))


class OverlapShape(serializers.Serializer[Any]):
    """An item of a collection, and something else that forces are asked in much the same words."""

    url = serializers.URLField(help_text=gettext_lazy("Where to read it."))
    reference = serializers.CharField(help_text=gettext_lazy("For example OV-00017."))
    similarity = serializers.IntegerField(
        help_text=gettext_lazy("Of 100: twice the shared words, of all words of both; or the shared letters, if more.")
    )
    shared = serializers.ListField(child=serializers.CharField(), help_text=gettext_lazy("The words they share."))
    state = serializers.ChoiceField(choices=OverlapState.choices, help_text=gettext_lazy("What was decided."))
    reason = serializers.CharField(allow_blank=True, help_text=gettext_lazy("Why; empty before a decision."))
    found_at = serializers.DateTimeField(help_text=gettext_lazy("When it was found."))
    decided_at = serializers.DateTimeField(
        allow_null=True, help_text=gettext_lazy("When it was decided; null before that.")
    )
    updated_at = serializers.DateTimeField(help_text=gettext_lazy("When it was last changed."))
    first_collection = serializers.CharField(help_text=gettext_lazy("Code of the first collection."))
    first_item = serializers.IntegerField(help_text=gettext_lazy("Number of its item."))
    first_text = serializers.CharField(help_text=gettext_lazy("What the first asks for."))
    other_kind = serializers.ChoiceField(
        choices=OtherKind.choices, help_text=gettext_lazy("Item of another collection, NVAP question or measure.")
    )
    other_text = serializers.CharField(help_text=gettext_lazy("What the second asks for."))
    other_collection = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Code of the second collection; null for a question or measure.")
    )
    other_item = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Number of its item; null for a question or measure.")
    )
    other_code = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Code of the question or measure; null for an item.")
    )


class CollectionFilters(Filters):
    """Filters of collections."""

    owner = Words(
        words=lambda: Collection.objects.values_list("owner", flat=True).distinct(),
        help_text=gettext_lazy("The body that asks; may be given several times."),
    )
    strand = Words(
        field_name="strands",
        array=True,
        words=lambda: Strand.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of a strand; may be given several times."),
    )
    rhythm = Words(words=Rhythm.values, help_text=gettext_lazy("How often; may be given several times."))
    basis = Words(words=LegalBasis.values, help_text=gettext_lazy("Whether forces must answer."))
    state = Words(words=CollectionState.values, help_text=gettext_lazy("In use, or ended."))
    verified = YesNo(method="filter_verified", help_text=gettext_lazy("Confirmed, or not."))
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))

    def filter_verified(self, rows: Any, _name: str, wanted: bool | None) -> Any:
        """Confirmed, or not."""
        return rows if wanted is None else rows.filter(sample=not wanted)


class OverlapFilters(Filters):
    """Filters of overlaps."""

    state = Words(words=OverlapState.values, help_text=gettext_lazy("What was decided; may be given several times."))
    other_kind = Words(words=OtherKind.values, help_text=gettext_lazy("What the second is."))


def _collections(request: Request, rows: Iterable[Row]) -> list[Row]:
    """Collections as they are shown, each with its items; one query for all items."""
    kept = list(rows)
    wanted = CollectionItem.objects.filter(collection__in=[row["id"] for row in kept], removed_at=None)
    items: dict[int, list[Row]] = {row["id"]: [] for row in kept}
    for item in wanted.order_by("collection", "number"):
        shown = {name: getattr(item, name) for name in ("number", "text", "kind", "strands")}
        items[item.collection_id].append(shown)
    return [
        {
            "url": request.build_absolute_uri(reverse("api:collection", args=[row["code"]])),
            **{name: row[name] for name in STORED},
            "part_of": row["part_of_code"],
            "verified": not row["sample"],
            "items": items[row["id"]],
        }
        for row in kept
    ]


def _overlap(request: Request, row: Row) -> Row:
    address = request.build_absolute_uri(reverse("api:overlap", args=[row["reference"]]))
    other = {"other_item": row["_other_item"], "other_code": row["_other_code"] or None}
    return {"url": address, **{name: row[name] for name in PAIR_FIELDS if name in row}, **other}


def collection_row(code: str, request: Request) -> Row:
    """One collection as it is shown, or 404."""
    seen = Collection.objects.visible_to(request.user).filter(code=code)
    for row in seen.values("id", "sample", *STORED, part_of_code=F("part_of__code"))[:1]:
        return _collections(request, [row])[0]
    raise Http404


def told(code: str, request: Request, *, status: int = 200) -> Response:
    """The collection after a change, with the ETag for the next one."""
    row = collection_row(code, request)
    headers = {"ETag": tag_of(row, None, version=row["version"])}
    return Response(row, status=status, headers=headers | ({"Location": row["url"]} if status == 201 else {}))


def overlap_row(reference: str, request: Request) -> Row:
    """One pair as it is shown, or 404."""
    seen = Overlap.objects.visible_to(request.user).filter(reference=reference)
    for row in seen.values("id", *PAIR, *SIDES, **COLUMNS)[:1]:
        return _overlap(request, row)
    raise Http404


class Collections(ForReaders, ListView):
    """National data collections."""

    known_fields = FIELDS
    filters = CollectionFilters
    orders: ClassVar[Mapping[str, Order]] = {
        "code": Order((("code", "text"),)),
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
    }
    default_order = "code"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person may see."""
        found = self.filtered(Collection.objects.visible_to(self.request.user))
        return found.values("id", "sample", *STORED, part_of_code=F("part_of__code"))

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return _collections(self.request, rows)

    @extend_schema(
        operation_id="collections_list",
        tags=["Data collections"],
        summary=gettext_lazy("List national data collections"),
        description=gettext_lazy(
            "What national bodies ask of forces, with owner, rhythm, legal basis and burden. Nothing is deleted: what "
            "is no longer asked for has the state “ended”."
        ),
        responses={200: pages_of(DataCollectionShape, "DataCollectionPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of collections."""
        return super().get(request)


class OneCollection(ForReaders):
    """One national data collection."""

    known_fields = FIELDS

    @extend_schema(
        operation_id="collections_read",
        tags=["Data collections"],
        summary=gettext_lazy("Read a national data collection"),
        description=gettext_lazy("A collection by its code, with what it asks for."),
        responses={200: DataCollectionShape},
    )
    def get(self, request: Request, code: str) -> Response:
        """The collection with this code."""
        row, fields = collection_row(code, request), self.fields()
        return self.tagged(narrow(row, fields), row, fields, version=row["version"])


class Overlaps(ForReaders, ListView):
    """Pairs that ask for much the same."""

    known_fields = PAIR_FIELDS
    filters = OverlapFilters
    orders: ClassVar[Mapping[str, Order]] = {
        "-similarity": Order((("similarity", "number"), ("id", "number")), descending=True),
        "reference": Order((("reference", "text"),)),
    }
    default_order = "-similarity"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person may see."""
        found = self.filtered(Overlap.objects.visible_to(self.request.user))
        return found.values("id", *PAIR, *SIDES, **COLUMNS)

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_overlap(self.request, row) for row in rows]

    @extend_schema(
        operation_id="overlaps_list",
        tags=["Data collections"],
        summary=gettext_lazy("List overlaps of collections"),
        description=gettext_lazy(
            "Pairs that ask forces for much the same, with what was decided. Pairs that wait for a decision go when "
            "their texts are no longer alike, so pull the whole list."
        ),
        responses={200: pages_of(OverlapShape, "OverlapPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of overlaps."""
        return super().get(request)


class OneOverlap(ForReaders):
    """One pair."""

    known_fields = PAIR_FIELDS

    @extend_schema(
        operation_id="overlaps_read",
        tags=["Data collections"],
        summary=gettext_lazy("Read an overlap"),
        description=gettext_lazy("A pair by its reference."),
        responses={200: OverlapShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The pair with this reference."""
        return self.shown(overlap_row(reference, request))
