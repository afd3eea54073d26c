"""Data sets in the API: the catalogue, one of them, its rows page by page, and all of them as one file."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.actions import exporting
from analytics.datasets import dataset, making
from analytics.datasets.columns import Kind
from analytics.datasets.dataset import DataSet
from analytics.datasets.files import FORMATS
from analytics.datasets.sources import ID, Query, Source
from nvap.models import Round
from vkpp.core.api import pagination
from vkpp.core.api.errors import BadParameter
from vkpp.core.api.filters import Filters, described
from vkpp.core.api.pagination import Cursor, Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.models import Marking

ROW_FIELDS = ("code", "title", "a_row", "about", "licence", "marking", "url")
ALL_FIELDS = (*ROW_FIELDS, "columns", "filters", "rows", "rows_url", "download_url")


class DataSetRow(serializers.Serializer[Any]):
    """A data set in the catalogue."""

    code = serializers.CharField(help_text=gettext_lazy("For example practice."))
    title = serializers.CharField(help_text=gettext_lazy("What it is called."))
    a_row = serializers.CharField(help_text=gettext_lazy("What one row is."))
    about = serializers.CharField(help_text=gettext_lazy("What it holds."))
    licence = serializers.CharField(help_text=gettext_lazy("What it may be used for."))
    marking = serializers.ChoiceField(
        Marking.choices, help_text=gettext_lazy("Highest security marking of what you get of it.")
    )
    url = serializers.URLField(help_text=gettext_lazy("Where to read its columns and filters."))


class DataColumn(serializers.Serializer[Any]):
    """A column of a data set."""

    name = serializers.CharField(help_text=gettext_lazy("Its name in rows and files."))
    type = serializers.ChoiceField(
        [kind.value for kind in Kind],
        help_text=gettext_lazy("codes is a list of texts, object a JSON object, moment a time in UTC."),
    )
    meaning = serializers.CharField(help_text=gettext_lazy("What it holds. null: nothing is known."))
    values = serializers.DictField(
        child=serializers.CharField(), help_text=gettext_lazy("The codes it may hold and what they mean; may be empty.")
    )


class DataFilter(serializers.Serializer[Any]):
    """A filter of a data set."""

    name = serializers.CharField(help_text=gettext_lazy("The parameter."))
    meaning = serializers.CharField(help_text=gettext_lazy("What it takes."))
    several = serializers.BooleanField(help_text=gettext_lazy("May be given several times."))


class OneDataSetShape(DataSetRow):
    """A data set with its data dictionary."""

    columns = DataColumn(many=True, help_text=gettext_lazy("Its columns, in the order of the files."))
    filters = DataFilter(many=True, help_text=gettext_lazy("What rows and downloads may be filtered by."))
    rows = serializers.IntegerField(help_text=gettext_lazy("How many rows you may read now."))
    rows_url = serializers.URLField(help_text=gettext_lazy("Where to read its rows page by page."))
    download_url = serializers.URLField(help_text=gettext_lazy("Where to download all of it."))


PLACE = "https://portal.example/api/v1/data-sets/"
IN_CATALOGUE: Row = {
    "code": "practice",
    "title": "Published practice",
    "a_row": "One published practice example, as it was last released.",
    "about": "Examples of the practice bank that their owners let you read.",
    "licence": "The examples belong to the forces and bodies named; use them within what their owners permit.",
    "marking": "official",
    "url": f"{PLACE}practice/",
}
DESCRIBED: Row = IN_CATALOGUE | {
    "columns": [
        {"name": "reference", "type": "text", "meaning": "For example VP-2026-00017. Never changes.", "values": {}},
        {
            "name": "rating",
            "type": "text",
            "meaning": "What it was rated; none: not rated yet.",
            "values": {"works": "Works", "promising": "Promising"},
        },
    ],
    "filters": [{"name": "rating", "meaning": "What it was rated.", "several": True}],
    "rows": 214,
    "rows_url": f"{PLACE}practice/rows/",
    "download_url": f"{PLACE}practice/download/",
}
A_ROW: Row = {
    "reference": "VP-2026-00017",
    "title": "Text messages after domestic abuse calls",
    "force": "norfolk",
    "categories": ["prevention"],
    "rating": "promising",
    "started": "2021-05",
    "updated_at": "2026-11-21T09:30:00.000000Z",
    "marking": "official",
}


def _page_example(row: Row) -> list[OpenApiExample]:
    value = {"results": [row], "next": None, "previous": None}
    return [OpenApiExample("Published practice", value=value, response_only=True, status_codes=["200"])]


def _shown(one: DataSet, request: Request) -> Row:
    return {
        **{name: str(getattr(one, name)) for name in ROW_FIELDS[:5]},
        "marking": one.marking(request.user).value,
        "url": request.build_absolute_uri(reverse("api:data_set", args=[one.code])),
    }


class DataSets(ListView):
    """The catalogue."""

    known_fields = ROW_FIELDS
    orders: ClassVar[Mapping[str, Order]] = {"code": Order((("code", "text"),))}
    default_order = "code"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The catalogue is not stored."""
        return Round.objects.none()

    def page(self) -> Page:
        """The data sets this person may read, by code."""
        name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=False)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        found = sorted(dataset.of(self.request.user), key=lambda one: one.code)
        return _page([_shown(one, self.request) for one in found], "code", name, cursor, size)

    @extend_schema(
        operation_id="data_sets_list",
        tags=["Data sets"],
        summary=gettext_lazy("List data sets"),
        description=gettext_lazy("The data sets that you may read: tables of everything that the portal shows you."),
        responses={200: pages_of(DataSetRow, "DataSetPage")},
        examples=_page_example(IN_CATALOGUE),
    )
    def get(self, request: Request) -> Response:
        """A page of the catalogue."""
        return super().get(request)


