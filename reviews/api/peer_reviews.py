"""Peer reviews: those of the own force and those one is on, with what the final report found."""

from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.actions import asking
from reviews.models import PeerReport, PeerReview
from reviews.vocab import FindingKind, PeerState, ReportKind
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

DATES = ("fieldwork_from", "fieldwork_to", "report_due_on", "comments_due_on", "follow_up_on")
STORED = ("reference", "title", "state", *DATES, "marking", "requested_at", "final_at", "updated_at", "version")
FIELDS = ("url", "reference", "force", "plan", "actions", *STORED[1:])
HELP = {
    "title": _("In a few words."),
    "state": _("Where it stands: requested, scoping, preparing, fieldwork, drafting, factual, final or another."),
    "fieldwork_from": _("First day of fieldwork; null when it is not fixed."),
    "fieldwork_to": _("Last day of fieldwork; null when it is not fixed."),
    "report_due_on": _("Until when the draft is to be written; null when it is not fixed."),
    "comments_due_on": _("Until when the force says what is wrong in fact; null when it is not fixed."),
    "follow_up_on": _("When the follow-up is planned; null when it is not."),
    "marking": _("Security marking."),
    "requested_at": _("When the force asked."),
    "final_at": _("When the final report was sent; null before that."),
    "updated_at": _("When it was last changed."),
    "version": _("Counts its changes."),
}


