"""Requests for help between forces: read them, ask, and take their steps."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.actions import helping
from analytics.api import help_shapes as shapes
from analytics.matching import outcome, people
from analytics.matching.vocab import HelpState
from analytics.matching.workflow import HELP
from analytics.models import HelpRequest
from nvap.api.base import ReturnView
from nvap.models import Action
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, One, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.exceptions import Invalid

ASKING = OpenApiExample(
    "Asking",
    value={"force": "norfolk", "helper": "kent", "action": "2.1.1", "need": "How did you train all response officers?"},
    request_only=True,
)
AGREEING = OpenApiExample("Agreeing", value={"text": "Gladly. Ring us on Tuesday."}, request_only=True)
STORED = ("reference", "practices", "state", "outcome", "asked_at", "answered_at", "tried_at", "closed_at",
          "updated_at", "marking", "version")  # fmt: skip
TEXTS = ("need", "answer", "tried", "result", "why")
NAMED = {"_force": F("force__code"), "_helper": F("helper__code"), "_action": F("action__code")}
DOES: dict[str, Any] = {
    "agree": helping.agree,
    "decline": helping.decline,
    "withdraw": helping.withdraw,
    "try": helping.note_tried,
    "close": helping.note_result,
    "resume": helping.resume,
}


class RequestFilters(Filters):
    """Filters of requests."""

    state = Words(words=HelpState.values, help_text=gettext_lazy("State; may be given several times."))
    action = Words(
        field_name="action__code",
        words=lambda: Action.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of an action; may be given several times."),
    )
    side = One(
        words=("asking", "helping"),
        method="filter_side",
        help_text=gettext_lazy("asking: your force asked; helping: it was asked."),
    )
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))

    def filter_side(self, rows: Any, _name: str, side: str) -> Any:
        """Of the own force on this side."""
        own = force_ids(self.request.user, Permission.RETURN_READ_FORCE)
        sides = {"asking": Q(force__in=own), "helping": Q(helper__in=own)}
        return rows.filter(sides[side]) if side else rows


class HelpRequests(ReturnView, ListView):
    """Requests for help."""

    known_fields = shapes.REQUEST_FIELDS
    finds_by_parameter = True  # who may not ask for this force learns nothing of it
    filters = RequestFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "-asked_at": Order((("asked_at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The requests this person may see."""
        rows = self.filtered(HelpRequest.objects.visible_to(self.request.user))
        found: models.QuerySet[Any, Any] = rows.values("id", *STORED, **NAMED)
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="help_requests_list",
        tags=["Help between forces"],
        summary=gettext_lazy("List requests for help"),
        description=gettext_lazy(
            "Those that your force asked or was asked; staff see all. Nothing is ever removed from this list: pull what "
            "changed with updated_since."
        ),
        responses={200: pages_of(shapes.HelpRequestShape, "HelpRequestPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of requests."""
        return super().get(request)

    @extend_schema(
        operation_id="help_requests_ask",
        tags=["Help between forces"],
        summary=gettext_lazy("Ask a force for help"),
        description=gettext_lazy(
            "For the NVAP lead and chief officers of the force that asks. The other force is told by e-mail. With an "
            "Idempotency-Key the request can be repeated safely: the same key gives the same request."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.AskShape,
        responses={201: shapes.OneHelpRequestShape, 200: shapes.OneHelpRequestShape},
        examples=[ASKING],
    )
    def post(self, request: Request) -> Response:
        """Ask."""
        key = idempotency.key_of(request)
        data: dict[str, Any] = dict(request.data)
        values = _asked(request, data)
        body_hash = idempotency.hash_of(data)
        try:
            made, new = helping.ask_once(key=key, body_hash=body_hash, by=request.user, **values)
        except Invalid as refusal:
            refusal.errors = {"need" if name == "text" else name: said for name, said in refusal.errors.items()}
            raise
        return _one(made.reference, request, status=201 if new else 200)


def _asked(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    """What `helping.ask` takes, from what was sent; who may not read the force's needs finds no such force."""
    values = taken(data, shapes.AskShape)
    force = Force.objects.filter(code=values["force"]).first()
    if force is None or not people.may_read_needs(request.user, force):
        raise Http404
    helper = Force.objects.filter(code=values["helper"]).first()
    action = Action.objects.filter(code=values["action"]).first()
    if helper is None or action is None:
        name = "helper" if helper is None else "action"
        raise ValidationError({name: [_("Nothing has this code.")]})
    practices = values.get("practices", [])
    return {"force": force, "helper": helper, "action": action, "text": values["need"], "practices": practices}


class OneHelpRequest(ApiView):
    """A request for help with all that was said."""

    known_fields = shapes.ONE_FIELDS

    @extend_schema(
        operation_id="help_requests_read",
        tags=["Help between forces"],
        summary=gettext_lazy("Read a request for help"),
        description=gettext_lazy("With everything that was said, and what you may do with it now."),
        responses={200: shapes.OneHelpRequestShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The request with this reference."""
        found = _find(request, reference)
        helping.look(request=found, by=request.user)
        row = _detail(found, request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])


class HelpStep(ReturnView):
    """A step of a request."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="help_requests_step",
        tags=["Help between forces"],
        summary=gettext_lazy("Answer a request for help, or note what came of it"),
        description=gettext_lazy(
            "The steps of the workflow: agree, decline (the force that was asked); withdraw, try, close, resume (the "
            "force that asked). If-Match is the version or ETag that you have read."
        ),
        request=shapes.HelpStepTextShape,
        responses={200: shapes.OneHelpRequestShape},
        examples=[AGREEING],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = _find(request, reference)
        version = etags.version_given(request)
        words = _words(step, taken(request.data, shapes.HelpStepTextShape))
        DOES[step](request=found, version=version, by=request.user, **words)
        return _one(reference, request)


def _words(step: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The values that the step takes; what has no meaning with it is refused."""
    more = {"outcome", "tells_level"} if step == "close" else set()
    known = set() if step == "resume" else {"text"} | more
    if unknown := sorted(set(sent) - known):
        raise ValidationError({name: [_("This has no meaning with this step.")] for name in unknown})
    values: dict[str, Any] = {"text": ""} if known else {}
    if step == "close":
        values |= {"outcome": "", "tells_level": False}
    return values | sent


def _find(request: Request, reference: str) -> HelpRequest:
    rows = HelpRequest.objects.visible_to(request.user)
    needed = ("force", "helper", "action", "round__plan", "round__form")
    found: HelpRequest | None = rows.select_related(*needed).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _one(reference: str, request: Request, status: int = 200) -> Response:
    row = _detail(_find(request, reference), request)
    tag = etags.tag_of(row, version=row["version"])
    headers = {"ETag": tag, **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _detail(found: HelpRequest, request: Request) -> Row:
    (row,) = HelpRequest.objects.filter(pk=found.pk).values("id", *STORED, *TEXTS, **NAMED)
    shown = _shown(row, request)
    moved = outcome.told_to(request.user, found)
    return {
        **shown,
        **{name: row[name] for name in TEXTS},
        "messages": [
            {"force": one["code"], "text": one["text"], "at": one["at"]}
            for one in found.messages.order_by("at", "id").values("text", "at", code=F("force__code"))
        ],
        "since": _since(moved) if moved else None,
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"}
            for step in HELP.available(found, request.user)
        ],
    }


def _since(moved: outcome.Since) -> Row:
    return {
        "before": moved.before,
        "asked_in": moved.asked_in.code,
        "now": moved.now,
        "later": moved.later.code if moved.later else None,
        "rose": moved.rose,
    }


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:help_request", args=[row["reference"]])),
        **{name: row[f"_{name}"] for name in ("force", "helper", "action")},
        **{name: row[name] for name in STORED},
    }
