"""Keeping the tallies of reports in step: what is stale is counted anew and stored, a call and month at a time."""

from django.db import connection, transaction

from practice.models import ReportStale, ReportTally, SentExample
from practice.reporting import counting

LOCK = 7_410_012
CELLS = 24
"""How many calls and months are counted in one transaction."""


def settle() -> int:
    """Count anew what is stale; how many calls and months. A second worker at the same time has nothing to do."""
    done = 0
    while some := _some():
        done += some
    return done


@transaction.atomic
def _some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    cells = list(ReportStale.objects.values_list("call_id", "month").distinct().order_by("call_id", "month")[:CELLS])
    if not cells:
        return 0
    for call, month in cells:
        # removed first: a change that is committed while this counts leaves a row of its own
        ReportStale.objects.filter(call=call, month=month).delete()
    rows = counting.counted(SentExample.objects.filter(counting.cells(cells)), tallied=True)
    for call, month in cells:
        ReportTally.objects.filter(call=call, month=month).delete()
    made = (ReportTally(call_id=call, month=month, part=part, value=value, n=n) for call, month, part, value, n in rows)
    ReportTally.objects.bulk_create(made, batch_size=2000)
    return len(cells)
