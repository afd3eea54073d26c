"""The data set of contact requests: who was asked and how long answers took, without a word of what was said."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from practice.contacts import people
from practice.contacts.vocab import ContactState
from practice.models import ContactRequest
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Words


class ContactFilters(Filters):
    """Filters of contact requests."""

    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of the force that was asked."),
    )
    state = Words(words=ContactState.values, help_text=_("Where it stands."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[ContactRequest]":
    """All that this person sees."""
    found: models.QuerySet[ContactRequest] = ContactRequest.objects.visible_to(user)
    return found


CONTACTS = DataSet(
    code="contact_requests",
    title=_("Contact requests"),
    a_row=_("One question to a force or to the owner of an example."),
    about=_(
        "Who asked whom about practice, when it was answered, and what still waits. Questions and answers themselves "
        "are not in it, nor who asked."
    ),
    licence=_("For the national team's own work; not for publication force by force."),
    may_read=people.oversees,
    filters=ContactFilters,
    rows=rows,
    columns=(
        Column("reference", Kind.TEXT, _("For example CT-00007. Never changes.")),
        Column("force", Kind.TEXT, _("Code of the force that was asked; none for other bodies."), "force__code"),
        Column("asker_force", Kind.TEXT, _("Code of the force whose officer asked."), "asker_force__code"),
        Column("strand", Kind.TEXT, _("Code of the strand that a force was asked about."), "strand__code"),
        Column("action", Kind.TEXT, _("Code of the action that a force was asked about."), "action__code"),
        Column("state", Kind.TEXT, _("Where it stands."), values=ContactState.choices),
        Column("asked_at", Kind.MOMENT, _("When it was asked.")),
        Column("due_at", Kind.MOMENT, _("By when an answer was expected: ten working days on.")),
        Column("answered_at", Kind.MOMENT, _("When it was answered or declined; none before that.")),
        Column("closed_at", Kind.MOMENT, _("When it was closed or withdrawn; none before that.")),
        Column("reminded", Kind.INTEGER, _("How many reminders were sent.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        MARKING,
    ),
)
