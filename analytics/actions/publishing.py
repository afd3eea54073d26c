"""Freeze the national baseline of a round: the validated figures of the moment, and the versions they counted."""

from django.db import connection, transaction

from analytics.actions import counting
from analytics.counting_sql import COLUMNS
from analytics.models import Baseline, Summary
from analytics.theme_sql import COLUMNS_OF_THEMES
from analytics.vocab import Basis
from nvap.models import Return, Round
from vkpp.core import audit


def _freeze(table: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(name for name in columns if name != "basis")
    return f"""
        INSERT INTO {table} (round_id, basis, code_version, as_of, {listed})
        SELECT round_id, 'published', code_version, clock_timestamp(), {listed} FROM {table}
        WHERE round_id = %s AND basis = 'validated' {"AND NOT steady" if "steady" in columns else ""}
        ON CONFLICT DO NOTHING
    """  # noqa: S608 - built from our own words alone


FREEZE = (
    _freeze("analytics_summary", ("steady", *COLUMNS)),
    _freeze("analytics_themesummary", COLUMNS_OF_THEMES),
)


@transaction.atomic
def publish(*, round_id: int) -> int:
    """Freeze what is validated as published, once for ever; returns how many figures were frozen."""
    actions = counting.actions_of(round_id)
    counting.lock(round_id, actions)
    if Summary.objects.filter(round_id=round_id, basis=Basis.PUBLISHED).exists():
        return 0
    returns = list(Return.objects.select_for_update(of=("self",)).filter(round_id=round_id).order_by("pk"))
    validated = [ret for ret in returns if ret.validated_id is not None]
    counting.count(round_id=round_id, action_ids=actions)
    Baseline.objects.bulk_create(
        [Baseline(round_id=round_id, force_id=ret.force_id, submission_id=ret.validated_id) for ret in validated]
    )
    frozen = 0
    with connection.cursor() as cursor:
        for freeze in FREEZE:
            cursor.execute(freeze, [round_id])
            frozen += int(cursor.rowcount)
    audit.record(
        by=None,
        verb="summaries.publish",
        target=Round.objects.get(pk=round_id),
        after={"forces": len(validated), "figures": frozen},
    )
    return frozen
