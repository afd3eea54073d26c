"""Counting: what was sent in, part by part, from the counted rows or from tallies made of them beforehand.

A *part* is one way to look at examples, its *value* what they have there:

- `sent`: how many; the value is empty
- `state`, `outcome`: the force's number (0: another organisation), a colon, the code
- `days`: whole days from first sending to the first answer of triage; `intime`: yes or no
- `category`, `strand` (of what is published, before that of the example), `rating` (as published last; `not_rated`)
- `imported`: yes
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models import Q, Sum

from practice.models import ReportStale, ReportTally, SentExample
from practice.reporting.asked import Asked, after, calls_of
from vkpp.core.working_days import LONDON

Cell = tuple[int, dt.date]
Row = tuple[int, Any, str, str, int]
"""Call, month (a date; none for what was counted over all), part, value and how many."""
COLUMNS = (
    *("call_id", "force_id", "state", "imported", "outcome", "rating", "categories", "strands"),
    *("sent_at", "due_at", "triaged_at"),
)
COUNTED = """
    WITH counted AS MATERIALIZED (
        SELECT call_id, date_trunc('month', sent_at AT TIME ZONE 'Europe/London')::date AS month,
            coalesce(force_id, 0) AS force, state, imported, outcome, rating, categories, strands, sent_at, due_at,
            triaged_at
        FROM ({rows}) AS sent
    )
    SELECT call_id, month, 'sent', '', count(*) FROM counted GROUP BY 1, 2
    UNION ALL SELECT call_id, {month}, 'state', force || ':' || state, count(*) FROM counted GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'outcome', force || ':' || outcome, count(*) FROM counted
        WHERE outcome <> '' GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, month, 'days', floor(extract(epoch FROM triaged_at - sent_at) / 86400)::int::text, count(*)
        FROM counted WHERE triaged_at >= sent_at GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'intime', CASE WHEN triaged_at <= due_at THEN 'yes' ELSE 'no' END, count(*)
        FROM counted WHERE triaged_at IS NOT NULL AND due_at IS NOT NULL GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'category', value, count(*) FROM counted, unnest(categories) value GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'strand', value, count(*) FROM counted, unnest(strands) value GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'rating', coalesce(nullif(rating, ''), 'not_rated'), count(*) FROM counted
        WHERE state = 'published' GROUP BY 1, 2, 4
    UNION ALL SELECT call_id, {month}, 'imported', 'yes', count(*) FROM counted WHERE imported GROUP BY 1, 2
"""


@dataclass
class Counts:
    """Part → value → how many, and month → part → value → how many for `sent` and `days`."""

    parts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    months: dict[dt.date, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def of(self, part: str) -> "Counter[str]":
        """The values of a part."""
        return self.parts.get(part, Counter())

    def add(self, month: dt.date | None, part: str, value: str, n: int) -> None:
        """`n` more; with a month for what is shown by month."""
        if month is not None and part in BY_MONTH:
            self.months[month][part][value] += n
        self.parts[part][value] += n


BY_MONTH = ("sent", "days")


def count(user: Any, asked: Asked) -> Counts:
    """The counts that answer the question, within what this person may read."""
    counts = Counts()
    if asked.forces is not None:
        for _call, month, part, value, n in counted(
            _period(SentExample.objects.visible_to(user), asked), tallied=False
        ):
            counts.add(month, part, value, n)
        return counts
    calls = {asked.call.pk} if asked.call else set(calls_of(user).values_list("pk", flat=True))
    stale = {
        cell for cell in ReportStale.objects.values_list("call_id", "month").distinct() if _wanted(cell, calls, asked)
    }
    for when, part, value, n in _tallied(calls, asked, stale):
        counts.add(when, part, value, n)
    if stale:
        late = SentExample.objects.visible_to(user).filter(cells(stale))
        for _call, month, part, value, n in counted(late, tallied=False):
            counts.add(month, part, value, n)
    return counts


def counted(rows: "models.QuerySet[Any]", *, tallied: bool) -> list[Row]:
    """Each part of these examples by call and, as tallies need it, month; else only the parts that are shown by month."""
    statement, values = rows.order_by().values(*COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(rows=statement, month="month" if tallied else "NULL::date"), values)
        return list(cursor.fetchall())


def cells(wanted: Iterable[Cell]) -> Q:
    """Examples of these calls and months."""
    found = Q(pk__in=[])
    for call, month in wanted:
        found |= Q(call=call, sent_at__gte=_start(month), sent_at__lt=_start(after(month)))
    return found


def _tallied(calls: set[int], asked: Asked, stale: set[Cell]) -> list[tuple[dt.date | None, str, str, int]]:
    """Sums of the tallies that hold: all parts over all months, those by month with their month."""
    rows = ReportTally.objects.filter(call__in=calls)
    if asked.since:
        rows = rows.filter(month__gte=asked.since)
    if asked.until:
        rows = rows.filter(month__lte=asked.until)
    for call, month in stale:
        rows = rows.exclude(call=call, month=month)
    whole = rows.exclude(part__in=BY_MONTH).values_list("part", "value").annotate(sum=Sum("n")).order_by()
    monthly = rows.filter(part__in=BY_MONTH).values_list("month", "part", "value").annotate(sum=Sum("n")).order_by()
    return [*((None, *row) for row in whole), *monthly]


def _wanted(cell: Cell, calls: set[int], asked: Asked) -> bool:
    call, month = cell
    early, late = asked.since and month < asked.since, asked.until and month > asked.until
    return call in calls and not early and not late


def _period(rows: "models.QuerySet[Any]", asked: Asked) -> "models.QuerySet[Any]":
    """The examples that the question is about."""
    if asked.forces is not None:
        rows = rows.filter(force__in=asked.forces)
    if asked.call:
        rows = rows.filter(call=asked.call)
    if asked.since:
        rows = rows.filter(sent_at__gte=_start(asked.since))
    if asked.until:
        rows = rows.filter(sent_at__lt=_start(after(asked.until)))
    return rows


def sent(user: Any, asked: Asked) -> "models.QuerySet[Any]":
    """The rows of the examples that the question is about, of those that this person's reports count."""
    return _period(SentExample.objects.visible_to(user), asked)


def _start(month: dt.date) -> dt.datetime:
    return dt.datetime.combine(month, dt.time(), LONDON)


def quartiles(days: "Counter[str]") -> Sequence[int] | None:
    """Lower quartile, median and upper quartile of whole days; None without any. Each is a number of days that occurred."""
    total = days.total()
    if not total:
        return None
    found, seen = [], 0
    ordered = sorted((int(day), n) for day, n in days.items())
    marks = [total * share for share in (0.25, 0.5, 0.75)]
    for day, n in ordered:
        seen += n
        while marks and seen >= marks[0]:
            found.append(day)
            marks.pop(0)
    return found
