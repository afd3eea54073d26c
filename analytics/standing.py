"""A force's own answers on one basis: what it is shown beside the figures of others, and what VKPP sees of all forces."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from analytics.models import Baseline
from analytics.vocab import Basis
from nvap.models import Response, Return, Round, SubmittedAnswer
from vkpp.accounts.models import Force

FIELDS = ("scores", "not_applicable", "has_gap", "has_practice")


@dataclass(frozen=True)
class Own:
    """One answer of one force, as a figure counts it."""

    scores: dict[str, int]
    not_applicable: bool
    has_gap: bool
    has_practice: bool

    def level(self, measure: str) -> int | None:
        """The score given, unless the action does not apply."""
        return None if self.not_applicable else self.scores.get(measure)


def of_force(force: Force, round_: Round, basis: str, actions: Collection[int] | None = None) -> dict[int, Own]:
    """Action version → the force's answer; on all actions when none are named."""
    return of_forces(round_, basis, [force.pk], actions).get(force.pk, {})


def of_forces(
    round_: Round, basis: str, forces: Collection[int] | None = None, actions: Collection[int] | None = None
) -> dict[int, dict[int, Own]]:
    """Force → action version → answer; of all forces when none are named. Who calls it knows that it may be read."""
    found: dict[int, dict[int, Own]] = defaultdict(dict)
    rows = _rows(round_, basis, forces)
    if actions is not None:
        rows = rows.filter(action_version__in=actions)
    for force, action, *values in rows:
        found[force][action] = Own(*values)
    return found


def published(
    rounds: Collection[Round], forces: Collection[int], actions: Collection[int]
) -> dict[tuple[int, int, int], Own]:
    """(round, force, action version) → the answer that the published figures of the round counted."""
    counted = SubmittedAnswer.objects.filter(
        submission__in=Baseline.objects.filter(round__in=rounds, force__in=forces).values("submission"),
        action_version__in=actions,
    )
    names = ("submission__ret__round_id", "submission__ret__force_id", "action_version_id", *FIELDS)
    return {
        (round_, force, action): Own(*values)
        for round_, force, action, *values in counted.values_list(*names).order_by()
    }


def scores(force: Force, round_: Round, basis: str) -> dict[int, dict[str, int]]:
    """Action version → question → score of the force's own answer; nothing where the action does not apply."""
    return {action: {} if own.not_applicable else own.scores for action, own in of_force(force, round_, basis).items()}


def _rows(round_: Round, basis: str, forces: Collection[int] | None) -> Any:
    if basis == Basis.LIVE:
        live = Response.objects.filter(ret__round=round_).exclude(provenance__in=["empty", "carried"])
        if forces is not None:
            live = live.filter(ret__force__in=forces)
        return live.values_list("ret__force_id", "action_version_id", *FIELDS).order_by()
    counted = SubmittedAnswer.objects.filter(submission__in=_submissions(round_, basis))
    if forces is not None:
        counted = counted.filter(submission__ret__force__in=forces)
    return counted.values_list("submission__ret__force_id", "action_version_id", *FIELDS).order_by()


def _submissions(round_: Round, basis: str) -> Any:
    if basis == Basis.PUBLISHED:
        return Baseline.objects.filter(round=round_).values("submission")
    version = "signed" if basis == Basis.SIGNED else "validated"
    return Return.objects.filter(round=round_, **{f"{version}__isnull": False}).values(version)
