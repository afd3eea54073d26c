"""Introductions of owners to evaluators: read them, ask for one, and take their steps."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import introducing
from practice.api import evaluator_shapes as shapes
from practice.introductions import people
from practice.introductions.examples import WITH, is_open, open_entries
from practice.introductions.vocab import IntroductionState
from practice.introductions.workflow import INTRODUCTION
from practice.models import EvaluatorBody, Introduction, IntroductionNote
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import GoneShape, RemovedList
from vkpp.core.api.schema import IF_MATCH, pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = tuple(shapes.INTRODUCTION_HELP)
NAMED = {
    "_practice": F("practice__reference"),
    "_title": F("practice__bank_entry__title"),
    "_evaluator": F("body__slug"),
}
TEXTS = ("purpose", "why", "answer", "agreement", "reason")
ASKING = OpenApiExample(
    "Asking",
    value={"practice": "VP-2026-00017", "evaluator": "university-of-somewhere", "text": "Does it work elsewhere?"},
    request_only=True,
)


class IntroductionFilters(Filters):
    """Filters of introductions."""

    state = Words(words=IntroductionState.values, help_text=_("State; may be given several times."))
    evaluator = Seen(
        field_name="body__slug",
        words=lambda user: people.known_bodies(user).values_list("slug", flat=True),
        help_text=_("Slug of an evaluator; may be given several times."),
    )
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


class Introductions(ListView):
    """Owners and evaluators whom VKPP brings together."""

    known_fields = shapes.INTRODUCTION_FIELDS
    filters = IntroductionFilters
    finds_by_parameter = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "-asked_at": Order((("asked_at", "instant"), ("id", "number")), descending=True),
        "moved_at": Order((("moved_at", "instant"), ("id", "number"))),
    }
    default_order = "updated_at"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person may see at this moment."""
        rows = self.filtered(Introduction.objects.visible_to(self.request.user))
        found: models.QuerySet[Any, Any] = rows.values("id", *STORED, **NAMED)
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="introductions_list",
        tags=["Evaluators"],
        summary=_("List introductions"),
        description=_(
            "Of your own examples, or all of them for staff, while owners permit it. Pull what changed with updated_since, "
            "and what to delete from /introductions/removed/."
        ),
        responses={200: pages_of(shapes.IntroductionRow, "IntroductionPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of introductions."""
        return super().get(request)

    @extend_schema(
        operation_id="introductions_ask",
        tags=["Evaluators"],
        summary=_("Ask for an introduction"),
        description=_(
            "For who decides about the example, the evaluator's own people, and staff; only while the owner permits it. "
            "With an Idempotency-Key the request can be repeated safely: the same key gives the same introduction."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.NewIntroduction,
        responses={201: shapes.IntroductionShape, 200: shapes.IntroductionShape},
        examples=[ASKING],
    )
    def post(self, request: Request) -> Response:
        """Ask."""
        if not people.meets(request.user):
            raise Http404
        key, body_hash = idempotency.key_of(request), idempotency.hash_of(dict(request.data))
        values = taken(request.data, shapes.NewIntroduction)
        entry = open_entries(request.user).filter(reference=values["practice"]).first()
        body = EvaluatorBody.objects.visible_to(request.user).filter(slug=values["evaluator"]).first()
        if entry is None or body is None or (people.evaluates(request.user) and not is_open(entry)):
            raise Http404
        asked = {"practice": entry.practice, "body": body, "text": values["text"]}
        made, new = introducing.ask_once(key=key, body_hash=body_hash, by=request.user, **asked)
        return _one(made.reference, request, status=201 if new else 200)


class RemovedIntroductions(RemovedList):
    """What one may no longer see."""

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Rows that this person could see once."""
        closed = Introduction.objects.closed_to(self.request.user).annotate(left_at=F("updated_at"))
        found: models.QuerySet[Any, Any] = self.filtered(closed).values("id", "reference", "left_at")
        return found

    @extend_schema(
        operation_id="introductions_removed",
        tags=["Evaluators"],
        summary=_("List introductions that were taken away"),
        description=_("Their owners no longer permit it. Delete them from your copies. Only the reference is shown."),
        responses={200: pages_of(GoneShape, "RemovedIntroductionPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)


class OneIntroduction(ApiView):
    """An introduction with what both sides noted."""

    known_fields = shapes.IntroductionShape.Meta.fields

    @extend_schema(
        operation_id="introductions_read",
        tags=["Evaluators"],
        summary=_("Read an introduction"),
        description=_("With everything that was said, and what you may do with it now."),
        responses={200: shapes.IntroductionShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The introduction with this reference."""
        row = _detail(_find(request, reference), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])


class IntroductionNotes(ApiView):
    """What the sides note of an introduction."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="introductions_write",
        tags=["Evaluators"],
        summary=_("Write a note on an introduction"),
        description=_(
            "Both sides and VKPP read it; staff may write for VKPP alone. If-Match is the version you have read."
        ),
        parameters=[IF_MATCH],
        request=shapes.NewNote,
        responses={201: shapes.IntroductionShape},
        examples=[OpenApiExample("A note", value={"text": "Could you send the form?"}, request_only=True)],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Write it."""
        found = _find(request, reference)
        version = etags.version_given(request)
        introducing.write(introduction=found, version=version, by=request.user, **taken(request.data, shapes.NewNote))
        return _one(reference, request, status=201)


class IntroductionStep(ApiView):
    """A step of an introduction, by the owner, the evaluator or VKPP."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="introductions_step",
        tags=["Evaluators"],
        summary=_("Agree to an introduction, make it, or note what came of it"),
        description=_(
            "The steps of the workflow: agree, decline (owner); withdraw (who asked); introduce (staff); talk, conclude, end, "
            "resume (either side). If-Match is the version or ETag that you have read."
        ),
        parameters=[
            IF_MATCH,
            OpenApiParameter("step", {"type": "string", "enum": list(introducing.ACTIONS)}, "path"),
        ],
        request=shapes.IntroductionWords,
        responses={200: shapes.IntroductionShape},
        examples=[OpenApiExample("With a reason", value={"text": "No funds this year."}, request_only=True)],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = _find(request, reference)
        version = etags.version_given(request)
        words = taken(request.data, shapes.IntroductionWords)
        introducing.step(introduction=found, action=step, version=version, by=request.user, **words)
        return _one(reference, request)


def _find(request: Request, reference: str) -> Introduction:
    rows = Introduction.objects.visible_to(request.user).select_related(*WITH)
    found: Introduction | None = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _one(reference: str, request: Request, status: int = 200) -> Response:
    row = _detail(_find(request, reference), request)
    headers = {"ETag": etags.tag_of(row, version=row["version"]), **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _detail(found: Introduction, request: Request) -> Row:
    row = {name: getattr(found, name) for name in STORED}
    practice = found.practice
    named = {
        "_practice": practice.reference,
        "_title": practice.bank_entry.title,
        "_evaluator": found.body.slug,
    }
    shown = _shown({**row, **named}, request)
    notes = IntroductionNote.objects.visible_to(request.user).filter(introduction=found)
    return {
        **shown,
        **{name: getattr(found, name) for name in TEXTS},
        "notes": list(notes.values("side", "audience", "text", "at")),
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"}
            for step in INTRODUCTION.available(found, request.user)
        ],
    }


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:introduction", args=[row["reference"]])),
        **{name: row[f"_{name}"] for name in ("practice", "title", "evaluator")},
        **{name: row[name] for name in STORED},
    }
