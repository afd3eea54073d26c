"""Contact requests: read them, ask, take their steps, write messages."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import contacts as actions
from practice.api import contact_shapes as shapes
from practice.api.contact_sent import asked, renamed, step_words
from practice.contacts import people, times
from practice.contacts.vocab import ContactState
from practice.contacts.workflow import CONTACT
from practice.models import BankEntry, ContactRequest, Practice
from practice.presenters.contacts import ONE
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, One, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

TAG = "Contact requests"
ASKING = OpenApiExample(
    "Asking a force", value={"force": "kent", "strand": "DA", "question": "Who leads on this?"}, request_only=True
)
ANSWERING = OpenApiExample("Answering", value={"text": "Our harm reduction unit. Ring them."}, request_only=True)
WRITING = OpenApiExample("Writing", value={"text": "Thank you. Would Tuesday do?"}, request_only=True)
STORED = ("reference", "state", "asked_at", "due_at", "answered_at", "closed_at", "updated_at", "marking", "version")
NAMED = {
    "_force": F("force__code"),
    "_strand": F("strand__code"),
    "_action": F("action__code"),
    "_asker_force": F("asker_force__code"),
}
DOES: dict[str, Any] = {
    "answer": actions.answer,
    "pass_on": actions.pass_on,
    "decline": actions.decline,
    "reconsider": actions.reconsider,
    "withdraw": actions.withdraw,
    "close": actions.close,
    "reopen": actions.reopen,
}


class ContactFilters(Filters):
    """Filters of requests."""

    state = Words(words=ContactState.values, help_text=gettext_lazy("State; may be given several times."))
    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of the force that is asked; may be given several times."),
    )
    side = One(
        words=("asking", "asked"),
        method="filter_side",
        help_text=gettext_lazy("asking: you or your force asked; asked: your force was asked."),
    )
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))

    def filter_side(self, rows: Any, _name: str, side: str) -> Any:
        """Of the own force on this side."""
        user = self.request.user
        own = force_ids(user, Permission.BANK_READ_POLICE)
        sides = {"asking": Q(asked_by=user.pk) | Q(asker_force__in=own), "asked": Q(force__in=own)}
        return rows.filter(sides[side]) if side else rows


class ContactRequests(ListView):
    """Questions to owners of examples and to forces: who works on this?"""

    known_fields = shapes.CONTACT_FIELDS
    filters = ContactFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "-asked_at": Order((("asked_at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The requests this person may see."""
        rows = self.filtered(ContactRequest.objects.visible_to(self.request.user))
        found: models.QuerySet[Any, Any] = rows.values("id", "practice_id", *STORED, **NAMED)
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return _shown(rows, self.request)

    @extend_schema(
        operation_id="contact_requests_list",
        tags=[TAG],
        summary=gettext_lazy("List contact requests"),
        description=gettext_lazy(
            "Those that you sent, that ask you, or of your force if you read all its practice; staff see all. Nothing "
            "is ever deleted: pull what changed with updated_since. Evaluators and the public have none."
        ),
        responses={200: pages_of(shapes.ContactRequestShape, "ContactRequestPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of requests."""
        return super().get(request)

    @extend_schema(
        operation_id="contact_requests_ask",
        tags=[TAG],
        summary=gettext_lazy("Ask who works on something"),
        description=gettext_lazy(
            "About a published example that you may read, or of a force on a strand or an action. Who is asked is told "
            "by e-mail. At most 10 a day. With an Idempotency-Key the request can be repeated safely."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.ContactAskShape,
        responses={201: shapes.OneContactRequestShape, 200: shapes.OneContactRequestShape},
        examples=[ASKING],
    )
    def post(self, request: Request) -> Response:
        """Ask."""
        key, data = idempotency.key_of(request), dict(request.data)
        about = asked(request, data)
        with renamed({"text": "question"}):
            made, new = actions.ask_once(key=key, body_hash=idempotency.hash_of(data), by=request.user, **about)
        return _one(made.reference, request, status=201 if new else 200)


class OneContactRequest(ApiView):
    """A contact request with all that was said."""

    known_fields = shapes.ONE_FIELDS

    @extend_schema(
        operation_id="contact_requests_read",
        tags=[TAG],
        summary=gettext_lazy("Read a contact request"),
        description=gettext_lazy("With everything that was said, and what you may do with it now."),
        responses={200: shapes.OneContactRequestShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The request with this reference."""
        row = _detail(_find(request, reference), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])


class ContactStep(ApiView):
    """A step of a request."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="contact_requests_step",
        tags=[TAG],
        summary=gettext_lazy("Answer a contact request, or take another step of it"),
        description=gettext_lazy(
            "The steps of the workflow: answer, pass_on, decline, reconsider (who was asked); withdraw, close, reopen "
            "(who asked). If-Match is the version or ETag that you have read."
        ),
        request=shapes.ContactStepTextShape,
        responses={200: shapes.OneContactRequestShape},
        examples=[ANSWERING],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = _find(request, reference)
        version = etags.version_given(request)
        DOES[step](request=found, version=version, by=request.user, **step_words(request, found, step))
        return _one(reference, request)


class ContactMessages(ApiView):
    """Messages of a request."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="contact_requests_write",
        tags=[TAG],
        summary=gettext_lazy("Write to the other side"),
        description=gettext_lazy(
            "While the request is open. If-Match is the version or ETag that you have read, so that a repeated message "
            "is refused rather than sent twice."
        ),
        request=shapes.ContactWriteShape,
        responses={200: shapes.OneContactRequestShape},
        examples=[WRITING],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Write."""
        found = _find(request, reference)
        version = etags.version_given(request)
        text = taken(request.data, shapes.ContactWriteShape)["text"]
        actions.write(request=found, text=text, version=version, by=request.user)
        return _one(reference, request)


class ContactTimes(ApiView):
    """How long answers take."""

    finds_by_parameter = True  # for others than staff there is nothing here

    @extend_schema(
        operation_id="contact_requests_times",
        tags=[TAG],
        summary=gettext_lazy("Read how long answers take"),
        description=gettext_lazy("For VKPP staff: requests by the force asked, with the median days to an answer."),
        responses={200: shapes.AllContactTimesShape},
    )
    def get(self, request: Request) -> Response:
        """The figures."""
        if not people.oversees(request.user):
            raise Http404
        report = times.report()
        data = {"together": _times(report.together), "forces": [_times(row) for row in report.forces]}
        return self.tagged(data, data)


def _times(row: times.Times) -> Row:
    counts = {name: getattr(row, name) for name in ("asked", "answered", "declined", "waiting", "late", "in_time")}
    days = {f"{name}_days": getattr(row, name) for name in ("median", "upper", "longest")}
    return {"force": row.code, **counts, **{name: value and round(value, 1) for name, value in days.items()}}


def _find(request: Request, reference: str) -> ContactRequest:
    rows = ContactRequest.objects.visible_to(request.user).select_related(*ONE)
    found: ContactRequest | None = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _one(reference: str, request: Request, status: int = 200) -> Response:
    row = _detail(_find(request, reference), request)
    tag = etags.tag_of(row, version=row["version"])
    headers = {"ETag": tag, **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _detail(found: ContactRequest, request: Request) -> Row:
    stored = ContactRequest.objects.filter(pk=found.pk).values("id", "practice_id", *STORED, **NAMED)
    (shown,) = _shown(list(stored), request)
    return {
        **shown,
        "question": found.question,
        "answer": found.answer,
        "messages": list(found.messages.order_by("at", "id").values("side", "text", "at")),
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"}
            for step in CONTACT.available(found, request.user)
        ],
    }


def _shown(rows: list[Row], request: Request) -> list[Row]:
    """As they are shown; the reference of an example only to who may read it now."""
    wanted = {row["practice_id"] for row in rows if row["practice_id"]}
    known: dict[int, str] = {}
    for things in (BankEntry.objects, Practice.objects) if wanted else ():
        known |= dict(things.visible_to(request.user).filter(pk__in=wanted).values_list("pk", "reference"))
    return [
        {
            "url": request.build_absolute_uri(reverse("api:contact_request", args=[row["reference"]])),
            "practice": known.get(row["practice_id"]),
            **{name: row[f"_{name}"] for name in ("force", "strand", "action", "asker_force")},
            **{name: row[name] for name in STORED},
        }
        for row in rows
    ]
