"""The national picture in the API: each action, and each strand within it, with every part of its significance."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import figures, recent
from analytics.actions import looking
from analytics.api.picture_shapes import EXAMPLE, FIELDS, PictureShape
from analytics.models import Summary
from analytics.picture import table
from analytics.picture.table import Cell, Picture
from analytics.picture.table import Row as ActionRow
from analytics.presenters import asked as asking
from analytics.vocab import MOVING, Basis
from vkpp.core.api import pagination
from vkpp.core.api.errors import BadParameter
from vkpp.core.api.pagination import Cursor, Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

ORDER = "plan"
ALL = "all"
CODE = {"type": "string", "maxLength": 40}
PARAMETERS = [
    OpenApiParameter("round", CODE, description=gettext_lazy("Code of a round; without it the newest published one.")),
    OpenApiParameter(
        "basis",
        {"type": "string", "enum": Basis.values},
        description=gettext_lazy("Which answers count; without it the published ones, or live while a round runs."),
    ),
    OpenApiParameter("action", CODE, description=gettext_lazy("Code of one action, for example 2.1.1.")),
    OpenApiParameter(
        "strand", CODE, description=gettext_lazy("Code of one strand; “all” for whole actions, without their strands.")
    ),
]


class NationalPicture(ListView):
    """The picture as a list, in the plan's order so that pages do not shift when a score does."""

    orders: ClassVar[dict[str, Order]] = {ORDER: Order((("place", "number"),))}
    default_order = ORDER
    own_parameters: ClassVar[tuple[str, ...]] = ("round", "basis", "action", "strand")
    known_fields = FIELDS
    finds_by_parameter = True

    @extend_schema(
        operation_id="national_picture_list",
        tags=["Benchmarking"],
        summary=gettext_lazy("List the most significant gaps"),
        description=gettext_lazy(
            "For each action of the plan, and for each strand of it on which a review found a problem or an example is "
            "published: how significant the gap is and what that is made of. Figures of forces are national ones after "
            "disclosure; practice and reviews are counted as far as you may read them. In the plan's order; sort by "
            "rank yourself."
        ),
        parameters=PARAMETERS,
        responses={200: pages_of(PictureShape, "NationalPicturePage")},
        examples=[
            OpenApiExample("An action and a strand of it", value=EXAMPLE, response_only=True, status_codes=["200"])
        ],
    )
    def get(self, request: Request) -> Response:
        """A page of it."""
        self.picture = self.asked()
        return super().get(request)

    def asked(self) -> Picture:
        """The picture of the round and on the basis that are asked for."""
        audience = figures.national_audience(self.request.user)
        if audience is None:
            raise PermissionDenied(_("Your role does not include the national picture."))
        code, basis = (self.request.query_params.get(name) for name in ("round", "basis"))
        round_ = figures.round_named(audience, code) if code else table.usual_round(recent.rounds(audience))
        if round_ is None:
            raise Http404
        if basis is not None and basis not in Basis.values:
            raise BadParameter("basis", _("Use one of: %(words)s.") % {"words": ", ".join(Basis.values)})
        if basis is not None and basis not in audience.bases():
            raise PermissionDenied(_("Your role reads published figures only."))
        chosen = Basis(basis) if basis else asking.usual_basis(audience, round_)
        if audience.everything and chosen in MOVING:
            looking.look(round_=round_, by=self.request.user)
        picture = table.build(self.request.user, audience, round_, chosen)
        if picture is None:
            raise Http404
        return picture

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Counted in memory, not read as rows."""
        return Summary.objects.none()

    def page(self) -> Page:
        """The rows from the cursor on."""
        _name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=False)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        found = list(self.listed())
        start = min(cursor.place[0], len(found)) if cursor else 0
        before = Cursor(ORDER, False, (max(start - size, 0),)) if start else None
        after = Cursor(ORDER, False, (start + size,)) if start + size < len(found) else None
        return Page(rows=found[start : start + size], next=after, previous=before, as_of="")

    def listed(self) -> Iterator[Row]:
        """Every row that passes the filters."""
        wanted, strand = (self.request.query_params.get(name) for name in ("action", "strand"))
        self.known("action", wanted, [row.action.code for row in self.picture.rows])
        self.known("strand", strand, [ALL, *(place.code for place in self.picture.strands)])
        for row in self.picture.rows:
            if wanted not in (None, row.action.code):
                continue
            if strand in (None, ALL):
                yield whole(self.picture, row)
            for cell in row.cells:
                known = cell.reviews or cell.practice.examples
                if strand == cell.strand.code or (strand is None and known):
                    yield part(self.picture, row, cell)

    def known(self, name: str, value: str | None, codes: list[str]) -> None:
        """A code that is not there is refused, never ignored."""
        if value is not None and value not in codes:
            raise BadParameter(
                name, _("There is no %(name)s with the code “%(code)s”.") % {"name": name, "code": value}
            )


def whole(picture: Picture, row: ActionRow) -> Row:
    """An action over all its strands."""
    told, score = row.said, row.score
    shown = told is not None and told.shown
    return _named(picture, row) | {
        "strand": None,
        "significance": round(score.value, 1) if score else None,
        "need": round(score.need, 1) if score else None,
        "relief": round(score.relief, 1) if score else None,
        "complete": score is not None and not score.partial,
        "rank": row.rank,
        "rank_best": row.best,
        "rank_worst": row.worst,
        "gaps_force": told.gaps_force if told and shown else None,
        "gaps_vkpp": told.gaps_vkpp if told and shown else None,
        "answered": told.answered if told and shown else None,
        "low": told.low if told and shown else None,
        "n": told.n if told and shown else None,
        "withheld": told.withheld if told else "",
        "reviews": row.reviews,
        "examples": row.practice.examples,
        "works": row.practice.works,
        "promising": row.practice.promising,
    }


def part(picture: Picture, row: ActionRow, cell: Cell) -> Row:
    """A strand of an action: what forces say is told of the whole action only."""
    nothing = dict.fromkeys(FIELDS)
    return (
        nothing
        | _named(picture, row)
        | {
            "strand": cell.strand.code,
            "significance": None if cell.value is None else round(cell.value, 1),
            "complete": row.score is not None and not row.score.partial,
            "withheld": "",
            "reviews": cell.reviews,
            "examples": cell.practice.examples,
            "works": cell.practice.works,
            "promising": cell.practice.promising,
        }
    )


def _named(picture: Picture, row: ActionRow) -> Row:
    return {
        "round": picture.round.code,
        "basis": picture.basis.value,
        "theme": row.action.theme.code,
        "action": row.action.code,
        "lineage": row.code,
        "title": row.action.title,
        "as_of": picture.told.as_of,
    }
