"""How long forces take to answer contact requests: for VKPP, worked out by the database in one query."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

YEAR = dt.timedelta(days=365)
PERIODS = {"year": YEAR, "quarter": dt.timedelta(days=91)}

BY_FORCE = """
    SELECT force.code, force.name, count(*) AS asked,
        count(*) FILTER (WHERE answered_at IS NOT NULL) AS answered,
        count(*) FILTER (WHERE request.state = 'declined') AS declined,
        count(*) FILTER (WHERE request.state IN ('asked', 'passed_on')) AS waiting,
        count(*) FILTER (WHERE request.state IN ('asked', 'passed_on') AND due_at < %(now)s) AS late,
        count(*) FILTER (WHERE answered_at <= due_at) AS in_time,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - asked_at) / 86400.0) AS median,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - asked_at) / 86400.0) AS upper,
        max(extract(epoch FROM %(now)s - asked_at) / 86400.0)
            FILTER (WHERE request.state IN ('asked', 'passed_on')) AS longest
    FROM practice_contactrequest AS request LEFT JOIN accounts_force AS force ON force.id = request.force_id
    WHERE asked_at >= %(since)s
    GROUP BY GROUPING SETS ((force.code, force.name), ())
    ORDER BY grouping(force.code), force.name NULLS LAST
"""


@dataclass(frozen=True)
class Times:
    """Of one force (empty code: bodies that are none) or, without a name at all, of everybody. Times are in days."""

    code: str | None
    name: str | None
    asked: int
    answered: int
    declined: int
    waiting: int
    late: int
    in_time: int
    median: float | None
    upper: float | None
    longest: float | None


@dataclass(frozen=True)
class Report:
    """Everybody together, and force by force."""

    together: Times
    forces: list[Times]


def report(*, period: str = "", now: dt.datetime | None = None) -> Report:
    """The times of requests asked within the period (empty: ever)."""
    moment = now or timezone.now()
    since = moment - PERIODS[period] if period in PERIODS else dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(BY_FORCE, {"now": moment, "since": since})
        rows = [Times(*_plain(row)) for row in cursor.fetchall()]
    return Report(together=rows[-1], forces=rows[:-1])


def _plain(row: Any) -> Any:
    return (*row[:8], *(None if value is None else float(value) for value in row[8:]))
