"""Reports on what was sent in, in the API."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.reporting import asked, report
from practice.reporting.report import Report
from vkpp.core.api.pagination import Row
from vkpp.core.api.views import ApiView

PARAMETERS = [
    OpenApiParameter("call", str, description=str(_("Slug of a call; without it all calls."))),
    OpenApiParameter("force", str, description=str(_("Code of a force; VKPP staff only, others read their own."))),
    OpenApiParameter("from", str, description=str(_("First month of first sending, for example 2026-04."))),
    OpenApiParameter("to", str, description=str(_("Last month, included."))),
]
NAMES = ("call", "force", "from", "to")


class TriageTimesShape(serializers.Serializer[Any]):
    """How long examples waited for the first answer of triage."""

    answered = serializers.IntegerField(help_text=_("How many were answered."))
    days_lower_quartile = serializers.IntegerField(allow_null=True, help_text=_("Whole days; null without any."))
    days_median = serializers.IntegerField(allow_null=True, help_text=_("Whole days; null without any."))
    days_upper_quartile = serializers.IntegerField(allow_null=True, help_text=_("Whole days; null without any."))
    in_time = serializers.IntegerField(help_text=_("Answered by the day they were due."))
    in_time_of = serializers.IntegerField(help_text=_("Of so many with a due day."))
    taken_forward = serializers.IntegerField(help_text=_("Last decision of triage: taken forward."))
    not_taken_forward = serializers.IntegerField(help_text=_("Last decision of triage: not taken forward."))


class ReportMonthShape(serializers.Serializer[Any]):
    """A month of first sending."""

    month = serializers.CharField(help_text=_("For example 2026-04."))
    sent = serializers.IntegerField(help_text=_("Sent in."))
    answered = serializers.IntegerField(help_text=_("Of these answered by triage by now."))
    days_median = serializers.IntegerField(allow_null=True, help_text=_("Whole days; null without any."))


class ReportForceShape(serializers.Serializer[Any]):
    """A force."""

    force = serializers.CharField(help_text=_("Code of the force; other: another organisation."))
    sent = serializers.IntegerField(help_text=_("Sent in."))
    waiting = serializers.IntegerField(help_text=_("Waiting for triage."))
    with_authors = serializers.IntegerField(help_text=_("Returned with questions, or being changed by the authors."))
    taken_forward = serializers.IntegerField(help_text=_("Last decision of triage: taken forward."))
    not_taken_forward = serializers.IntegerField(help_text=_("Last decision of triage: not taken forward."))
    published = serializers.IntegerField(help_text=_("Published now."))


class ReportLineShape(serializers.Serializer[Any]):
    """A value with how many examples have it."""

    value = serializers.CharField(help_text=_("Its code."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    count = serializers.IntegerField(help_text=_("How many examples."))


class GapShape(serializers.Serializer[Any]):
    """A strand and a category, with what the practice bank has of them."""

    strand = serializers.CharField(help_text=_("Code of the strand."))
    category = serializers.CharField(help_text=_("Code of the category."))
    count = serializers.IntegerField(help_text=_("How many examples you may read."))


class AnsweredShape(serializers.Serializer[Any]):
    """A question of the call."""

    code = serializers.CharField(help_text=_("Its code."))
    text = serializers.CharField(help_text=_("The question."))
    asked = serializers.IntegerField(help_text=_("How many examples it was asked of."))
    answered = serializers.IntegerField(help_text=_("How many answered it."))
    answers = ReportLineShape(many=True, help_text=_("Choices with how often each was made; none for texts."))


class PracticeReportShape(serializers.Serializer[Any]):
    """A report."""

    call = serializers.CharField(allow_null=True, help_text=_("Slug of the call; null: all."))
    force = serializers.CharField(
        allow_null=True, help_text=_("Code of the force asked about; null: all that you may read.")
    )
    period = serializers.CharField(help_text=_("The period in words."))
    sent = serializers.IntegerField(help_text=_("Sent in."))
    imported = serializers.IntegerField(help_text=_("Of these taken over from earlier registers."))
    waiting = serializers.IntegerField(help_text=_("Waiting for triage."))
    published = serializers.IntegerField(help_text=_("Published now."))
    triage = TriageTimesShape(help_text=_("How triage went."))
    by_month = ReportMonthShape(many=True, help_text=_("Newest first."))
    by_force = ReportForceShape(many=True, help_text=_("By name."))
    by_state = ReportLineShape(many=True, help_text=_("Where they stand."))
    by_category = ReportLineShape(many=True, help_text=_("An example may have several."))
    by_strand = ReportLineShape(many=True, help_text=_("An example may have several."))
    by_rating = ReportLineShape(many=True, help_text=_("Of what is published now."))
    gaps = GapShape(many=True, help_text=_("What the practice bank has of each strand and category."))
    questions = AnsweredShape(many=True, help_text=_("What was answered to the questions of the call."))


class PracticeReport(ApiView):
    """What was sent in, in figures: by month, force, category and strand."""

    known_fields = tuple(PracticeReportShape._declared_fields)
    own_parameters = NAMES
    finds_by_parameter = True

    @extend_schema(
        operation_id="practice_report_read",
        tags=["Reports"],
        summary=_("Read a report on practice that was sent in"),
        description=_(
            "Figures by month, force, state, category and strand, how triage went, and where practice is missing. VKPP "
            "staff read all forces, people who read all examples of a force their own."
        ),
        parameters=PARAMETERS,
        responses={200: PracticeReportShape},
    )
    def get(self, request: Request) -> Response:
        """The figures that answer the question."""
        if not asked.may_read(request.user):
            raise Http404
        question, problems = asked.read({name: request.query_params.get(name, "") for name in NAMES}, request.user)
        if problems:
            raise ValidationError({"": problems})
        return self.shown(_plain(report.make(request.user, question)))


def _plain(made: Report) -> Row:
    return {
        "call": made.asked.call.slug if made.asked.call else None,
        "force": made.asked.force.code if made.asked.force else None,
        "period": made.asked.period,
        **{name: getattr(made, name) for name in ("sent", "imported", "waiting", "published")},
        "triage": _triage(made),
        "by_month": [
            {"month": f"{one.month:%Y-%m}", "sent": one.sent, "answered": one.answered, "days_median": one.median}
            for one in made.months
        ],
        "by_force": [
            {
                "force": one.code,
                **{name: getattr(one, name) for name in ReportForceShape._declared_fields if name != "force"},
            }
            for one in made.forces
        ],
        **{f"by_{name}": _lines(getattr(made, of)) for name, of in LINES.items()},
        "gaps": [
            {"strand": row.code, "category": category, "count": n}
            for row in made.gaps.rows
            for category, n in zip(made.gaps.categories, row.counts, strict=True)
        ],
        "questions": [
            {
                "code": one.question.code,
                "text": one.question.text,
                "asked": one.asked,
                "answered": one.answered,
                "answers": [{"value": label, "label": label, "count": n} for label, n in one.choices.items()],
            }
            for one in made.questions
        ],
    }


def _triage(made: Report) -> Row:
    lower, middle, upper = made.days or (None, None, None)
    return {
        "answered": made.answered,
        "days_lower_quartile": lower,
        "days_median": middle,
        "days_upper_quartile": upper,
        "in_time": made.in_time[0],
        "in_time_of": made.in_time[1],
        "taken_forward": made.taken_forward,
        "not_taken_forward": made.not_taken_forward,
    }


LINES = {"state": "states", "category": "categories", "strand": "strands", "rating": "ratings"}


def _lines(lines: Any) -> list[Row]:
    return [{"value": line.code, "label": line.label, "count": line.n} for line in lines]
