"""Opening a round: every benchmarked force gets its return with a row per action, and last round's answers as proposals."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import carrying
from nvap.actions.held import insist
from nvap.models import ActionVersion, Response, Return, Round
from vkpp.accounts.models import Force
from vkpp.core import audit


@transaction.atomic
def open_returns(*, round: Round, by: Any) -> int:  # noqa: A002 - a round of benchmarking is called a round
    """Make the returns that are missing, their answers' rows and proposals; returns how many were made. Safe to repeat."""
    insist(people.may_manage_plans(by), _("Rounds are opened by VKPP administrators."))
    have = set(Return.objects.filter(round=round).values_list("force_id", flat=True))
    missing = Force.objects.filter(benchmarked=True).exclude(pk__in=have).order_by("pk")
    made = Return.objects.bulk_create(Return(round=round, force=force) for force in missing)
    actions = list(ActionVersion.objects.filter(plan=round.plan_id).values_list("pk", flat=True))
    Response.objects.bulk_create(
        (Response(ret=ret, action_version_id=action) for ret in made for action in actions), batch_size=1000
    )
    for ret in made:
        carrying.carry_forward(ret=ret, by=by)
    if made:
        audit.record(by=by, verb="round.open_returns", target=round, after={"returns": len(made)})
    return len(made)
