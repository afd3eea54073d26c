"""Bodies that evaluate: the list, one of them, changing it, and who fits an example."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Strand
from practice.actions import evaluators as actions
from practice.api import evaluator_shapes as shapes
from practice.introductions import matching, people
from practice.introductions.examples import is_open, open_entries
from practice.introductions.vocab import Availability, BodyKind, BodyState, Method
from practice.introductions.workflow import BODY
from practice.models import EvaluatorBody
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import GoneSlugShape, RemovedList
from vkpp.core.api.schema import IF_MATCH, pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = tuple(shapes.BODY_HELP)
ADDING = OpenApiExample(
    "A university",
    value={"name": "University of Somewhere", "kind": "university", "strands": ["DA"], "methods": ["impact"]},
    request_only=True,
)


class EvaluatorFilters(Filters):
    """Filters of evaluators."""

    strand = Words(
        field_name="strands",
        array=True,
        words=lambda: Strand.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of a strand; may be given several times. See /strands/."),
    )
    method = Words(
        field_name="methods",
        array=True,
        words=Method.values,
        help_text=gettext_lazy("What it can do; may be given several times."),
    )
    kind = Words(words=BodyKind.values, help_text=gettext_lazy("Kind; may be given several times."))
    availability = Words(words=Availability.values, help_text=gettext_lazy("Availability; may be given several times."))
    state = Words(words=BodyState.values, help_text=gettext_lazy("State; may be given several times."))
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))


class Evaluators(ListView):
    """Bodies that find out whether practice works."""

    known_fields = shapes.BODY_FIELDS
    filters = EvaluatorFilters
    orders: ClassVar[dict[str, Order]] = {
        "name": Order((("name", "text"), ("id", "number"))),
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
    }
    default_order = "name"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The bodies this person may see."""
        return self.filtered(EvaluatorBody.objects.visible_to(self.request.user)).values("id", *STORED)

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="evaluators_list",
        tags=["Evaluators"],
        summary=gettext_lazy("List evaluators"),
        description=gettext_lazy(
            "Bodies that evaluate practice. For policing, government and evaluators. Pull what changed with updated_since, "
            "and what to delete from /evaluators/removed/."
        ),
        responses={200: pages_of(shapes.EvaluatorRow, "EvaluatorPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of evaluators."""
        return super().get(request)

    @extend_schema(
        operation_id="evaluators_add",
        tags=["Evaluators"],
        summary=gettext_lazy("Add an evaluator"),
        description=gettext_lazy(
            "For VKPP staff. It is being prepared until it is put on the list. With an Idempotency-Key the request can be "
            "repeated safely: the same key gives the same body."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.NewEvaluator,
        responses={201: shapes.EvaluatorShape},
        examples=[ADDING],
    )
    def post(self, request: Request) -> Response:
        """Add one."""
        if not people.reads_list(request.user):
            raise Http404
        key, body_hash = idempotency.key_of(request), idempotency.hash_of(dict(request.data))
        values = taken(request.data, shapes.NewEvaluator)
        empty: dict[str, Any] = {name: [] for name in ("strands", "methods", "regions")}
        made = actions.add(values={**empty, **values}, key=key, body_hash=body_hash, by=request.user)
        return _one(made, request, status=201)


class RemovedEvaluators(RemovedList):
    """Bodies that were taken off the list."""

    known_fields = ("slug", "updated_at")

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those that this person may have read there."""
        gone = EvaluatorBody.objects.closed_to(self.request.user).annotate(left_at=models.F("updated_at"))
        found: models.QuerySet[Any, Any] = self.filtered(gone).values("id", "slug", "left_at")
        return found

    @extend_schema(
        operation_id="evaluators_removed",
        tags=["Evaluators"],
        summary=gettext_lazy("List evaluators that were taken off the list"),
        description=gettext_lazy("Delete them from your copies. Only the slug is shown."),
        responses={200: pages_of(GoneSlugShape, "RemovedEvaluatorPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of slugs."""
        return super().get(request)


class OneEvaluator(ApiView):
    """A body that evaluates, with what it is interested in."""

    known_fields = shapes.EvaluatorShape.Meta.fields

    @extend_schema(
        operation_id="evaluators_read",
        tags=["Evaluators"],
        summary=gettext_lazy("Read an evaluator"),
        description=gettext_lazy("What it is interested in, and what you may do with it now."),
        responses={200: shapes.EvaluatorShape},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The body with this slug."""
        row = _detail(_find(request, slug), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="evaluators_change",
        tags=["Evaluators"],
        summary=gettext_lazy("Change an evaluator"),
        description=gettext_lazy(
            "For VKPP staff. What you do not send stays. If-Match is the version or ETag that you have read."
        ),
        parameters=[IF_MATCH],
        request=shapes.ChangedEvaluator,
        responses={200: shapes.EvaluatorShape},
        examples=[OpenApiExample("Takes on work again", value={"availability": "open"}, request_only=True)],
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change it."""
        body = _find(request, slug)
        version = etags.version_given(request)
        actions.change(body=body, values=taken(request.data, shapes.ChangedEvaluator), version=version, by=request.user)
        return _one(body, request)


class EvaluatorMove(ApiView):
    """On the list, or off it."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="evaluators_step",
        tags=["Evaluators"],
        summary=gettext_lazy("Put an evaluator on the list, or take it off"),
        description=gettext_lazy("The steps `list` and `retire`, for VKPP staff. Introductions under way go on."),
        parameters=[IF_MATCH, OpenApiParameter("step", {"type": "string", "enum": ["list", "retire"]}, "path")],
        request=None,
        responses={200: shapes.EvaluatorShape},
    )
    def post(self, request: Request, slug: str, step: str) -> Response:
        """Take the step."""
        body = _find(request, slug)
        actions.move(body=body, action=step, version=etags.version_given(request), by=request.user)
        return _one(body, request)


class Matches(ApiView):
    """Evaluators that fit an example."""

    own_parameters = ("practice",)
    finds_by_parameter = True

    @extend_schema(
        operation_id="evaluator_matches_read",
        tags=["Evaluators"],
        summary=gettext_lazy("Find evaluators for an example"),
        description=gettext_lazy(
            "Best first, each with its reasons. For who decides about the example, and staff, while the owner permits it."
        ),
        parameters=[
            OpenApiParameter(
                "practice", str, required=True, description=str(gettext_lazy("Reference of a published example."))
            )
        ],
        responses={200: shapes.EvaluatorMatches},
    )
    def get(self, request: Request) -> Response:
        """The bodies with their reasons."""
        reference = request.query_params.get("practice", "")
        if not reference:
            raise ValidationError({"practice": [_("Name the example by its reference.")]})
        entry = open_entries(request.user).filter(reference=reference[:16].replace("\x00", "")).first()
        if entry is None or not is_open(entry):
            raise Http404
        if not people.decides(request.user, entry.practice) and not people.manages(request.user):
            raise Http404
        found = matching.bodies_for(entry, request.user)
        data = {"practice": reference, "matches": [_match(one) for one in found]}
        return self.tagged(data, data)


def _match(one: matching.Match) -> Row:
    return {
        "evaluator": one.thing.slug,
        "name": one.thing.name,
        "points": one.points,
        "reasons": [{"words": reason.words, "points": reason.points} for reason in one.reasons],
        "introduction": one.live.reference if one.live else None,
    }


def _find(request: Request, slug: str) -> EvaluatorBody:
    found: EvaluatorBody | None = EvaluatorBody.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _one(body: EvaluatorBody, request: Request, status: int = 200) -> Response:
    row = _detail(_find(request, body.slug), request)
    headers = {"ETag": etags.tag_of(row, version=row["version"]), **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _detail(body: EvaluatorBody, request: Request) -> Row:
    shown = _shown({name: getattr(body, name) for name in STORED}, request)
    told = people.manages(request.user) or people.is_of(request.user, body)
    steps = BODY.available(body, request.user)
    return {
        **shown,
        "contact_name": body.contact_name if told else "",
        "contact_email": body.contact_email if told else "",
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"} for step in steps
        ],
    }


def _shown(row: Row, request: Request) -> Row:
    url = request.build_absolute_uri(reverse("api:evaluator", args=[row["slug"]]))
    return {"url": url, **{name: row[name] for name in STORED}}
