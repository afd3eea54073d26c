"""The register of national data collections as VKPP staff keep it by program: entering, changing, ending, settling."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.actions import overlaps as settling
from analytics.actions import register as actions
from analytics.api import collections as reading
from analytics.api import register_shapes as shapes
from analytics.models import Collection, CollectionItem, Overlap
from analytics.register.vocab import ItemKind
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.exceptions import Invalid

TAG = "Data collections"
STAFF = gettext_lazy("For VKPP staff. If-Match is the version or ETag that you have read.")


class Collections(reading.Collections):
    """The list, and entering a collection."""

    @extend_schema(
        operation_id="collections_enter",
        tags=[TAG],
        summary=gettext_lazy("Enter a national data collection"),
        description=gettext_lazy(
            "For VKPP staff. What it asks for is compared with everything that forces are asked already; see overlaps. "
            "With an Idempotency-Key the request can be repeated safely: the same key gives the same collection."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.NewDataCollection,
        responses={201: reading.DataCollectionShape, 200: reading.DataCollectionShape},
        examples=[shapes.ENTERING],
    )
    def post(self, request: Request) -> Response:
        """A new collection, or the one that this Idempotency-Key made before."""
        key, values = idempotency.key_of(request), taken(request.data, shapes.NewDataCollection)
        body_hash, items = idempotency.hash_of(dict(request.data)), values.pop("items", [])
        made, new = actions.create_once(
            values=_stored(values, request), items=items, key=key, body_hash=body_hash, by=request.user
        )
        return reading.told(made.code, request, status=201 if new else 200)


class OneCollection(reading.OneCollection):
    """One collection, and changing it."""

    @extend_schema(
        operation_id="collections_change",
        tags=[TAG],
        summary=gettext_lazy("Change what the register says of a collection"),
        description=STAFF,
        request=shapes.DataCollectionWords,
        responses={200: reading.DataCollectionShape},
        examples=[shapes.CHANGING],
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change the fields that are named."""
        found, version = _collection(code, request), etags.version_given(request)
        values = _stored(taken(request.data, shapes.DataCollectionWords), request)
        actions.change(collection=found, values=values, version=version, by=request.user)
        return reading.told(code, request)


class CollectionStep(reading.ForReaders):
    """A step of a collection's way."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="collections_step",
        tags=[TAG],
        summary=gettext_lazy("Mark a collection as ended, or as in use again"),
        description=STAFF,
        request=shapes.RegisterReason,
        responses={200: reading.DataCollectionShape},
        examples=[shapes.ENDING],
    )
    def post(self, request: Request, code: str, step: str) -> Response:
        """Take the step."""
        found, version = _collection(code, request), etags.version_given(request)
        reason = taken(request.data, shapes.RegisterReason).get("reason", "")
        actions.move(collection=found, action=step, reason=reason, version=version, by=request.user)
        return reading.told(code, request)


class CollectionItems(reading.ForReaders):
    """What a collection asks for: one more."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="collections_add_item",
        tags=[TAG],
        summary=gettext_lazy("Add what a collection asks for"),
        description=STAFF,
        request=shapes.DataCollectionItemWords,
        responses={201: reading.DataCollectionShape},
        examples=[shapes.ASKING],
    )
    def post(self, request: Request, code: str) -> Response:
        """Add an item."""
        found, version = _collection(code, request), etags.version_given(request)
        values = {"kind": ItemKind.TOPIC.value, **taken(request.data, shapes.DataCollectionItemWords)}
        actions.add_item(collection=found, version=version, by=request.user, **values)
        return reading.told(code, request, status=201)


class OneCollectionItem(reading.ForReaders):
    """What a collection asks for: one of it."""

    preconditions: ClassVar[Any] = ("PUT", "DELETE")

    @extend_schema(
        operation_id="collections_change_item",
        tags=[TAG],
        summary=gettext_lazy("Word anew what a collection asks for"),
        description=STAFF,
        request=shapes.DataCollectionItemWords,
        responses={200: reading.DataCollectionShape},
        examples=[shapes.ASKING],
    )
    def put(self, request: Request, code: str, number: int) -> Response:
        """Word the item anew."""
        item, version = _item(code, number, request), etags.version_given(request)
        values = {"kind": item.kind, **taken(request.data, shapes.DataCollectionItemWords)}
        actions.change_item(item=item, version=version, by=request.user, **values)
        return reading.told(code, request)

    @extend_schema(
        operation_id="collections_remove_item",
        tags=[TAG],
        summary=gettext_lazy("Remove what a collection no longer asks for"),
        description=STAFF,
        request=None,
        responses={200: reading.DataCollectionShape},
    )
    def delete(self, request: Request, code: str, number: int) -> Response:
        """Remove the item; what was decided about it is kept."""
        item, version = _item(code, number, request), etags.version_given(request)
        actions.remove_item(item=item, version=version, by=request.user)
        return reading.told(code, request)


class OverlapStep(reading.ForReaders):
    """A step of an overlap's way."""

    @extend_schema(
        operation_id="overlaps_step",
        tags=[TAG],
        summary=gettext_lazy("Settle an overlap"),
        description=gettext_lazy(
            "For VKPP staff: keep_both, merge, drop_first, drop_other, ask_owners; then finish; or undo. Each with its "
            "reason. Of two people who settle at once one is told what the other decided."
        ),
        request=shapes.RegisterReason,
        responses={200: reading.OverlapShape},
        examples=[shapes.SETTLING],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = Overlap.objects.visible_to(request.user).filter(reference=reference).first()
        if found is None:
            raise Http404
        reason = taken(request.data, shapes.RegisterReason).get("reason", "")
        settling.decide(overlap=found, action=step, reason=reason, by=request.user)
        return Response(reading.overlap_row(reference, request))


def _stored(values: dict[str, Any], request: Request) -> dict[str, Any]:
    """The names by which the register keeps them."""
    stored = {name: value for name, value in values.items() if name not in {"verified", "part_of"}}
    if "verified" in values:
        stored["sample"] = not values["verified"]
    if "part_of" in values:
        stored["part_of"] = _wider(values["part_of"], request)
    return stored


def _wider(code: str | None, request: Request) -> Collection | None:
    if code is None:
        return None
    found: Collection | None = Collection.objects.visible_to(request.user).filter(code=code).first()
    if found is None:
        raise Invalid({"part_of": [_("There is no collection “%(code)s”.") % {"code": code[:80]}]})
    return found


def _collection(code: str, request: Request) -> Collection:
    found: Collection | None = Collection.objects.visible_to(request.user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _item(code: str, number: int, request: Request) -> CollectionItem:
    found: CollectionItem | None = _collection(code, request).items.filter(number=number, removed_at=None).first()
    if found is None:
        raise Http404
    return found
