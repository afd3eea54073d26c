"""The data set of learning events."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import ALWAYS_OFFICIAL, DataSet
from practice.events import people, regions
from practice.events.vocab import EventState
from practice.models import FeaturedPractice, LearningEvent
from vkpp.core.api.filters import Filters, Moment, Words


class EventFilters(Filters):
    """Filters of learning events."""

    region = Words(words=regions.names, help_text=_("Policing region."))
    state = Words(words=EventState.values, help_text=_("Where it stands."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[LearningEvent]":
    """The events this person sees, with how many booked and came; of what they feature, what owners permit now."""
    featured = FeaturedPractice.objects.visible_to(user).filter(event=OuterRef("pk")).order_by("order", "pk")
    found: models.QuerySet[LearningEvent] = LearningEvent.objects.visible_to(user).annotate(
        booked=Count("bookings", filter=Q(bookings__state="placed")),
        waiting=Count("bookings", filter=Q(bookings__state="waiting")),
        cancelled=Count("bookings", filter=Q(bookings__state="cancelled")),
        came=Count("bookings", filter=Q(bookings__attended=True)),
        missed=Count("bookings", filter=Q(bookings__attended=False)),
        answers=Count("bookings__feedback"),
        practices=ArraySubquery(featured.values(name=F("practice__reference"))),
    )
    return found


EVENTS = DataSet(
    code="learning_events",
    title=_("Learning events"),
    a_row=_("One day on which forces learn from one another."),
    about=_(
        "Announced events, also cancelled and past ones: when and where, how many booked and came, and which practice "
        "was featured, as far as you may read it and its owner permits it at this moment. No names, no feedback."
    ),
    licence=_("VKPP’s own figures."),
    may_read=people.may_book,
    filters=EventFilters,
    rows=rows,
    columns=(
        Column("reference", Kind.TEXT, _("For example LE-00012. Never changes.")),
        Column("title", Kind.TEXT, _("What it is called.")),
        Column("region", Kind.TEXT, _("Policing region; empty: for all of them.")),
        Column("place", Kind.TEXT, _("Town and venue; empty: online.")),
        Column("starts_at", Kind.MOMENT, _("When it starts.")),
        Column("ends_at", Kind.MOMENT, _("When it ends.")),
        Column("state", Kind.TEXT, _("Where it stands."), values=EventState.choices),
        Column("places", Kind.INTEGER, _("How many people can come.")),
        Column("booked", Kind.INTEGER, _("How many have a place.")),
        Column("waiting", Kind.INTEGER, _("How many are on the waiting list.")),
        Column("cancelled", Kind.INTEGER, _("How many bookings were cancelled.")),
        Column("came", Kind.INTEGER, _("How many came, as far as that was noted.")),
        Column("missed", Kind.INTEGER, _("How many with a place did not come.")),
        Column("answers", Kind.INTEGER, _("How many said afterwards how it was.")),
        Column("practices", Kind.CODES, _("References of the examples featured that you may read now.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed; bookings do not count.")),
        ALWAYS_OFFICIAL,
    ),
)