def _page(rows: Sequence[Row], key: str, name: str, cursor: Cursor | None, size: int) -> Page:
    """A page of rows in memory that are in the order of a unique key."""
    places = [row[key] for row in rows]
    back = cursor is not None and cursor.backwards
    at = 0 if cursor is None else sum(place < cursor.place[0] if back else place <= cursor.place[0] for place in places)
    start, end = (max(at - size, 0), at) if back else (at, at + size)
    some = list(rows[start:end])
    after = Cursor(name, False, (places[start + len(some) - 1],)) if some and end < len(rows) else None
    before = Cursor(name, True, (places[start],)) if some and start > 0 else None
    return Page(rows=some, next=after, previous=before)


class OneDataSet(ApiView):
    """A data set with its columns, its filters and where it is taken away."""

    known_fields = ALL_FIELDS

    @extend_schema(
        operation_id="data_sets_read",
        tags=["Data sets"],
        summary=gettext_lazy("Read what a data set holds"),
        description=gettext_lazy("Its columns with type, meaning and codes, its filters, licence and marking."),
        responses={200: OneDataSetShape},
        examples=[
            OpenApiExample("Published practice", value=DESCRIBED, response_only=True, status_codes=["200"]),
        ],
    )
    def get(self, request: Request, code: str) -> Response:
        """The data set with this code."""
        one = _find(request, code)
        filters = one.filters
        row = _shown(one, request) | {
            "columns": [
                {
                    "name": column.name,
                    "type": column.kind.value,
                    "meaning": str(column.meaning),
                    "values": {str(value): str(label) for value, label in column.values},
                }
                for column in one.columns
            ],
            "filters": [
                {
                    "name": name,
                    "meaning": str(each.extra.get("help_text", "")),
                    "several": described(each)["type"] == "array",
                }
                for name, each in filters.base_filters.items()
            ],
            "rows": one.source(request.user, QueryDict()).count(),
            "rows_url": request.build_absolute_uri(reverse("api:data_set_rows", args=[code])),
            "download_url": request.build_absolute_uri(reverse("api:data_set_download", args=[code])),
        }
        return self.shown(row)


def _find(request: Request, code: str) -> DataSet:
    found = dataset.find(request.user, code)
    if found is None:
        raise Http404
    return found


class OfOne(ApiView):
    """Rows of one data set: which filters there are depends on which it is."""

    @cached_property
    def filters(self) -> type[Filters] | None:  # type: ignore[override]  # known only when the address is
        """The filters of the data set named in the address."""
        found = dataset.named(str(getattr(self, "kwargs", {}).get("code", "")))
        return found.filters if found is not None else None

    def source(self) -> Source:
        """The rows that this person may read and asked for."""
        found = _find(self.request, self.kwargs["code"])
        asked = self.request.query_params.copy()
        for name in set(asked) - found.filters.names():
            del asked[name]
        self.found, self.asked = found, asked
        return found.source(self.request.user, asked)


