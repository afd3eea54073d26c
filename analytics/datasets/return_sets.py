"""The data set of answers: what forces say in their returns, for who may read them."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from nvap.models import ActionVersion, Response, Return
from nvap.vocab import Provenance, ReturnState
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission
from vkpp.core.api.filters import Filters, Moment, Seen, Words, YesNo


class AnswerFilters(Filters):
    """Filters of answers."""

    round = Seen(
        field_name="ret__round__code",
        words=lambda user: Return.objects.visible_to(user).values_list("round__code", flat=True).distinct().order_by(),
        help_text=_("Code of a round."),
    )
    force = Seen(
        field_name="ret__force__code",
        words=lambda user: Return.objects.visible_to(user).values_list("force__code", flat=True).distinct().order_by(),
        help_text=_("Code of a force."),
    )
    action = Seen(
        field_name="action_version__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of an action of the plan."),
    )
    theme = Seen(
        field_name="action_version__theme__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("theme__code", flat=True),
        help_text=_("Code of a theme of the plan."),
    )
    provenance = Words(words=Provenance.values, help_text=_("Where the answer comes from."))
    complete = YesNo(help_text=_("Answered completely and confirmed, or not."))
    has_gap = YesNo(help_text=_("Says that there is a gap, or not."))
    has_practice = YesNo(help_text=_("Names promising practice, or not."))
    not_applicable = YesNo(help_text=_("Says that the action does not apply, or not."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))


def rows(user: Any) -> "models.QuerySet[Response]":
    """The answers this person may read."""
    found: models.QuerySet[Response] = Response.objects.visible_to(user)
    return found


def may_read(user: Any) -> bool:
    """Who reads answers at all: of their force, of all forces, or the part they answer."""
    whole = permissions.nationally(user, Permission.RETURN_CHECK) or permissions.can(user, Permission.RETURN_READ_FORCE)
    return whole or permissions.can(user, Permission.RETURN_ANSWER)


ANSWERS = DataSet(
    code="answers",
    title=_("Answers of forces"),
    a_row=_("What one force answers on one action of the plan in one round, as it stands now."),
    about=_(
        "The returns that you may read in the portal, answer by answer. What was carried forward from the last round "
        "and nobody has confirmed has the provenance carried and does not count as answered."
    ),
    licence=_("Of the force that answers; for its own work and VKPP’s. Not for publication."),
    may_read=may_read,
    filters=AnswerFilters,
    rows=rows,
    sensitive=lambda _user: True,
    columns=(
        Column("round", Kind.TEXT, _("Code of the round."), "ret__round__code"),
        Column("force", Kind.TEXT, _("Code of the force."), "ret__force__code"),
        Column("force_name", Kind.TEXT, _("Name of the force."), "ret__force__name"),
        Column("region", Kind.TEXT, _("Policing region of the force."), "ret__force__region"),
        Column("return_state", Kind.TEXT, _("Where the force’s return stands."), "ret__state", ReturnState.choices),
        Column("theme", Kind.TEXT, _("Code of the theme in the round’s plan."), "action_version__theme__code"),
        Column("action", Kind.TEXT, _("Code of the action in the round’s plan."), "action_version__code"),
        Column("action_title", Kind.TEXT, _("Short title of the action."), "action_version__title"),
        Column(
            "lineage", Kind.TEXT, _("Code of the action over all versions of the plan."), "action_version__action__code"
        ),
        Column("provenance", Kind.TEXT, _("Where the answer comes from."), values=Provenance.choices),
        Column("complete", Kind.YES_NO, _("Everything that must be answered is, and confirmed.")),
        Column("not_applicable", Kind.YES_NO, _("Says that the action does not apply to the force.")),
        Column("has_gap", Kind.YES_NO, _("Says that there is a gap.")),
        Column("has_practice", Kind.YES_NO, _("Names promising practice.")),
        Column("scores", Kind.OBJECT, _("Code of a levelled question and the score of its level, as a JSON object.")),
        Column("answers", Kind.OBJECT, _("Code of a question and its answer, as a JSON object.")),
        Column("version", Kind.INTEGER, _("Counts saved changes of the answer.")),
        Column("updated_at", Kind.MOMENT, _("When it changed last.")),
        replace(MARKING, source="ret__marking"),
    ),
)