class PeerRow(serializers.ModelSerializer[PeerReview]):
    """A force has asked peers to look at chosen actions: critical friends, no inspection."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example PR-00007. Never changes."))
    force = serializers.CharField(help_text=_("Code of the force. See /forces/."))
    plan = serializers.CharField(help_text=_("Code of the version of the plan. See /plans/."))
    actions = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the actions that it looks at. See /actions/.")
    )

    class Meta:
        model = PeerReview
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {name: {"help_text": words} for name, words in HELP.items()}


class PeerJudgementShape(serializers.Serializer[Any]):
    """How the team sees one action."""

    action = serializers.CharField(help_text=_("Code of the action."))
    level = serializers.IntegerField(allow_null=True, help_text=_("0 to 4 as in the return; null: no judgement."))
    level_label = serializers.CharField(help_text=_("The level in words; may be empty."))
    evidence = serializers.IntegerField(allow_null=True, help_text=_("How much stands behind it, 0 to 3; may be null."))
    evidence_label = serializers.CharField(help_text=_("The same in words; may be empty."))


class PeerFindingShape(serializers.Serializer[Any]):
    """What the team found."""

    number = serializers.CharField(help_text=_("Number of its paragraph in the report."))
    action = serializers.CharField(help_text=_("Code of the action."))
    kind = serializers.ChoiceField(FindingKind.choices, help_text=_("What it is."))
    title = serializers.CharField(help_text=_("In one line."))
    text = serializers.CharField(help_text=_("What was found."))
    shown_by = serializers.ListField(child=serializers.CharField(), help_text=_("What shows it."))


class PeerAdviceShape(serializers.Serializer[Any]):
    """What the report recommends. How far it is stands in /recommendations/."""

    reference = serializers.CharField(help_text=_("For example RC-00042."))
    action = serializers.CharField(help_text=_("Code of the action; may be empty."))
    text = serializers.CharField(help_text=_("What should be done."))


class PeerReportShape(serializers.Serializer[Any]):
    """The final report."""

    number = serializers.IntegerField(help_text=_("Which version of the report it is."))
    sent_at = serializers.DateTimeField(help_text=_("When it was sent to the force."))
    content_hash = serializers.CharField(help_text=_("SHA-256 of its content, which never changes."))
    judgements = PeerJudgementShape(many=True, help_text=_("The picture of strength, action by action."))
    findings = PeerFindingShape(many=True, help_text=_("All findings in the order of the report."))
    recommendations = PeerAdviceShape(many=True, help_text=_("What it recommends."))


class PeerShape(PeerRow):
    """A peer review with its final report."""

    report = PeerReportShape(
        allow_null=True, help_text=_("The final report; null while there is none that you may read.")
    )

    class Meta(PeerRow.Meta):
        fields = (*FIELDS, "report")  # type: ignore[assignment]  # a longer tuple than above


class PeerFilters(Filters):
    """Filters of peer reviews."""

    state = Words(words=PeerState.values, help_text=_("State; may be given several times."))
    force = Seen(
        field_name="force__code",
        words=lambda user: PeerReview.objects.visible_to(user).values_list("force__code", flat=True),
        help_text=_("Code of a force; may be given several times."),
    )
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


class PeerReviews(ListView):
    """Peer reviews of forces that the reader may know of."""

    known_fields = FIELDS
    filters = PeerFilters
    orders: ClassVar[dict[str, Order]] = {
        "-requested_at": Order((("requested_at", "instant"), ("id", "number")), descending=True),
        "requested_at": Order((("requested_at", "instant"), ("id", "number"))),
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
    }
    default_order = "-requested_at"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The reviews this person may see."""
        return _stored(self.filtered(PeerReview.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The reviews as they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="peer_reviews_list",
        tags=["Reviews"],
        summary=_("List peer reviews"),
        description=_("Those of your force for its NVAP lead and chief officers, and those whose team you are on."),
        responses={200: pages_of(PeerRow, "PeerReviewPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of reviews."""
        return super().get(request)


class OnePeerReview(ApiView):
    """A peer review with its scope, its team and its report."""

    known_fields = PeerShape.Meta.fields

    @extend_schema(
        operation_id="peer_reviews_read",
        tags=["Reviews"],
        summary=_("Read a peer review"),
        description=_(
            "Where it stands and, once the final report is there, its judgements, findings, recommendations."
        ),
        responses={200: PeerShape},
    )
    def get(self, request: Request, review: str) -> Response:
        """The review with this reference."""
        found = PeerReview.objects.visible_to(request.user).filter(reference=review)
        self.one(found.values("id"))
        asking.look(review=found.get(), by=request.user, page="API")
        (row,) = _stored(found)
        return self.shown({**_shown(row, request), "report": _report(request.user, row["id"])})


def _stored(rows: "models.QuerySet[PeerReview]") -> "models.QuerySet[Any, Any]":
    codes = ArrayAgg("scopes__action__code", order_by=["scopes__order", "scopes__id"], default=[])
    found: models.QuerySet[Any, Any] = rows.values(
        "id", *STORED, force_code=F("force__code"), plan_code=F("plan__code")
    ).annotate(codes=codes)
    return found


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:peer_review", args=[row["reference"]])),
        "force": row["force_code"],
        "plan": row["plan_code"],
        "actions": row["codes"],
        **{name: row[name] for name in STORED},
    }


def _report(user: Any, review: int) -> Row | None:
    """The final report, for who may read it."""
    report = PeerReport.objects.visible_to(user).filter(review=review, kind=ReportKind.FINAL).first()
    if report is None:
        return None
    said = report.content["paragraphs"]
    return {
        "number": report.number,
        "sent_at": report.made_at,
        "content_hash": report.content_hash,
        "judgements": [
            {"action": row["code"]}
            | {name: row[name] for name in ("level", "level_label", "evidence", "evidence_label")}
            for row in report.content["picture"]
        ],
        "findings": [_finding(one, said) for one in said if one["kind"] == "finding"],
        "recommendations": [
            {name: one[name] for name in ("reference", "action", "text")}
            for one in said
            if one["kind"] == "recommendation"
        ],
    }


def _finding(one: Row, said: list[Row]) -> Row:
    """A finding with all its paragraphs."""
    texts = [other["text"] for other in said if other["source"] == one["source"]]
    shown = {name: one[name] for name in ("number", "action", "title", "shown_by")}
    return {**shown, "kind": one["finding_kind"], "text": "\n\n".join(texts)}
