"""The data set of collections of practice: one row for an example in a collection."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from practice.collecting import reading
from practice.models import PracticeCollection, PracticeCollectionItem
from practice.vocab import RatingValue
from vkpp.core.api.filters import Filters, Seen, Words
from vkpp.core.models import Marking


class CollectedFilters(Filters):
    """Filters of collections of practice."""

    collection = Seen(
        field_name="collection__slug",
        words=lambda user: PracticeCollection.objects.visible_to(user).values_list("slug", flat=True),
        help_text=_("Slug of a collection."),
    )
    audience = Words(
        field_name="collection__audience",
        words=PracticeCollection.Audience.values,
        help_text=_("Who may read the collection: police or public."),
    )


def rows(user: Any) -> "models.QuerySet[PracticeCollectionItem]":
    """Examples that this person may read now, in collections that they may read."""
    seen = PracticeCollection.objects.visible_to(user).filter(state=PracticeCollection.State.PUBLISHED)
    return reading.readable(user).filter(collection__in=seen)


def sensitive(user: Any) -> bool:
    """Whether an example among them is sensitive."""
    return rows(user).filter(practice__marking=Marking.OFFICIAL_SENSITIVE).exists()


COLLECTED = DataSet(
    code="practice_collections",
    title=_("Collections of practice"),
    a_row=_("One published example in one published collection, as you may read both."),
    about=_(
        "Examples of the practice bank that VKPP staff put together, in their order, with the reason why each is there. "
        "The examples themselves are in the data set of published practice."
    ),
    licence=_("The examples belong to the forces and bodies named; use them within what their owners permit."),
    may_read=lambda user: bool(user.is_authenticated),
    filters=CollectedFilters,
    rows=rows,
    sensitive=sensitive,
    columns=(
        Column("collection", Kind.TEXT, _("Slug of the collection. Never changes."), "collection__slug"),
        Column("collection_title", Kind.TEXT, _("What the collection is called."), "collection__title"),
        Column(
            "audience",
            Kind.TEXT,
            _("Who may read the collection."),
            "collection__audience",
            PracticeCollection.Audience.choices,
        ),
        Column("place", Kind.INTEGER, _("Place in the collection; numbers of what you may not read are missing.")),
        Column("reference", Kind.TEXT, _("Reference of the example."), "practice__bank_entry__reference"),
        Column("title", Kind.TEXT, _("What the example is called."), "practice__bank_entry__title"),
        Column(
            "rating",
            Kind.TEXT,
            _("What it was rated; none: not rated yet."),
            "practice__bank_entry__rating",
            RatingValue.choices,
        ),
        Column("note", Kind.TEXT, _("Why it is in the collection.")),
        Column("published_at", Kind.MOMENT, _("When the collection was published last."), "collection__published_at"),
        replace(MARKING, source="practice__marking"),
    ),
)
