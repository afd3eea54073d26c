"""Queries of VKPP about answers: read them, and answer them for the force."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from nvap.actions import queries
from nvap.api.base import ReturnView
from nvap.api.returns import ReturnStep, step_shown
from nvap.models import ActionVersion, Query, QueryMessage, Round
from nvap.vocab import QueryState
from nvap.workflow import QUERY
from vkpp.accounts.models import Force
from vkpp.core.api import etags
from vkpp.core.api.bodies import only
from vkpp.core.api.filters import Filters, Moment, Seen, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STORED = ("reference", "subject", "state", "blocking", "due_on", "version", "raised_at", "changed_at", "closed_at")
FIELDS = ("url", "round", "force", "action", "assigned_to_me", *STORED)


class QueryRow(serializers.ModelSerializer[Query]):
    """VKPP asks about an answer."""

    url = serializers.URLField(help_text=_("Where to read it."))
    round = serializers.CharField(help_text=_("Code of the round."))
    force = serializers.CharField(help_text=_("Code of the force that is asked."))
    action = serializers.CharField(help_text=_("Code of the action whose answer is asked about."))
    assigned_to_me = serializers.BooleanField(help_text=_("It is yours to answer."))

    class Meta:
        model = Query
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "reference": {"help_text": _("For example Q-00042. Never changes.")},
            "subject": {"help_text": _("What it is about.")},
            "state": {"help_text": _("Where it stands.")},
            "blocking": {"help_text": _("The return cannot be accepted before it is closed.")},
            "due_on": {"help_text": _("The day until when an answer is expected; null: none is set.")},
            "version": {"help_text": _("Counts its changes.")},
            "raised_at": {"help_text": _("When it was asked.")},
            "changed_at": {"help_text": _("When anything of it changed, or somebody last wrote in it.")},
            "closed_at": {"help_text": _("When it was closed; null while it is not.")},
        }


class MessageShape(serializers.ModelSerializer[QueryMessage]):
    """A message in the thread."""

    by = serializers.CharField(help_text=_("Who wrote it."))

    class Meta:
        model = QueryMessage
        fields = ("text", "by", "at")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "text": {"help_text": _("What was written.")},
            "at": {"help_text": _("When.")},
        }


class QueryShape(QueryRow):
    """A query with its thread, and what you may do with it now."""

    messages = MessageShape(many=True, help_text=_("The thread, oldest first."))
    available_actions = ReturnStep(many=True, help_text=_("What you may do with it now."))

    class Meta(QueryRow.Meta):
        fields = (*FIELDS, "messages", "available_actions")  # type: ignore[assignment]  # a longer tuple than above


class QueryAnswer(serializers.Serializer[Any]):
    """What the force answers."""

    text = serializers.CharField(max_length=5000, help_text=_("Your answer; it stands in the thread."))


class QueryFilters(Filters):
    """Filters of queries."""

    round = Seen(
        field_name="response__ret__round__code",
        words=lambda user: Round.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of a round; may be given several times."),
    )
    force = Words(
        field_name="response__ret__force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force; may be given several times. See /forces/."),
    )
    action = Seen(
        field_name="response__action_version__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of an action; may be given several times."),
    )
    state = Words(words=QueryState.values, help_text=_("State; may be given several times."))
    blocking = YesNo(help_text=_("Stops the return from being accepted, or not."))
    updated_since = Moment(field_name="changed_at", help_text=_("Changed, or written in, at this time or later."))
    mine = YesNo(method="filter_mine", help_text=_("Yours to answer, or not."))

    def filter_mine(self, rows: Any, _name: str, wanted: bool | None) -> Any:
        """Assigned to who asks, or not."""
        if wanted is None:
            return rows
        mine = Q(assignee=self.request.user.pk)
        return rows.filter(mine) if wanted else rows.exclude(mine)


RAISED = (("raised_at", "instant"), ("id", "number"))
CHANGED = (("changed_at", "instant"), ("id", "number"))


class Queries(ReturnView, ListView):
    """What VKPP asks forces about their answers."""

    known_fields = FIELDS
    filters = QueryFilters
    orders: ClassVar[dict[str, Order]] = {
        "-raised_at": Order(RAISED, descending=True),
        "raised_at": Order(RAISED),
        "changed_at": Order(CHANGED),
    }
    default_order = "-raised_at"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The queries this person may see."""
        return _stored(self.filtered(Query.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The queries as they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="queries_list",
        tags=["Queries"],
        summary=_("List queries"),
        description=_(
            "What VKPP asks about answers that you may see, or that is yours to answer; the newest first. Staff who "
            "check returns see all. None is ever deleted: pull what changed with updated_since."
        ),
        responses={200: pages_of(QueryRow, "QueryPage", incremental=True)},
    )
    def get(self, request: Request) -> Answer:
        """A page of queries."""
        return super().get(request)


class QueryView(ReturnView):
    """An endpoint of one query."""

    def query(self) -> Query:
        """The query of this address, or 404 for who may not see it."""
        rows = Query.objects.visible_to(self.request.user).select_related(
            *("response__ret__round", "response__ret__force", "response__action_version__theme")
        )
        query: Query | None = rows.filter(reference=self.kwargs["query"]).first()
        if query is None:
            raise Http404
        return query

    def detail(self, query: Query) -> Row:
        """All of the query, as this person may see it."""
        (row,) = _stored(Query.objects.filter(pk=query.pk))
        shown = _shown(row, self.request)
        messages = query.messages.order_by("at", "id").values("text", "at", author=F("by__display_name"))
        return {
            **shown,
            "messages": [{"text": one["text"], "by": one["author"], "at": one["at"]} for one in messages],
            "available_actions": [
                step_shown(step, query, f"{shown['url']}answer/" if step.action == "answer" else None)
                for step in QUERY.available(query, self.request.user)
            ],
        }


class OneQuery(QueryView):
    """One query with its thread."""

    known_fields = QueryShape.Meta.fields

    @extend_schema(
        operation_id="queries_read",
        tags=["Queries"],
        summary=_("Read a query"),
        description=_("A query with its thread, and what you may do with it now."),
        responses={200: QueryShape},
    )
    def get(self, _request: Request, **_place: str) -> Answer:
        """The query with this reference."""
        return self.shown(self.detail(self.query()))


class AnswerQuery(QueryView):
    """The force's answer."""

    @extend_schema(
        operation_id="queries_answer",
        tags=["Queries"],
        summary=_("Answer a query"),
        description=_(
            "For whoever may answer the action, or to whom the query was given. VKPP then closes it or asks again. "
            "Refused with 409 when it has been answered or closed already."
        ),
        request=QueryAnswer,
        responses={200: QueryShape},
        examples=[
            OpenApiExample("An answer", value={"text": "The figure counts both control rooms."}, request_only=True)
        ],
    )
    def post(self, request: Request, **_place: str) -> Answer:
        """Answer it."""
        data: dict[str, Any] = dict(request.data)
        query = self.query()
        only(data, ("text",))
        queries.answer(query=query, text=data.get("text", ""), by=request.user)
        row = self.detail(self.query())
        return Answer(row, headers={"ETag": etags.tag_of(row, None)})


def _stored(rows: "models.QuerySet[Query]") -> "models.QuerySet[Any, Any]":
    found: models.QuerySet[Any, Any] = rows.values(
        "id",
        "assignee_id",
        *STORED,
        round=F("response__ret__round__code"),
        force=F("response__ret__force__code"),
        action=F("response__action_version__code"),
    )
    return found


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:query", args=[row["reference"]])),
        **{name: row[name] for name in ("round", "force", "action")},
        "assigned_to_me": row["assignee_id"] == request.user.pk,
        **{name: row[name] for name in STORED},
    }
