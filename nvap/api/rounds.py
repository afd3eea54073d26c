"""Rounds of benchmarking, and the form that each asks with."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap import form_spec
from nvap.api.form_shapes import FormShape, form_shown
from nvap.api.plans import plan_codes
from nvap.models import Round
from nvap.vocab import RoundState
from vkpp.core.api.filters import Filters, Seen, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

TIMES = ("opens_at", "due_at", "closes_at", "publishes_at", "published_at")
STORED = ("code", "title", "state", "always_open", *TIMES)
FIELDS = ("url", "plan", "form", "previous", "is_open", *STORED)


class RoundShape(serializers.ModelSerializer[Round]):
    """A time in which all forces answer one plan version with one form."""

    url = serializers.URLField(help_text=_("Where to read it."))
    plan = serializers.CharField(help_text=_("Code of the plan version that is answered."))
    form = serializers.CharField(help_text=_("Code of the form that is asked. See the round's form."))
    previous = serializers.CharField(allow_null=True, help_text=_("Code of the round before; null for the first."))
    is_open = serializers.BooleanField(help_text=_("Takes answers now; a force may have more time of its own."))

    class Meta:
        model = Round
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "title": {"help_text": _("What people call it.")},
            "state": {"help_text": _("running or published; draft only for those who prepare rounds.")},
            "always_open": {"help_text": _("A living round without end.")},
            "opens_at": {"help_text": _("From when forces answer.")},
            "published_at": {"help_text": _("When the baseline was published.")},
        }


class RoundFilters(Filters):
    """Filters of rounds."""

    plan = Seen(
        field_name="plan__code", words=plan_codes, help_text=_("Code of a plan version; may be given several times.")
    )
    state = Words(words=RoundState.values, help_text=_("State; may be given several times."))
    always_open = YesNo(help_text=_("Living rounds, or those that close."))


class Rounds(ListView):
    """The times in which forces answered, or answer, a plan."""

    known_fields = FIELDS
    filters = RoundFilters
    orders: ClassVar[dict[str, Order]] = {
        "-opens_at": Order((("opens_at", "instant"), ("id", "number")), descending=True),
        "opens_at": Order((("opens_at", "instant"), ("id", "number"))),
    }
    default_order = "-opens_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The rounds this person may see."""
        return _stored(self.filtered(Round.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The rounds as they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="rounds_list",
        tags=["Rounds"],
        summary=_("List rounds"),
        description=_("Rounds of benchmarking that were announced, the newest first."),
        responses={200: pages_of(RoundShape, "RoundPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of rounds."""
        return super().get(request)


class OneRound(ApiView):
    """A round of benchmarking with its plan and its days."""

    known_fields = FIELDS

    @extend_schema(
        operation_id="rounds_read",
        tags=["Rounds"],
        summary=_("Read a round"),
        description=_("A round by its code, for example 2026."),
        responses={200: RoundShape},
    )
    def get(self, request: Request, **place: str) -> Response:
        """The round with this code."""
        rounds = Round.objects.visible_to(request.user).filter(code=place["round"])
        return self.shown(_shown(self.one(_stored(rounds)), request))


class RoundForm(ApiView):
    """The form of a round."""

    @extend_schema(
        operation_id="rounds_form",
        tags=["Rounds"],
        summary=_("Read the form of a round"),
        description=_(
            "The sections, questions, levels and checks of the round's form: the codes that answers are written with, "
            "and the words that people read. It never changes once a round uses it."
        ),
        responses={200: FormShape},
    )
    def get(self, request: Request, **place: str) -> Response:
        """The form of the round with this code."""
        found = Round.objects.visible_to(request.user).select_related("form").filter(code=place["round"]).first()
        if found is None:
            raise Http404
        data = form_shown(form_spec.spec(found.form))
        return self.tagged(data, data)


def _stored(rounds: "models.QuerySet[Round]") -> "models.QuerySet[Any, Any]":
    rows: models.QuerySet[Any, Any] = rounds.values(
        "id",
        "grace_minutes",
        *STORED,
        plan_code=F("plan__code"),
        form_code=F("form__code"),
        previous_code=F("previous__code"),
    )
    return rows


def _shown(row: Row, request: Request) -> Row:
    now, grace = timezone.now(), dt.timedelta(minutes=row["grace_minutes"])
    begun = row["state"] == RoundState.RUNNING and row["opens_at"] <= now
    return {
        "url": request.build_absolute_uri(reverse("api:round", args=[row["code"]])),
        "plan": row["plan_code"],
        "form": row["form_code"],
        "previous": row["previous_code"],
        "is_open": begun and (row["closes_at"] is None or now <= row["closes_at"] + grace),
        **{name: row[name] for name in STORED},
    }
