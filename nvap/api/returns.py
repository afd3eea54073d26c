"""Returns: of the own force, or of all forces for staff who check them; what may be done with one now."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from nvap.actions import open_return
from nvap.api.base import ReturnView
from nvap.models import Query, Response, Return, Round
from nvap.vocab import QueryState, ReturnState
from nvap.workflow import RETURN
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView
from vkpp.core.workflow import Step

STORED = ("state", "version", "marking", "started_at", "submitted_at", "accepted_at", "updated_at")
COUNTS = ("actions", "complete", "to_confirm", "gaps", "practice", "open_queries")
ROW_FIELDS = ("url", "round", "force", "signed", "validated", *STORED, *COUNTS)
NOTHING = dict.fromkeys(COUNTS, 0)
ITSELF = ("start", "void")
"""Steps that happen by themselves when an answer is saved."""


class ReturnRow(serializers.ModelSerializer[Return]):
    """What one force answers in one round. The counts are of the answers that you may see."""

    url = serializers.URLField(help_text=_("Where to read it."))
    round = serializers.CharField(help_text=_("Code of the round."))
    force = serializers.CharField(help_text=_("Code of the force."))
    signed = serializers.IntegerField(
        allow_null=True, help_text=_("Number of the version whose signature holds; null when none does.")
    )
    validated = serializers.IntegerField(allow_null=True, help_text=_("Number of the version accepted last."))
    actions = serializers.IntegerField(help_text=_("How many actions are asked about."))
    complete = serializers.IntegerField(help_text=_("How many of them are answered completely and confirmed."))
    to_confirm = serializers.IntegerField(help_text=_("How many were carried forward and nobody has confirmed."))
    gaps = serializers.IntegerField(help_text=_("How many answers say that there is a gap."))
    practice = serializers.IntegerField(help_text=_("How many answers name promising practice."))
    open_queries = serializers.IntegerField(help_text=_("How many queries of VKPP wait for an answer."))

    class Meta:
        model = Return
        fields = ROW_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "state": {"help_text": _("Where it is on its way.")},
            "version": {"help_text": _("Counts every change to any of its answers.")},
            "marking": {"help_text": _("Protective marking.")},
            "started_at": {"help_text": _("When the first answer was saved.")},
            "accepted_at": {"help_text": _("When VKPP accepted it last.")},
            "updated_at": {"help_text": _("When anything about it changed last.")},
        }


class ReturnStep(serializers.Serializer[Any]):
    """Something that you may do with a return or a query now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    needs_reason = serializers.BooleanField(help_text=_("A reason must be given."))
    missing = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text=_("What must be settled first; empty: nothing."),
    )
    url = serializers.URLField(allow_null=True, help_text=_("Where to POST it; null: only in the portal."))


class ReturnShape(ReturnRow):
    """A return, with what may be done with it now."""

    state_label = serializers.CharField(help_text=_("The state in words."))
    ends_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When answering ends for this force, its own extension included; null: never.")
    )
    editable = serializers.BooleanField(help_text=_("Takes answers now, from those who may answer."))
    closed_because = serializers.CharField(help_text=_("Why it takes none; empty when it does."))
    available_actions = ReturnStep(many=True, help_text=_("What you may do with it now."))

    class Meta(ReturnRow.Meta):
        fields = (  # type: ignore[assignment]  # a longer tuple than above
            *(*ROW_FIELDS, "state_label", "ends_at", "editable", "closed_because", "available_actions"),
        )


class ReturnFilters(Filters):
    """Filters of returns."""

    round = Seen(
        field_name="round__code",
        words=lambda user: Round.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of a round; may be given several times."),
    )
    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force; may be given several times. See /forces/."),
    )
    state = Words(words=ReturnState.values, help_text=_("State; may be given several times."))
    updated_since = Moment(
        field_name="updated_at",
        help_text=_("Changed at this time or later: the `as_of` of the first page of your pull before."),
    )


KEYS = (("updated_at", "instant"), ("id", "number"))


