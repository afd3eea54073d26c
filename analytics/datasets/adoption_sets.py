"""The data set of what forces do with practice of others."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from practice.adopting.people import has_list
from practice.adopting.vocab import AdoptionKind, AdoptionResult, AdoptionState
from practice.models import Adoption
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Search, Words


class AdoptionFilters(Filters):
    """Filters of adoptions."""

    practice = Search(method="filter_practice", help_text=_("Reference of an example."))
    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force."),
    )
    kind = Words(words=AdoptionKind.values, help_text=_("What the force does with it."))
    state = Words(words=AdoptionState.values, help_text=_("Where it stands."))
    result = Words(words=AdoptionResult.values, help_text=_("What came of it."))
    updated_since = Moment(field_name="changed", help_text=_("Changed at this time or later."))

    def filter_practice(self, rows: Any, _name: str, reference: str) -> Any:
        """Of this example."""
        return rows.filter(practice__reference=reference) if reference else rows


def rows(user: Any) -> "models.QuerySet[Adoption]":
    """Those this person may see: of the own force, and what others share of practice that is open to the reader."""
    seen = Adoption.objects.visible_to(user).standing()
    source = seen.filter(pk=OuterRef("source")).values("reference")[:1]
    found: models.QuerySet[Adoption] = seen.annotate(
        changed=Greatest("updated_at", "practice__bank_entry__updated_at"), learned_from=Subquery(source)
    )
    return found


ADOPTION = DataSet(
    code="adoption",
    title=_("Practice taken up by forces"),
    a_row=_("What one force does with one practice of another."),
    about=_(
        "Which practice forces adopt, adapt or decide against, from whom they learned it, and what came of it: of your "
        "force all of it, of others what they share of practice that you may read."
    ),
    licence=_("Recorded by the forces named; use it within policing unless it is shared with everybody."),
    may_read=has_list,
    filters=AdoptionFilters,
    rows=rows,
    columns=(
        Column("reference", Kind.TEXT, _("For example AD-00007. Never changes.")),
        Column("practice", Kind.TEXT, _("Reference of the example."), "practice__reference"),
        Column("force", Kind.TEXT, _("Code of the force that takes it up, or decides against it."), "force__code"),
        Column("kind", Kind.TEXT, _("What the force does with it."), values=AdoptionKind.choices),
        Column("state", Kind.TEXT, _("Where it stands."), values=AdoptionState.choices),
        Column("reason", Kind.TEXT, _("Why.")),
        Column("plan", Kind.TEXT, _("What is done by whom, and what is adapted.")),
        Column("source", Kind.TEXT, _("The adoption it was learned from; none: the original."), "learned_from"),
        Column("decided_on", Kind.DATE, _("When the force decided.")),
        Column("started_on", Kind.DATE, _("When it started.")),
        Column("ended_on", Kind.DATE, _("When it ended.")),
        Column("end_reason", Kind.TEXT, _("Why it ended.")),
        Column("result", Kind.TEXT, _("What came of it."), values=AdoptionResult.choices),
        Column("result_text", Kind.TEXT, _("What others should know who try the same.")),
        Column("result_at", Kind.MOMENT, _("When the result was noted.")),
        Column("shared_to", Kind.INTEGER, _("Who may read it: 0 the force and VKPP, 1 policing, 2 everybody.")),
        Column("recorded_at", Kind.MOMENT, _("When it was recorded.")),
        Column("updated_at", Kind.MOMENT, _("When it, or its practice in the bank, changed last."), "changed"),
        MARKING,
    ),
)
