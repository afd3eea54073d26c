"""Collections of practice in the API: to read, and for staff who curate them to make and fill."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import collections as actions
from practice.api import collection_shapes as shapes
from practice.collecting import reading
from practice.models import PracticeCollection
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import GoneSlugShape, RemovedList
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

TAG = "Collections of practice"
STARTING = OpenApiExample(
    "A collection to prepare",
    value={"title": "First steps against county lines", "intro": "Start with these.", "audience": "police"},
    request_only=True,
)
FILLING = OpenApiExample(
    "One example", value={"items": [{"reference": "VP-2026-00017", "note": "Cheap and quick."}]}, request_only=True
)
RETIRING = OpenApiExample("Retiring", value={"reason": "Superseded by a newer one."}, request_only=True)
STORED = tuple(name for name in shapes.FIELDS if name not in {"url", "examples"})


class CollectionFilters(Filters):
    """Filters of collections."""

    audience = Words(words=PracticeCollection.Audience.values, help_text=_("Who may read it: police or public."))
    state = Words(words=PracticeCollection.State.values, help_text=_("Where it stands."))
    updated_since = Moment(
        field_name="changed_at", help_text=_("It, or an example in it, was changed at this time or later.")
    )


class Collections(ListView):
    """Published examples that VKPP staff put together."""

    public = True
    known_fields = shapes.FIELDS
    filters = CollectionFilters
    orders: ClassVar[dict[str, Order]] = {
        "title": Order((("title", "text"), ("id", "number"))),
        "updated_at": Order((("changed_at", "instant"), ("id", "number"))),
        "-updated_at": Order((("changed_at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "title"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The collections that this person may read, with how many of their examples they may read."""
        user = self.request.user
        rows = self.filtered(PracticeCollection.objects.visible_to(user).dated(user))
        shown = ("id", "readable", "changed_at", *STORED)
        found: models.QuerySet[Any, Any] = reading.counted(rows, user).values(*shown)
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="practice_collections_list",
        tags=[TAG],
        summary=_("List collections of practice"),
        description=_(
            "Examples that VKPP staff put together. A collection in which you may read nothing is left out. Pull what "
            "changed with updated_since, and what to delete from /practice-collections/removed/."
        ),
        responses={200: pages_of(shapes.PracticeCollectionShape, "PracticeCollectionPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of collections."""
        return super().get(request)

    @extend_schema(
        operation_id="practice_collections_start",
        tags=[TAG],
        summary=_("Start a collection of practice"),
        description=_(
            "For VKPP staff. Readers see it when it is published. With an Idempotency-Key the request can be repeated "
            "safely: the same key gives the same collection."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.CollectionStartShape,
        responses={201: shapes.OnePracticeCollectionShape, 200: shapes.OnePracticeCollectionShape},
        examples=[STARTING],
    )
    def post(self, request: Request) -> Response:
        """A new collection, or the one that this Idempotency-Key made before."""
        key, values = idempotency.key_of(request), taken(request.data, shapes.CollectionStartShape)
        made, new = actions.create_once(
            values=values, key=key, body_hash=idempotency.hash_of(dict(request.data)), by=request.user
        )
        return _one(made.slug, request, status=201 if new else 200)


class RemovedCollections(RemovedList):
    """What one may no longer see."""

    public = True
    known_fields = ("slug", "updated_at")

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those that this reader could see once."""
        user = self.request.user
        closed = PracticeCollection.objects.closed_to(user).dated(user).annotate(left_at=F("changed_at"))
        found: models.QuerySet[Any, Any] = self.filtered(closed).values("id", "slug", "left_at")
        return found

    @extend_schema(
        operation_id="practice_collections_removed",
        tags=[TAG],
        summary=_("List collections of practice that were taken away"),
        description=_(
            "Retired, for other readers now, or nothing left in them that you may read. Delete them from your copies. "
            "Only the slug is shown."
        ),
        responses={200: pages_of(GoneSlugShape, "RemovedCollectionPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of slugs."""
        return super().get(request)


class OneCollection(ApiView):
    """A collection with the examples in it that the reader may read now."""

    public = True
    known_fields = shapes.OnePracticeCollectionShape.Meta.fields

    @extend_schema(
        operation_id="practice_collections_read",
        tags=[TAG],
        summary=_("Read a collection of practice"),
        description=_("With the examples in it that you may read now, in order."),
        responses={200: shapes.OnePracticeCollectionShape},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The collection with this slug."""
        row = _detail(slug, request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="practice_collections_change",
        tags=[TAG],
        summary=_("Change what a collection says of itself"),
        description=_("For VKPP staff. If-Match is the version or ETag that you have read."),
        request=shapes.CollectionWordsShape,
        responses={200: shapes.OnePracticeCollectionShape},
        examples=[OpenApiExample("Another title", value={"title": "County lines: first steps"}, request_only=True)],
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change title, introduction or audience."""
        found, version = _find(slug, request), etags.version_given(request)
        values = taken(request.data, shapes.CollectionWordsShape)
        actions.change(collection=found, values=values, version=version, by=request.user)
        return _one(slug, request)


class CollectionItems(ApiView):
    """What is in a collection."""

    preconditions: ClassVar[Any] = ("PUT",)

    @extend_schema(
        operation_id="practice_collections_fill",
        tags=[TAG],
        summary=_("Put the examples of a collection"),
        description=_(
            "For VKPP staff. The collection holds these examples from now on, in this order; what is not named is taken "
            "out. If-Match is the version or ETag that you have read."
        ),
        request=shapes.ItemsShape,
        responses={200: shapes.OnePracticeCollectionShape},
        examples=[FILLING],
    )
    def put(self, request: Request, slug: str) -> Response:
        """Fill it anew."""
        found, version = _find(slug, request), etags.version_given(request)
        items = taken(request.data, shapes.ItemsShape)["items"]
        actions.fill(collection=found, items=items, version=version, by=request.user)
        return _one(slug, request)


class CollectionStep(ApiView):
    """A step of a collection's way."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="practice_collections_step",
        tags=[TAG],
        summary=_("Publish, retire or reopen a collection"),
        description=_("For VKPP staff. If-Match is the version or ETag that you have read."),
        request=shapes.CollectionStepShape,
        responses={200: shapes.OnePracticeCollectionShape},
        examples=[RETIRING],
    )
    def post(self, request: Request, slug: str, step: str) -> Response:
        """Take the step."""
        found, version = _find(slug, request), etags.version_given(request)
        reason = taken(request.data, shapes.CollectionStepShape).get("reason", "")
        actions.step(collection=found, action=step, reason=reason, version=version, by=request.user)
        return _one(slug, request)


def _find(slug: str, request: Request) -> PracticeCollection:
    found: PracticeCollection | None = PracticeCollection.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _detail(slug: str, request: Request) -> Row:
    found = _find(slug, request)
    rows = reading.rows(found, request.user)
    practices = request.build_absolute_uri(reverse("api:practices"))
    row = {name: getattr(found, name) for name in STORED} | {"readable": len(rows)}
    items = [
        {
            "url": f"{practices}{one['reference']}/",
            **{name: one[name] for name in ("reference", "title", "rating", "note")},
        }
        for one in rows
    ]
    return {**_shown(row, request), "items": items}


def _shown(row: Row, request: Request) -> Row:
    url = request.build_absolute_uri(reverse("api:practice_collection", args=[row["slug"]]))
    values = {**row, "url": url, "examples": row["readable"]}
    return {name: values[name] for name in shapes.FIELDS}


def _one(slug: str, request: Request, status: int = 200) -> Response:
    row = _detail(slug, request)
    headers = {"ETag": etags.tag_of(row, None, version=row["version"])}
    return Response(row, status=status, headers=headers | ({"Location": row["url"]} if status == 201 else {}))
