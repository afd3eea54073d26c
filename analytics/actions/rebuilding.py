"""Count everything anew and compare it with what the increments made: they must be equal, or somebody is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from analytics.actions import counting
from analytics.counting_sql import OF_ACTIONS, Statements
from analytics.models import SummaryRun
from analytics.theme_sql import OF_THEMES
from analytics.vocab import RunKind
from vkpp.core import audit
from vkpp.core.models import OutboxItem

log = structlog.get_logger(__name__)

EXAMPLES = 20


@dataclass
class Found:
    """What the comparison met."""

    counted: int = 0
    regrouped: int = 0
    differing: list[dict[str, Any]] = field(default_factory=list)


def rebuild(*, kind: RunKind, rounds: Sequence[int] | None = None) -> SummaryRun:
    """Compare all figures of the rounds (all announced ones) with the answers, put them right unless only checking.

    Differences raise an alarm: an error in the log, a measurement, an event in the trail, a card for operations.
    """
    started = timezone.now()
    found = Found()
    wanted = counting.running() if rounds is None else list(rounds)
    for round_id in wanted:
        _one(round_id, found, put_right=kind != RunKind.CHECK)
    with transaction.atomic():
        run = SummaryRun.objects.create(
            kind=kind,
            started_at=started,
            finished_at=timezone.now(),
            rounds=len(wanted),
            counted=found.counted,
            regrouped=found.regrouped,
            differing=len(found.differing),
            examples=found.differing[:EXAMPLES],
        )
        if run.alarming:
            log.error("summaries_differ", run=run.pk, differing=run.differing, examples=run.examples[:3])
            audit.record(
                by=None, verb="summaries.differ", target=run, after={"differing": run.differing, "kind": run.kind}
            )
    return run


@transaction.atomic
def _one(round_id: int, found: Found, *, put_right: bool) -> None:
    actions = counting.actions_of(round_id)
    if not actions:
        return
    counting.lock(round_id, actions)
    rows = _differing(OF_ACTIONS, "action", counting.parameters(round_id, actions), found)
    rows += _differing(OF_THEMES, "theme", counting.parameters_of_themes(round_id, actions), found)
    waiting, everything = _owed(round_id)
    owed = {"action": waiting, "theme": set(counting.themes_of(waiting))}
    for kind, subject, measure, basis, scope, place, was_kept, is_counted, regrouped in rows:
        if everything or subject in owed[kind]:
            continue
        if regrouped and ((was_kept and is_counted) or scope == "peers"):
            found.regrouped += 1
        else:
            key = {"round": round_id, kind: subject, "measure": measure, "basis": basis}
            found.differing.append({**key, "scope": scope, "place": place})
    if put_right and rows:
        counting.count(round_id=round_id, action_ids=actions, mend=True)


def _differing(statements: Statements, kind: str, told: dict[str, Any], found: Found) -> list[tuple[Any, ...]]:
    """What is not as it is counted now, each row with the `kind` of its subject first."""
    with connection.cursor() as cursor:
        cursor.execute(statements.compare, told)
        rows = [(kind, *row) for row in cursor.fetchall()]
        cursor.execute(statements.size, told)
        found.counted += cursor.fetchone()[0]
    return rows


def _owed(round_id: int) -> tuple[set[int], bool]:
    """Actions that a worker has still to count, and whether the whole round is owed. Read after the comparison.

    Nothing can be settled meanwhile, for the round's locks are held: what the comparison saw too early is still owed.
    """
    items = OutboxItem.objects.filter(done_at=None, failed_at=None)
    round_owed = items.filter(kind="nvap.basis_changed", payload__round=round_id).exists()
    actions = items.filter(kind="nvap.answer_changed", payload__round=round_id).values_list(
        "payload__action", flat=True
    )
    return set(actions), round_owed or items.filter(kind="nvap.peers_changed").exists()