class Returns(ReturnView, ListView):
    """What forces answer in the rounds, as far as the reader may see it."""

    known_fields = ROW_FIELDS
    filters = ReturnFilters
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order(KEYS),
        "-updated_at": Order(KEYS, descending=True),
    }
    default_order = "updated_at"
    incremental = True
    counts: dict[int, Row]

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The returns this person may see."""
        return stored(self.filtered(Return.objects.visible_to(self.request.user)))

    def page(self) -> Page:
        """The page, with the counts of all its returns."""
        page = super().page()
        self.counts = counted(self.request.user, [row["id"] for row in page.rows])
        return page

    def shape(self, rows: list[Row]) -> list[Row]:
        """The returns as they are shown."""
        return [shown(row, self.counts.get(row["id"], {}), self.request) for row in rows]

    @extend_schema(
        operation_id="returns_list",
        tags=["Returns"],
        summary=_("List returns"),
        description=_(
            "Your force's returns; for staff who check returns those of all forces; for colleagues to whom actions are "
            "assigned the returns that these are in. Nothing of another force is ever listed or counted."
        ),
        responses={200: pages_of(ReturnRow, "ReturnPage", incremental=True)},
    )
    def get(self, request: Request) -> Answer:
        """A page of returns."""
        return super().get(request)


class OneReturn(ReturnView):
    """A force's return of one round, and what may be done with it."""

    known_fields = ReturnShape.Meta.fields

    @extend_schema(
        operation_id="returns_read",
        tags=["Returns"],
        summary=_("Read a return"),
        description=_("Where a force's return of a round stands, and what you may do with it now."),
        responses={200: ReturnShape},
    )
    def get(self, request: Request, **_place: str) -> Answer:
        """The return of this force in this round."""
        ret = self.find_return()
        (row,) = stored(Return.objects.filter(pk=ret.pk))
        counts = counted(request.user, [ret.pk]).get(ret.pk, {})
        return self.shown({**shown(row, counts, request), **_present(ret, request.user)})


def stored(returns: "models.QuerySet[Return]") -> "models.QuerySet[Any, Any]":
    """The columns of a return."""
    rows: models.QuerySet[Any, Any] = returns.values(
        "id",
        *STORED,
        round_code=F("round__code"),
        force_code=F("force__code"),
        signed_number=F("signed__number"),
        validated_number=F("validated__number"),
    )
    return rows


def counted(user: Any, returns: list[int]) -> dict[int, Row]:
    """For each return how many of its answers the person sees and what they say: two queries."""
    seen = Response.objects.visible_to(user).filter(ret__in=returns).order_by().values("ret_id")
    rows = seen.annotate(
        actions=Count("pk"),
        complete=Count("pk", filter=Q(complete=True)),
        to_confirm=Count("pk", filter=Q(provenance="carried")),
        gaps=Count("pk", filter=Q(has_gap=True)),
        practice=Count("pk", filter=Q(has_practice=True)),
    )
    found = {row.pop("ret_id"): row for row in rows}
    queries = Query.objects.visible_to(user).filter(response__ret__in=returns, state=QueryState.OPEN)
    for pk, count in queries.order_by().values_list("response__ret_id").annotate(Count("pk")):
        found.setdefault(pk, {})["open_queries"] = count
    return found


def shown(row: Row, counts: Row, request: Request) -> Row:
    """A stored return as it is shown."""
    place = [row["round_code"], row["force_code"]]
    return {
        "url": request.build_absolute_uri(reverse("api:return", args=place)),
        "round": row["round_code"],
        "force": row["force_code"],
        "signed": row["signed_number"],
        "validated": row["validated_number"],
        **{name: row[name] for name in STORED},
        **(NOTHING | counts),
    }


def _present(ret: Return, user: Any) -> Row:
    closed = open_return.closed_sentence(ret)
    return {
        "state_label": str(RETURN.state(ret.state).label),
        "ends_at": ret.round.end_for(ret.force_id),
        "editable": not closed,
        "closed_because": closed,
        "available_actions": [
            step_shown(step, ret) for step in RETURN.available(ret, user) if step.action not in ITSELF
        ],
    }


def step_shown(step: Step, thing: Any, url: str | None = None) -> Row:
    """A row of a workflow table as it is shown: what it asks for first, and where to POST it."""
    missing = step.missing(thing) if step.missing else {}
    return {
        "action": step.action,
        "label": str(step.label),
        "needs_reason": step.needs_reason,
        "missing": {name: list(found) for name, found in missing.items()},
        "url": url,
    }
