"""The data set of national data collections."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import ALWAYS_OFFICIAL, DataSet
from analytics.models import Collection, CollectionItem
from analytics.register.querysets import reads
from analytics.register.vocab import CollectionState, LegalBasis, Rhythm
from nvap.models import Strand
from vkpp.core.api.filters import Filters, Moment, Words, YesNo

ITEMS = ArraySubquery(
    CollectionItem.objects.filter(collection=OuterRef("pk"), removed_at=None).order_by("number").values("text")
)


class CollectionFilters(Filters):
    """Filters of collections."""

    owner = Words(
        words=lambda: Collection.objects.order_by("owner").values_list("owner", flat=True).distinct(),
        help_text=_("The body that asks."),
    )
    rhythm = Words(words=Rhythm.values, help_text=_("How often it is asked."))
    basis = Words(words=LegalBasis.values, help_text=_("Why forces answer."))
    state = Words(words=CollectionState.values, help_text=_("Whether forces are still asked."))
    strand = Words(
        field_name="strands",
        array=True,
        words=lambda: Strand.objects.values_list("code", flat=True),
        help_text=_("Code of a strand of vulnerability."),
    )
    sample = YesNo(help_text=_("Not verified, or verified."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[Collection]":
    """The collections this person may read."""
    found: models.QuerySet[Collection] = Collection.objects.visible_to(user)
    return found


COLLECTIONS = DataSet(
    code="collections",
    title=_("National data collections"),
    a_row=_("One thing that a national body asks of police forces again and again."),
    about=_("The register: who asks forces for what, how often, on which legal basis, and what it costs them."),
    licence=_("VKPP’s register. Rows marked as sample are not verified: check them with the body that asks."),
    may_read=reads,
    filters=CollectionFilters,
    rows=rows,
    columns=(
        Column("code", Kind.TEXT, _("Made of its first name. Never changes.")),
        Column("name", Kind.TEXT, _("What it is called.")),
        Column("owner", Kind.TEXT, _("The body that asks.")),
        Column("purpose", Kind.TEXT, _("What the data are for.")),
        Column("part_of", Kind.TEXT, _("Code of a wider collection."), "part_of__code"),
        Column("frequency", Kind.TEXT, _("How often, in the words of the source.")),
        Column("rhythm", Kind.TEXT, _("How often."), values=Rhythm.choices),
        Column("basis", Kind.TEXT, _("Why forces answer."), values=LegalBasis.choices),
        Column("legal_basis", Kind.TEXT, _("The Act, regulation or agreement.")),
        Column("burden_hours", Kind.INTEGER, _("Hours of one force in a year; null while nobody has said it.")),
        Column("burden_source", Kind.TEXT, _("How the hours are known.")),
        Column("forces_asked", Kind.INTEGER, _("How many forces are asked.")),
        Column("topics", Kind.CODES, _("What it is about.")),
        Column("items", Kind.CODES, _("What it asks for, item by item."), ITEMS),
        Column("strands", Kind.CODES, _("Codes of strands of vulnerability.")),
        Column("state", Kind.TEXT, _("Whether forces are still asked."), values=CollectionState.choices),
        Column("sample", Kind.YES_NO, _("Not verified.")),
        Column("provenance", Kind.TEXT, _("Where this is known from.")),
        Column("source_url", Kind.TEXT, _("Where it is published.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        ALWAYS_OFFICIAL,
    ),
)