ORDER = "order"


class DataSetRows(OfOne, ListView):
    """The rows of a data set, page by page."""

    orders: ClassVar[Mapping[str, Order]] = {ORDER: Order((("pk", "number"),))}
    default_order = ORDER

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The ids of the rows."""
        source = self.source()
        return source.rows.values("pk") if isinstance(source, Query) else Round.objects.none()

    def page(self) -> Page:
        """The page asked for: of rows that a query reads, the next ids; of figures, the next ones."""
        name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=False)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        source = self.source()
        exporting.look(data_set=self.found, query=self.asked.urlencode(), by=self.request.user)
        if isinstance(source, Query):
            page = pagination.page_of(
                source.rows, order=self.orders[name], name=name, cursor=cursor, size=size, read=source.with_ids
            )
        else:
            numbered = [{ID: at, **row} for at, row in enumerate(source.first(source.count()))]
            page = _page(numbered, ID, name, cursor, size)
        for row in page.rows:
            del row[ID]
        return page

    def shown_fields(self) -> Sequence[str]:
        """The columns of the data set."""
        return [column.name for column in self.found.columns]

    def known_parameters(self, method: str) -> set[str]:
        """Those of every list, and the filters and `fields` of this data set."""
        return super().known_parameters(method) | ({"fields"} if method in {"GET", "HEAD"} else set())

    @extend_schema(
        operation_id="data_set_rows_list",
        tags=["Data sets"],
        summary=gettext_lazy("List rows of a data set"),
        description=gettext_lazy(
            "The rows that you may read, as the downloads have them, in the order in which they were made. Filter by "
            "the filters that the data set names."
        ),
        parameters=[
            OpenApiParameter(
                "fields", str, description=gettext_lazy("Only these columns, separated by commas. See the data set.")
            )
        ],
        responses={
            200: pages_of(
                serializers.DictField(help_text=gettext_lazy("Column and value; null where nothing is known.")),
                "DataSetRowPage",
            )
        },
        examples=_page_example(A_ROW),
    )
    def get(self, request: Request, code: str) -> Response:
        """A page of rows."""
        return super().get(request, code=code)


class AnyType(BaseContentNegotiation):
    """A file is sent as what it is; what is said about failures is JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """There is nothing to parse."""
        del request
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """JSON, for refusals."""
        del request, format_suffix
        return renderers[0], renderers[0].media_type


class Download(OfOne):
    """All rows of a data set as one file."""

    content_negotiation_class = AnyType
    own_parameters = ("format",)

    @extend_schema(
        operation_id="data_set_download",
        tags=["Data sets"],
        summary=gettext_lazy("Download a data set"),
        description=gettext_lazy(
            "All rows that you may read and that pass the filters, sent while they are read. The file name and the "
            "last column carry the security marking; each download is written into the audit trail. An Excel workbook "
            "is for at most 2,000 rows here; the page of the data set has larger ones made by a worker."
        ),
        parameters=[
            OpenApiParameter(
                "format", {"type": "string", "enum": list(FORMATS)}, description=gettext_lazy("csv when none is given.")
            )
        ],
        responses={
            (200, one.content_type.partition(";")[0]): OpenApiResponse(OpenApiTypes.BINARY, description=str(one.label))
            for one in FORMATS.values()
        },
    )
    def get(self, request: Request, **_place: str) -> HttpResponseBase:
        """The file."""
        source = self.source()
        kind = FORMATS.get(request.query_params.get("format", "csv"))
        if kind is None:
            raise BadParameter("format", _("Use one of: %(words)s.") % {"words": ", ".join(FORMATS)})
        if kind.code == "xlsx" and source.count() > kind.streams_up_to:
            words = _("This is too long for an Excel workbook by the API. Filter it, or take csv, jsonl or parquet.")
            raise BadParameter("format", words)
        return making.streamed(self.found, kind, source, self.asked, request.user)
