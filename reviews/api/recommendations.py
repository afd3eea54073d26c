"""Recommendations in the API: of case reviews, and of the peer reviews that the person may see."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Action
from reviews.actions import recommending
from reviews.models import Recommendation, RecommendationProgress
from reviews.vocab import RecommendationState
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = ("reference", "text", "body", "state", "due_on", "marking", "created_at", "updated_at", "closed_at", "version")
NAMED = {
    "case_review": "review__reference",
    "peer_review": "peer_review__reference",
    "action": "action__code",
    "force": "force__code",
    "improvement": "improvement__reference",
}
COLUMNS = {f"_{name}": F(column) for name, column in NAMED.items()}
FIELDS = ("url", *STORED, *NAMED)


class RecommendationShape(serializers.ModelSerializer[Recommendation]):
    """What a review asks somebody to do."""

    url = serializers.URLField(help_text=_("Where to read it with its progress."))
    case_review = serializers.CharField(allow_null=True, help_text=_("Reference of the case review it comes of."))
    peer_review = serializers.CharField(allow_null=True, help_text=_("Reference of the peer review it comes of."))
    action = serializers.CharField(allow_null=True, help_text=_("Code of the action of the plan it concerns."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force it is for."))
    improvement = serializers.CharField(
        allow_null=True, help_text=_("Reference of the improvement action that the force made of it.")
    )

    class Meta:
        model = Recommendation
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "reference": {"help_text": _("For example RC-00042. Never changes.")},
            "text": {"help_text": _("What should be done.")},
            "body": {"help_text": _("To whom, when it is not for a force; else empty.")},
            "state": {"help_text": _("What became of it.")},
            "due_on": {"help_text": _("By when; null when there is no date.")},
            "marking": {"help_text": _("Security marking.")},
            "created_at": {"help_text": _("When it was made.")},
            "updated_at": {"help_text": _("When it was last changed.")},
            "closed_at": {"help_text": _("When it was done or not accepted; null before that.")},
            "version": {"help_text": _("Counts changes.")},
        }


class ProgressShape(serializers.ModelSerializer[RecommendationProgress]):
    """What was reported."""

    class Meta:
        model = RecommendationProgress
        fields = ("at", "text")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "at": {"help_text": _("When.")},
            "text": {"help_text": _("How far it is.")},
        }


class OneRecommendationShape(RecommendationShape):
    """A recommendation with its progress."""

    progress = ProgressShape(many=True, help_text=_("Reports, newest first."))

    class Meta(RecommendationShape.Meta):
        fields = (*FIELDS, "progress")


def _actions(user: Any) -> Any:
    seen = Recommendation.objects.visible_to(user).values("action")
    return Action.objects.filter(pk__in=seen).values_list("code", flat=True)


def _forces(user: Any) -> Any:
    seen = Recommendation.objects.visible_to(user).values("force")
    return Force.objects.filter(pk__in=seen).values_list("code", flat=True)


class RecommendationFilters(Filters):
    """Filters of recommendations."""

    state = Words(words=RecommendationState.values, help_text=_("What became of it."))
    action = Seen(field_name="action__code", words=_actions, help_text=_("Code of an action of the plan."))
    force = Seen(field_name="force__code", words=_forces, help_text=_("Code of the force it is for."))
    updated_since = Moment(field_name="changed", help_text=_("Changed, or its review was, at this time or later."))


def _shown(request: Request, row: Row) -> Row:
    address = request.build_absolute_uri(reverse("api:recommendation", args=[row["reference"]]))
    return {"url": address, **{name: row[name] for name in STORED}, **{name: row[f"_{name}"] for name in NAMED}}


class Recommendations(ListView):
    """Recommendations that the person may see."""

    known_fields = FIELDS
    filters = RecommendationFilters
    orders: ClassVar[Mapping[str, Order]] = {
        "reference": Order((("reference", "text"),)),
        "-reference": Order((("reference", "text"),), descending=True),
        "updated_at": Order((("changed", "instant"), ("reference", "text"))),
    }
    default_order = "reference"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those this person may see."""
        seen = Recommendation.objects.visible_to(self.request.user).changed()
        return self.filtered(seen).values(*STORED, "changed", **COLUMNS)

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(self.request, row) for row in rows]

    @extend_schema(
        operation_id="recommendations_list",
        tags=["Reviews"],
        summary=_("List recommendations"),
        description=_(
            "Of quality-assured case reviews, and of the peer reviews of the own force and those one is on once they "
            "are reported."
        ),
        responses={200: pages_of(RecommendationShape, "RecommendationPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of recommendations."""
        return super().get(request)


class OneRecommendation(ApiView):
    """What a review asks a force or another body to do, and how far that is."""

    known_fields = (*FIELDS, "progress")

    @extend_schema(
        operation_id="recommendations_read",
        tags=["Reviews"],
        summary=_("Read a recommendation"),
        description=_("A recommendation with what was reported on it here."),
        responses={200: OneRecommendationShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The recommendation with this reference."""
        seen = Recommendation.objects.visible_to(request.user).filter(reference=reference)
        row = self.one(seen.values("pk", *STORED, **COLUMNS))
        found = Recommendation.objects.get(pk=row["pk"])
        recommending.look(recommendation=found, by=request.user)
        progress = list(found.progress.values("at", "text"))
        return self.shown({**_shown(request, row), "progress": progress})
