"""Until when the past is settled: nothing that is still being written can appear before that moment any more.

A row's time is the wall clock at its writing, but readers see it only when its transaction ends. Who pulls changes
"since the newest row I saw" therefore misses what was written before and committed after. Since this moment, nobody does.
"""

import datetime as dt

from django.db import connection


def settled_until() -> dt.datetime:
    """The start of the oldest open transaction, or now. Ask before reading, and pull from here next time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(now(), coalesce(min(xact_start), now())) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        moment: dt.datetime = cursor.fetchone()[0]
    return moment
