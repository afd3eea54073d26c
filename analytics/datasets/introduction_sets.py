"""The data set of introductions to evaluators: how far each is and how long it took, without a word of what was said."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from practice.introductions import people
from practice.introductions.vocab import IntroductionState, Side
from practice.models import Introduction
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.models import Marking


class IntroductionFilters(Filters):
    """Filters of introductions."""

    evaluator = Seen(
        field_name="body__slug",
        words=lambda user: people.known_bodies(user).values_list("slug", flat=True),
        help_text=_("Slug of an evaluator."),
    )
    state = Words(words=IntroductionState.values, help_text=_("Where it stands."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[Introduction]":
    """Those that concern this person, at this moment: what an owner no longer permits is not among them."""
    found: models.QuerySet[Introduction] = Introduction.objects.visible_to(user)
    return found


def sensitive(user: Any) -> bool:
    """Whether an example of one of them is OFFICIAL-SENSITIVE."""
    found: bool = rows(user).filter(practice__marking=Marking.OFFICIAL_SENSITIVE).exists()
    return found


INTRODUCTIONS = DataSet(
    code="introductions",
    title=_("Introductions to evaluators"),
    a_row=_("One owner of an example and one body that evaluates, brought together."),
    about=_(
        "Which example, which evaluator, who asked, and when each step was taken, for as long as the owner permits it. "
        "What was written and who wrote it is not in it."
    ),
    licence=_("For the national team’s own work and those who take part; not for publication."),
    may_read=people.meets,
    filters=IntroductionFilters,
    rows=rows,
    sensitive=sensitive,
    columns=(
        Column("reference", Kind.TEXT, _("For example IN-00007. Never changes.")),
        Column("practice", Kind.TEXT, _("Reference of the example."), "practice__reference"),
        Column(
            "force",
            Kind.TEXT,
            _("Code of the force whose example it is; none for other bodies."),
            "practice__force__code",
        ),
        Column("evaluator", Kind.TEXT, _("Slug of the body that evaluates."), "body__slug"),
        Column("asked_side", Kind.TEXT, _("Who asked for it."), values=Side.choices),
        Column("state", Kind.TEXT, _("Where it stands."), values=IntroductionState.choices),
        Column("asked_at", Kind.MOMENT, _("When it was asked for.")),
        Column("answered_at", Kind.MOMENT, _("When the owner agreed or declined; none before that.")),
        Column("introduced_at", Kind.MOMENT, _("When VKPP introduced the two; none before that.")),
        Column("talks_at", Kind.MOMENT, _("When they began to talk; none before that.")),
        Column("agreed_at", Kind.MOMENT, _("When an evaluation was agreed; none before that.")),
        Column("ended_at", Kind.MOMENT, _("When it ended; none before that.")),
        Column("updated_at", Kind.MOMENT, _("When it was last changed.")),
        replace(MARKING, source="practice__marking"),
    ),
)
