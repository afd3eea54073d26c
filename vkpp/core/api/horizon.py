"""Until when the past is settled: nothing that is still being written can appear before that moment any more.

A row's time is the wall clock at its writing, but readers see it only when its transaction ends. Who pulls changes
"since the newest row I saw" therefore misses what was written before and committed after. Since this moment, nobody does.
"""

import datetime as dt

from django.db import connection

from vkpp.core.open_transactions import OLDEST


def settled_until() -> dt.datetime:
    """The start of the oldest open transaction, or now. Ask before reading, and pull from here next time."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT least(now(), {OLDEST})")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment
