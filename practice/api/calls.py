"""Calls for practice and their own questions."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Strand
from practice.models import Call, CallForm, CallQuestion
from vkpp.core.api.filters import Filters, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = (
    *("slug", "title", "theme", "description", "sponsors", "strands", "state"),
    *("opens_at", "closes_at", "sealed"),
)
SHOWN = (*STORED, "accepts_until", "is_open")


class CallShape(serializers.ModelSerializer[Call]):
    """A call for practice."""

    sponsors = serializers.ListField(child=serializers.CharField(), help_text=_("The bodies behind the call."))
    accepts_until = serializers.DateTimeField(
        allow_null=True, help_text=_("The last moment an example is taken, with the time of grace; null: no end.")
    )
    is_open = serializers.BooleanField(help_text=_("Takes examples now."))

    class Meta:
        model = Call
        fields = SHOWN
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "slug": {"help_text": _("What you name the call by when you start an example.")},
            "title": {"help_text": _("For example Voice of the Victim.")},
            "theme": {"help_text": _("What it is about; may be empty.")},
            "description": {"help_text": _("What is asked for.")},
            "strands": {"help_text": _("Codes of strands it is about; empty: all.")},
            "state": {"help_text": _("announced; draft only for those who prepare calls.")},
            "opens_at": {"help_text": _("When it opens.")},
        }


class QuestionShape(serializers.ModelSerializer[CallQuestion]):
    """A question that only this call asks."""

    shown_when = serializers.CharField(
        allow_null=True, help_text=_("Code of the question it hangs on; null when it is always asked.")
    )

    class Meta:
        model = CallQuestion
        fields = ("code", "kind", "text", "hint", "options", "required", "shown_when", "shown_when_answer")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "code": {"help_text": _("What you name the question by in `answers`.")},
            "kind": {"help_text": _("What an answer looks like.")},
            "text": {"help_text": _("The question.")},
            "hint": {"help_text": _("Help with it; may be empty.")},
            "options": {"help_text": _("What to choose from, for one_of and some_of.")},
            "required": {"help_text": _("Must be answered before sending.")},
            "shown_when_answer": {"help_text": _("The answer to that question on which this one is asked.")},
        }


class CallWithQuestions(CallShape):
    """A call for practice with its own questions."""

    questions = QuestionShape(many=True, help_text=_("What this call asks beside the common form."))

    class Meta(CallShape.Meta):
        fields = (*SHOWN, "questions")  # type: ignore[assignment]  # a longer tuple than above


class CallFilters(Filters):
    """Filters of calls."""

    open = YesNo(method="filter_open", help_text=_("Calls that take examples now, or those that do not."))
    strand = Words(
        field_name="strands",
        array=True,
        help_text=_("Code of a strand the call names; may be given several times."),
        words=lambda: Strand.objects.values_list("code", flat=True),
    )

    def filter_open(self, calls: Any, _name: str, wanted: bool | None) -> Any:
        """Open now, or not."""
        if wanted is None:
            return calls
        open_now = Call.objects.open_now().values("pk")
        return calls.filter(pk__in=open_now) if wanted else calls.exclude(pk__in=open_now)


class Calls(ListView):
    """The announced calls."""

    public = True
    known_fields = SHOWN
    filters = CallFilters
    orders: ClassVar[dict[str, Order]] = {
        "-opens_at": Order((("opens_at", "instant"), ("id", "number")), descending=True),
        "opens_at": Order((("opens_at", "instant"), ("id", "number"))),
    }
    default_order = "-opens_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The calls this person may see."""
        return self.filtered(Call.objects.visible_to(self.request.user)).values("id", "grace_minutes", *STORED)

    def shape(self, rows: list[Row]) -> list[Row]:
        """The calls as they are shown."""
        return [shaped(row) for row in rows]

    @extend_schema(
        operation_id="calls_list",
        tags=["Calls"],
        summary=_("List calls for practice"),
        description=_("Calls that were announced, the newest first. Open to everybody."),
        responses={200: pages_of(CallShape, "CallPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of calls."""
        return super().get(request)


class OneCall(ApiView):
    """One call with its questions."""

    public = True
    known_fields = (*SHOWN, "questions")

    @extend_schema(
        operation_id="calls_read",
        tags=["Calls"],
        summary=_("Read a call"),
        description=_("A call by its slug, with the questions that only this call asks. Open to everybody."),
        responses={200: CallWithQuestions},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The call with this slug."""
        calls = Call.objects.visible_to(request.user).filter(slug=slug)
        row = self.one(calls.values("id", "grace_minutes", *STORED))
        return self.shown({**shaped(row), "questions": _questions(row["id"])})


def shaped(row: Row) -> Row:
    """A stored call as it is shown."""
    until = row["closes_at"] and row["closes_at"] + dt.timedelta(minutes=row["grace_minutes"])
    now = timezone.now()
    opened = row["state"] == Call.State.ANNOUNCED and row["opens_at"] <= now
    return {
        **{name: row[name] for name in STORED},
        "sponsors": [line for line in row["sponsors"].splitlines() if line.strip()],
        "accepts_until": until,
        "is_open": opened and (until is None or now <= until),
    }


def _questions(call_id: int) -> list[Row]:
    newest = CallForm.objects.filter(call=call_id).order_by("-version").values("pk")[:1]
    questions = CallQuestion.objects.filter(form__in=newest).order_by("order", "id")
    columns = ("code", "kind", "text", "hint", "options", "required", "shown_when_answer")
    return [
        {**{name: row[name] for name in columns}, "shown_when": row["shown_when__code"]}
        for row in questions.values(*columns, "shown_when__code")
    ]
