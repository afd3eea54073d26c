"""What an answer of the API depends on, in one query: most pulls find that none of it has moved, and read nothing else."""

import datetime as dt
from typing import NamedTuple

from django.db import connection

from analytics.figures import Audience

SQL = """
SELECT r.id, b.basis, o.version, o.signed_id, o.validated_id,
       (SELECT s.as_of FROM analytics_summary s
         WHERE s.round_id = r.id AND s.basis = b.basis AND s.steady = (b.basis <> 'published' AND NOT %(everything)s)
         ORDER BY s.as_of DESC LIMIT 1),
       (SELECT string_agg(DISTINCT g.peer_set_id::text, ',') FROM analytics_summary g
         WHERE g.force_id = %(force)s AND g.round_id = r.id AND g.basis = b.basis AND NOT g.steady)
  FROM nvap_round r
 CROSS JOIN LATERAL (
       SELECT coalesce(%(basis)s, CASE r.state WHEN 'published' THEN 'published' ELSE 'live' END) AS basis) b
  LEFT JOIN nvap_return o ON o.round_id = r.id AND o.force_id = %(force)s
 WHERE r.state <> 'draft' AND (r.state = 'published' OR NOT %(published_only)s)
   AND (%(code)s::text IS NULL OR r.code = %(code)s)
 ORDER BY r.opens_at DESC, r.id DESC LIMIT 1
"""


class State(NamedTuple):
    """The round and the basis that are asked for, the versions of the own return, the newest figure, the peer groups.

    A new group is there as soon as it is loaded, though its steady figures come later; it says nothing of who answered.
    """

    round: int
    basis: str
    version: int | None
    signed: int | None
    validated: int | None
    as_of: dt.datetime | None
    groups: str | None


def state_of(audience: Audience, code: str | None, basis: str | None) -> State | None:
    """Of the round with this code, or the newest; on this basis, or the usual one. None: no such round to be found."""
    values = {
        "code": code,
        "basis": basis,
        "force": audience.force.pk if audience.force is not None else None,
        "everything": audience.everything,
        "published_only": audience.published_only,
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        row = cursor.fetchone()
    return State(*row) if row is not None else None
