"""Adoptions of practice: read what forces do with it, record it for the own force, note results."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import adoption as actions
from practice.adopting import people
from practice.adopting.vocab import AdoptionKind, AdoptionResult, AdoptionState, Shared
from practice.api import adoption_shapes as shapes
from practice.models import Adoption, BankEntry
from vkpp.accounts.models import Force
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import only, taken
from vkpp.core.api.filters import Filters, Moment, Search, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import GoneShape, RemovedList, example
from vkpp.core.api.schema import IF_MATCH, pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.exceptions import NotAllowed

TAG = "Practice taken up"
RECORDING = OpenApiExample(
    "Adapting a practice",
    value={"practice": "VP-2026-00017", "kind": "adapt", "plan": "One district first.", "started_on": "2026-06-01"},
    request_only=True,
)
RESULT = OpenApiExample("A result", value={"result": "worked", "text": "Start with one district."}, request_only=True)
STORED = ("reference", "kind", "state", "reason", "plan", "decided_on", "started_on", "ended_on", "end_reason", "result",
          "result_text", "result_at", "marking", "recorded_at", "version")  # fmt: skip
CHANGED = Greatest("updated_at", "practice__bank_entry__updated_at")
STEPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "result": (actions.note_result, ("result", "text")),
    "end": (actions.end, ("ended_on", "reason")),
    "resume": (actions.resume, ()),
    "remove": (actions.remove, ("reason",)),
}
EMPTY: Row = {"result": "", "text": "", "ended_on": None, "reason": ""}


class AdoptionFilters(Filters):
    """Filters of adoptions."""

    practice = Search(method="filter_practice", help_text=gettext_lazy("Reference of an example."))
    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of a force; may be given several times."),
    )
    kind = Words(words=AdoptionKind.values, help_text=gettext_lazy("What is done with it."))
    state = Words(words=AdoptionState.values, help_text=gettext_lazy("Where it stands."))
    result = Words(words=AdoptionResult.values, help_text=gettext_lazy("What came of it."))
    due = YesNo(method="filter_due", help_text=gettext_lazy("Whether its result is due to be noted."))
    updated_since = Moment(field_name="changed", help_text=gettext_lazy("Changed at this time or later."))

    def filter_practice(self, rows: Any, _name: str, reference: str) -> Any:
        """Of this example."""
        return rows.filter(practice__reference=reference) if reference else rows

    def filter_due(self, rows: Any, _name: str, due: bool | None) -> Any:
        """Those whose result is asked for, or all others."""
        if due is None:
            return rows
        asked = Adoption.objects.standing().due(timezone.localdate()).values("pk")
        return rows.filter(pk__in=asked) if due else rows.exclude(pk__in=asked)


class Adoptions(ListView):
    """What forces do with practice."""

    known_fields = shapes.ADOPTION_FIELDS
    filters = AdoptionFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("changed", "instant"), ("id", "number"))),
        "-decided_on": Order((("decided_on", "day"), ("id", "number")), descending=True),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person may see."""
        found = Adoption.objects.visible_to(self.request.user).standing().annotate(changed=CHANGED)
        return _stored(self.filtered(found), self.request)

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="adoptions_list",
        tags=[TAG],
        summary=gettext_lazy("List practice that forces took up"),
        description=gettext_lazy(
            "What your force recorded, and what other forces share of practice that you may read. When a practice is "
            "taken back, what others did with it leaves the list at once: see /adoptions/removed/."
        ),
        responses={200: pages_of(shapes.AdoptionShape, "AdoptionPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of adoptions."""
        return super().get(request)

    @extend_schema(
        operation_id="adoptions_record",
        tags=[TAG],
        summary=gettext_lazy("Record what your force does with a practice"),
        description=gettext_lazy(
            "For contributors and leads, once for each practice of another force. With an Idempotency-Key the request "
            "can be repeated safely: the same key gives the same adoption."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.AdoptionStartShape,
        responses={201: shapes.OneAdoptionShape, 200: shapes.OneAdoptionShape},
        examples=[RECORDING],
    )
    def post(self, request: Request) -> Response:
        """Record it."""
        key, data = idempotency.key_of(request), dict(request.data)
        if people.recording_force(request.user) is None:
            raise NotAllowed(_("Contributors and leads of a force record what it does with practice of another force."))
        values = _sent(request, shapes.AdoptionStartShape, data)
        reference = values.pop("practice")
        entries = BankEntry.objects.visible_to(request.user).select_related("practice")
        entry = entries.filter(practice__reference=reference).first()
        if entry is None:
            raise ValidationError({"practice": [_("No published example that you may read has this reference.")]})
        made, new = actions.record_once(
            key=key, body_hash=idempotency.hash_of(data), practice=entry.practice, values=values, by=request.user
        )
        return _one(made.reference, request, status=201 if new else 200)


class AdoptionsRemoved(RemovedList):
    """What left the list of adoptions."""

    @extend_schema(
        operation_id="adoptions_removed",
        tags=[TAG],
        summary=gettext_lazy("List adoptions to delete from a copy"),
        description=gettext_lazy(
            "References of adoptions that you may not read, among them those you may have read before: removed, no "
            "longer shared, or their practice was taken back."
        ),
        responses={200: pages_of(GoneShape, "AdoptionRemovedPage", incremental=True)},
        examples=[OpenApiExample("One was removed", value=example(reference="AD-00007"), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)

    def rows(self) -> "models.QuerySet[Any, Any]":
        """All that this person may not see."""
        seen = Adoption.objects.visible_to(self.request.user).standing().values("pk")
        gone = Adoption.objects.exclude(pk__in=seen).annotate(left_at=CHANGED)
        found: models.QuerySet[Any, Any] = self.filtered(gone).values("id", "reference", "left_at")
        return found


class OneAdoption(ApiView):
    """What one force does with a practice of another."""

    known_fields = shapes.ONE_FIELDS

    @extend_schema(
        operation_id="adoptions_read",
        tags=[TAG],
        summary=gettext_lazy("Read an adoption"),
        description=gettext_lazy("With what you may do with it now."),
        responses={200: shapes.OneAdoptionShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The adoption with this reference."""
        row = _detail(reference, request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="adoptions_change",
        tags=[TAG],
        summary=gettext_lazy("Change what is recorded"),
        description=gettext_lazy(
            "For contributors and leads of the force. If-Match is the version or ETag that you have read. "
            "A source that you may not read is null; sent back as null it is kept."
        ),
        parameters=[IF_MATCH],
        request=shapes.AdoptionChangeShape,
        responses={200: shapes.OneAdoptionShape},
        examples=[OpenApiExample("It has started", value={"started_on": "2026-06-01"}, request_only=True)],
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Change it."""
        found = _find(request, reference)
        version = etags.version_given(request)
        values = _sent(request, shapes.AdoptionChangeShape, dict(request.data))
        if "source" in values and values["source"] is None and _hides_source(found, request):
            del values["source"]  # what was read is sent back
        actions.change(adoption=found, values=values, version=version, by=request.user)
        return _one(reference, request)


class AdoptionStep(ApiView):
    """A step of an adoption."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="adoptions_step",
        tags=[TAG],
        summary=gettext_lazy("Note what came of it, end it, or remove the record"),
        description=gettext_lazy(
            "result is for contributors and leads of the force; end, resume and remove for its lead. If-Match is the "
            "version or ETag that you have read."
        ),
        parameters=[IF_MATCH],
        request=shapes.AdoptionStepTextShape,
        responses={200: shapes.OneAdoptionShape},
        examples=[RESULT],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = _find(request, reference)
        version = etags.version_given(request)
        act, names = STEPS[step]
        only(dict(request.data), names)
        sent = shapes.AdoptionStepTextShape(data=request.data)
        sent.is_valid(raise_exception=True)
        texts = {name: sent.validated_data.get(name, EMPTY[name]) for name in names}
        act(adoption=found, version=version, by=request.user, **texts)
        return _one(reference, request)


def _sent(request: Request, shape: Any, data: Row) -> Row:
    """The values as the actions take them."""
    values = taken(data, shape)
    if "shared_to" in values:
        values["shared_to"] = Shared[values["shared_to"].upper()]
    if values.get("source") is not None:
        source = Adoption.objects.visible_to(request.user).standing().filter(reference=values["source"]).first()
        if source is None:
            raise ValidationError({"source": [_("No adoption that you may read has this reference.")]})
        values["source"] = source
    return values


def _hides_source(adoption: Adoption, request: Request) -> bool:
    seen = Adoption.objects.visible_to(request.user).standing()
    return adoption.source_id is not None and not seen.filter(pk=adoption.source_id).exists()


def _find(request: Request, reference: str) -> Adoption:
    rows = Adoption.objects.visible_to(request.user).select_related("practice", "force", "source")
    found: Adoption | None = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _one(reference: str, request: Request, status: int = 200) -> Response:
    row = _detail(reference, request)
    headers = {"ETag": etags.tag_of(row, version=row["version"])}
    return Response(row, status=status, headers=headers | ({"Location": row["url"]} if status == 201 else {}))


def _detail(reference: str, request: Request) -> Row:
    found = _find(request, reference)
    (row,) = _stored(Adoption.objects.filter(pk=found.pk).annotate(changed=CHANGED), request)
    shown = _shown(row, request)
    steps = _available(found, request.user)
    return shown | {"available_actions": [{"action": step, "url": f"{shown['url']}{step}/"} for step in steps]}


def _available(adoption: Adoption, user: Any) -> list[str]:
    """The steps that the person may take with it now."""
    if adoption.removed_at is not None or not people.may_write(user, adoption):
        return []
    steps = ["result"] if adoption.state != AdoptionState.REJECTED else []
    if people.may_decide(user, adoption):
        steps += ["end"] if adoption.state in (AdoptionState.PLANNED, AdoptionState.RUNNING) else []
        steps += ["resume"] if adoption.state == AdoptionState.ENDED else []
        steps.append("remove")
    return steps


def _stored(rows: "models.QuerySet[Adoption]", request: Request) -> "models.QuerySet[Any, Any]":
    source = Adoption.objects.visible_to(request.user).standing().filter(pk=OuterRef("source"))
    found: models.QuerySet[Any, Any] = rows.values(
        "id",
        "shared_to",
        "changed",
        *STORED,
        _practice=F("practice__reference"),
        _force=F("force__code"),
        _source=Subquery(source.values("reference")[:1]),
    )
    return found


def _shown(row: Row, request: Request) -> Row:
    shown = {
        "url": request.build_absolute_uri(reverse("api:adoption", args=[row["reference"]])),
        **{name: row[f"_{name}"] for name in ("practice", "force", "source")},
        **{name: row[name] for name in STORED},
        "shared_to": Shared(row["shared_to"]).name.lower(),
        "updated_at": row["changed"],
    }
    return {name: shown[name] for name in shapes.ADOPTION_FIELDS}
