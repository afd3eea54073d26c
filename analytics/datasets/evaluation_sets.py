"""The data set of commissioned evaluations."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from practice.models import Candidate, CommissionedEvaluation, EvaluationRound, Milestone
from practice.shortlist.people import takes_part
from practice.shortlist_vocab import CommissionState
from vkpp.core.api.filters import Filters, Moment, Seen, Words


class EvaluationFilters(Filters):
    """Filters of commissioned evaluations."""

    round = Seen(
        field_name="round__reference",
        words=lambda user: EvaluationRound.objects.visible_to(user).values_list("reference", flat=True),
        help_text=_("Reference of a round."),
    )
    state = Words(words=CommissionState.values, help_text=_("Where it stands."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[CommissionedEvaluation]":
    """All of them for who scores or decides; the example is named only while its owner permits it now."""
    seen = Candidate.objects.visible_to(user).filter(pk=OuterRef("candidate"))
    paid = Milestone.objects.filter(evaluation=OuterRef("pk"), done_on__isnull=False).order_by()
    total = paid.values("evaluation").annotate(total=Sum("payment")).values("total")
    found: models.QuerySet[CommissionedEvaluation] = CommissionedEvaluation.objects.visible_to(user).annotate(
        shown_practice=Subquery(seen.values("practice__reference")[:1]), spent=Coalesce(Subquery(total), 0)
    )
    return found


EVALUATIONS = DataSet(
    code="evaluations",
    title=_("Commissioned evaluations"),
    a_row=_("One evaluation that is paid from the fund of a round."),
    about=_(
        "Independent evaluations of practice that were agreed: who evaluates, what it costs, what was paid, how far it "
        "is. What an evaluation found is evidence of the example, in the API under /practices/."
    ),
    licence=_("For the national team's own work."),
    may_read=takes_part,
    filters=EvaluationFilters,
    rows=rows,
    columns=(
        Column("reference", Kind.TEXT, _("For example CE-00001. Never changes.")),
        Column("round", Kind.TEXT, _("Reference of the round."), "round__reference"),
        Column("practice", Kind.TEXT, _("Reference of the example; none while it is not shown."), "shown_practice"),
        Column("evaluator", Kind.TEXT, _("The body that evaluates.")),
        Column("design", Kind.TEXT, _("How it is done.")),
        Column("state", Kind.TEXT, _("Where it stands."), values=CommissionState.choices),
        Column("cost", Kind.INTEGER, _("In pounds, as agreed.")),
        Column("committed", Kind.INTEGER, _("What it takes from the fund, in pounds.")),
        Column("spent", Kind.INTEGER, _("What was paid for milestones that are done, in pounds.")),
        Column("starts_on", Kind.DATE, _("When it starts.")),
        Column("due_on", Kind.DATE, _("When its report is due.")),
        Column("finished_at", Kind.MOMENT, _("When its result was recorded, or it was stopped.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        replace(MARKING, source="round__marking"),
    ),
)
