"""Commissioned evaluations: list, agree, read, change, milestones, steps."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import commissioning
from practice.api import commission_shapes as shapes
from practice.models import Candidate, CommissionedEvaluation, EvaluationRound
from practice.presenters.commissions import entries
from practice.shortlist import people
from practice.shortlist.workflow import COMMISSION
from practice.shortlist_vocab import CommissionState
from vkpp.core.api import etags
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.exceptions import NotAllowed

TAG = "Commissioned evaluations"
AGREEING = OpenApiExample(
    "Agreeing",
    value={"candidate": 1, "evaluator": "A university", "cost": 120000, "due_on": "2027-12-31"},
    request_only=True,
)
RESULT = OpenApiExample(
    "A result",
    value={"title": "Evaluation of the pilot", "year": 2026, "result": "Fewer repeat calls than in a matched area."},
    request_only=True,
)
STORED = (
    *("reference", "evaluator", "state", "cost", "committed", "starts_on", "due_on", "finished_at", "updated_at"),
    "version",
)


class EvaluationFilters(Filters):
    """Filters of evaluations."""

    state = Words(words=CommissionState.values, help_text=gettext_lazy("State; may be given several times."))
    round = Seen(
        field_name="round__reference",
        words=lambda user: EvaluationRound.objects.visible_to(user).values_list("reference", flat=True),
        help_text=gettext_lazy("Reference of a round; may be given several times."),
    )
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))


class Evaluations(ListView):
    """Commissioned evaluations."""

    known_fields = shapes.EVALUATION_FIELDS
    filters = EvaluationFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {"updated_at": Order((("updated_at", "instant"), ("id", "number")))}
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The evaluations this person may see."""
        rows = self.filtered(CommissionedEvaluation.objects.visible_to(self.request.user))
        found: models.QuerySet[Any, Any] = rows.values("id", "candidate_id", *STORED, _round=F("round__reference"))
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return _shown(rows, self.request)

    @extend_schema(
        operation_id="evaluations_list",
        tags=[TAG],
        summary=gettext_lazy("List commissioned evaluations"),
        description=gettext_lazy(
            "For VKPP staff and evidence reviewers; others get an empty list. The example is not named while its owner "
            "does not permit contact with evaluators. Nothing is ever deleted: pull what changed with updated_since."
        ),
        responses={200: pages_of(shapes.EvaluationShape, "EvaluationPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of evaluations."""
        return super().get(request)

    @extend_schema(
        operation_id="evaluations_agree",
        tags=[TAG],
        summary=gettext_lazy("Agree an evaluation"),
        description=gettext_lazy(
            "For VKPP administrators: of an example that the round decided on, within the fund. An example has one "
            "evaluation at a time, so that a repeated request makes no second one."
        ),
        request=shapes.AgreeShape,
        responses={201: shapes.OneEvaluationShape},
        examples=[AGREEING],
    )
    def post(self, request: Request) -> Response:
        """Agree."""
        if not people.may_manage(request.user):
            raise NotAllowed(_("VKPP administrators commission evaluations."))
        values = taken(request.data, shapes.AgreeShape)
        rows = Candidate.objects.visible_to(request.user).select_related("round", "practice")
        candidate = rows.filter(pk=values.pop("candidate", 0)).first()
        if candidate is None:
            raise ValidationError({"candidate": [_("Choose one of the examples that were decided on.")]})
        made = commissioning.commission(candidate=candidate, values=values, by=request.user)
        return _one(made.reference, request, status=201)


class OneEvaluation(ApiView):
    """A commissioned evaluation with its milestones."""

    known_fields = shapes.ONE_EVALUATION_FIELDS

    @extend_schema(
        operation_id="evaluations_read",
        tags=[TAG],
        summary=gettext_lazy("Read a commissioned evaluation"),
        description=gettext_lazy("With its milestones and what you may do with it now."),
        responses={200: shapes.OneEvaluationShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The evaluation with this reference."""
        row = _detail(find_evaluation(request, reference), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="evaluations_change",
        tags=[TAG],
        summary=gettext_lazy("Change what was agreed"),
        description=gettext_lazy("For VKPP administrators. If-Match is the version or ETag that you have read."),
        request=shapes.AgreeShape,
        responses={200: shapes.OneEvaluationShape},
        examples=[OpenApiExample("Another date", value={"due_on": "2027-09-30"}, request_only=True)],
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Change what is sent."""
        found = find_evaluation(request, reference)
        version = etags.version_given(request)
        values = taken(request.data, shapes.AgreeShape)
        if "candidate" in values:
            raise ValidationError(
                {"candidate": [_("The example of an evaluation does not change. Agree another one.")]}
            )
        commissioning.change(evaluation=found, values=values, version=version, by=request.user)
        return _one(reference, request)


class EvaluationMilestones(ApiView):
    """Milestones of an evaluation."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="evaluations_add_milestone",
        tags=[TAG],
        summary=gettext_lazy("Add a milestone"),
        description=gettext_lazy(
            "For VKPP administrators; payments stay within the cost. If-Match is the version or ETag of the evaluation."
        ),
        request=shapes.NewMilestoneShape,
        responses={200: shapes.OneEvaluationShape},
        examples=[
            OpenApiExample(
                "A milestone",
                value={"title": "First report", "due_on": "2027-03-31", "payment": 20000},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Add."""
        found = find_evaluation(request, reference)
        version = etags.version_given(request)
        values = taken(request.data, shapes.NewMilestoneShape)
        commissioning.add_milestone(evaluation=found, version=version, by=request.user, **values)
        return _one(reference, request)


class EvaluationMilestone(ApiView):
    """One milestone."""

    preconditions: ClassVar[Any] = ()

    @extend_schema(
        operation_id="evaluations_settle_milestone",
        tags=[TAG],
        summary=gettext_lazy("Note that a milestone is done"),
        description=gettext_lazy("For VKPP administrators; or take it back. Saying it twice changes nothing."),
        request=shapes.MilestoneDoneShape,
        responses={200: shapes.OneEvaluationShape},
        examples=[OpenApiExample("Done", value={"done": True}, request_only=True)],
    )
    def patch(self, request: Request, reference: str, number: str) -> Response:
        """Done or not."""
        found = find_evaluation(request, reference)
        row = found.milestones.select_related("evaluation__round").filter(pk=int(number)).first()
        if row is None:
            raise Http404
        done = taken(request.data, shapes.MilestoneDoneShape)["done"]
        commissioning.settle_milestone(milestone=row, done=done, by=request.user)
        return _one(reference, request)


class EvaluationStep(ApiView):
    """A step of an evaluation."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="evaluations_step",
        tags=[TAG],
        summary=gettext_lazy("Take a step of an evaluation"),
        description=gettext_lazy(
            "For VKPP administrators: start, report; stop with a reason; finish with title, year, result and report_url, "
            "which become an independent evaluation of the example, and it is rated anew. If-Match is the version or ETag "
            "that you have read."
        ),
        request=shapes.EvaluationResultShape,
        responses={200: shapes.OneEvaluationShape},
        examples=[RESULT],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = find_evaluation(request, reference)
        version = etags.version_given(request)
        values = taken(request.data, shapes.EvaluationResultShape)
        if step == "stop":
            commissioning.stop(evaluation=found, reason=values.get("reason", ""), version=version, by=request.user)
        elif step == "finish":
            said = {**values, "url": values.get("report_url", "")}
            commissioning.finish(evaluation=found, values=said, version=version, by=request.user)
        else:
            commissioning.move(evaluation=found, step=step, version=version, by=request.user)
        return _one(reference, request)


def find_evaluation(request: Request, reference: str) -> CommissionedEvaluation:
    """The evaluation with this reference, or 404."""
    rows = CommissionedEvaluation.objects.visible_to(request.user)
    found: CommissionedEvaluation | None = (
        rows.select_related("round", "candidate__practice", "candidate__round").filter(reference=reference).first()
    )
    if found is None:
        raise Http404
    return found


def _one(reference: str, request: Request, status: int = 200) -> Response:
    row = _detail(find_evaluation(request, reference), request)
    tag = etags.tag_of(row, version=row["version"])
    headers = {"ETag": tag, **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _shown(rows: list[Row], request: Request) -> list[Row]:
    wanted = CommissionedEvaluation.objects.filter(pk__in=[row["id"] for row in rows])
    known = entries(request.user, wanted.only("candidate_id"))
    return [
        {
            "url": request.build_absolute_uri(reverse("api:evaluation", args=[row["reference"]])),
            "round": row["_round"],
            "practice": known[row["candidate_id"]]["reference"] if row["candidate_id"] in known else None,
            **{name: row[name] for name in STORED},
        }
        for row in rows
    ]


def _detail(found: CommissionedEvaluation, request: Request) -> Row:
    rows = CommissionedEvaluation.objects.filter(pk=found.pk)
    (row,) = rows.values("id", "candidate_id", *STORED, _round=F("round__reference"))
    (shown,) = _shown([row], request)
    return {
        **shown,
        **{name: getattr(found, name) for name in ("design", "outcome", "report_url")},
        "spent": commissioning.spent(found),
        "milestones": list(found.milestones.values("id", "title", "due_on", "payment", "done_on")),
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"}
            for step in COMMISSION.available(found, request.user)
        ],
    }
