"""The data set of published practice."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from nvap.models import Action, Strand
from practice.models import BankEntry
from practice.vocab import Category, RatingValue, Scale, Stage
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.models import Marking


class PracticeFilters(Filters):
    """Filters of published practice."""

    category = Words(
        field_name="categories",
        array=True,
        words=Category.values,
        help_text=_("Code of a category."),
    )
    strand = Words(
        field_name="strands",
        array=True,
        words=lambda: Strand.objects.values_list("code", flat=True),
        help_text=_("Code of a strand of vulnerability."),
    )
    action = Words(
        field_name="actions",
        array=True,
        words=lambda: Action.objects.values_list("code", flat=True),
        help_text=_("Code of an action of the plan."),
    )
    force = Words(
        field_name="practice__force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force."),
    )
    rating = Words(words=RatingValue.values, help_text=_("What it was rated."))
    stage = Words(words=Stage.values, help_text=_("How far it has been evaluated."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[BankEntry]":
    """What the owner permits this person to read now."""
    found: models.QuerySet[BankEntry] = BankEntry.objects.visible_to(user)
    return found


def sensitive(user: Any) -> bool:
    """Whether an example that this person reads is sensitive."""
    return rows(user).filter(practice__marking=Marking.OFFICIAL_SENSITIVE).exists()


PRACTICE = DataSet(
    code="practice",
    title=_("Published practice"),
    a_row=_("One published practice example, as it was last released."),
    about=_(
        "Examples of the practice bank that their owners let you read: what they are, where they run, what they are "
        "about and how they were rated. Whole texts, files and evidence are in the API under /practices/."
    ),
    licence=_("The examples belong to the forces and bodies named; use them within what their owners permit."),
    may_read=lambda user: bool(user.is_authenticated),
    filters=PracticeFilters,
    rows=rows,
    sensitive=sensitive,
    columns=(
        Column("reference", Kind.TEXT, _("For example VP-2026-00017. Never changes.")),
        Column("title", Kind.TEXT, _("What the practice is called.")),
        Column("summary", Kind.TEXT, _("Two or three sentences.")),
        Column("lead_organisation", Kind.TEXT, _("The force, unit or body that runs it.")),
        Column("force", Kind.TEXT, _("Code of the force; none for other organisations."), "practice__force__code"),
        Column("force_name", Kind.TEXT, _("Name of the force at the time.")),
        Column("region", Kind.TEXT, _("Policing region.")),
        Column("call", Kind.TEXT, _("The call for practice that it answers."), "practice__call__slug"),
        Column("categories", Kind.CODES, _("Codes of categories."), values=Category.choices),
        Column("strands", Kind.CODES, _("Codes of strands of vulnerability.")),
        Column("actions", Kind.CODES, _("Codes of actions of the plan.")),
        Column("topics", Kind.CODES, _("Codes of topics.")),
        Column("target_groups", Kind.CODES, _("Codes of target groups.")),
        Column("rating", Kind.TEXT, _("What it was rated; none: not rated yet."), values=RatingValue.choices),
        Column("stage", Kind.TEXT, _("How far it has been evaluated."), values=Stage.choices),
        Column("scale", Kind.TEXT, _("How widely it runs."), values=Scale.choices),
        Column("serious_violence", Kind.YES_NO, _("Whether it addresses serious violence.")),
        Column("started", Kind.TEXT, _("As exact as known: 2021, 2021-05 or 2021-05-17.")),
        Column("open_to_public", Kind.YES_NO, _("Whether everybody may read it now.")),
        Column("review_by", Kind.DATE, _("When the owner is asked whether it is still so.")),
        Column("archived", Kind.YES_NO, _("Retired by its owner.")),
        Column("first_published_at", Kind.MOMENT, _("When it was first published.")),
        Column("published_at", Kind.MOMENT, _("When this snapshot was published.")),
        Column("updated_at", Kind.MOMENT, _("When anything about it changed last, permissions too.")),
        replace(MARKING, source="practice__marking"),
    ),
)
