"""The rows behind the list of a return's actions: two plain queries, for the list stands on every page of the return.

What a person sees is what `Response.objects.visible_to` lets them see (a test compares the two): all of it for who
may read the whole return, else what is assigned to them.
"""

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection

from nvap import people
from nvap.models import Return

SQL = """
SELECT r.id, a.code, a.title, r.action_version_id, t.id, t.code, t.title,
       r.provenance, r.complete, r.not_applicable, r.version,
       (SELECT count(*) FROM nvap_query q WHERE q.response_id = r.id AND q.state = 'open'),
       (SELECT count(*) FROM nvap_finding f JOIN nvap_rule u ON u.id = f.rule_id
         WHERE f.response_id = r.id AND f.state = 'open' AND u.severity IN ('block', 'explain')),
       (SELECT count(*) FROM nvap_finding f WHERE f.response_id = r.id AND f.state <> 'fixed'),
       (SELECT count(*) FROM nvap_evidenceuse e WHERE e.response_id = r.id),
       (SELECT count(*) FROM nvap_responsecomment c WHERE c.response_id = r.id AND c.removed_at IS NULL),
       (SELECT count(*) FROM nvap_gap g WHERE g.response_id = r.id AND g.state = 'open'),
       (SELECT count(*) FROM nvap_promisingpractice p WHERE p.response_id = r.id AND p.removed_at IS NULL)
  FROM nvap_response r
  JOIN nvap_actionversion a ON a.id = r.action_version_id
  JOIN nvap_theme t ON t.id = a.theme_id
 WHERE r.ret_id = %(ret)s
   AND (%(whole)s OR r.action_version_id = ANY(%(actions)s) OR a.theme_id = ANY(%(themes)s))
 ORDER BY t."order", a."order", a.code
"""

ASSIGNED = """
SELECT s.person_id, coalesce(nullif(u.display_name, ''), u.email), s.action_version_id, s.theme_id, s.due_on
  FROM nvap_assignment s
  JOIN accounts_user u ON u.id = s.person_id
 WHERE s.ret_id = %(ret)s AND s.ended_at IS NULL
 ORDER BY s.assigned_at
"""


class Assigned(NamedTuple):
    """Who is to answer an action or a whole theme, and by when."""

    person: Any
    name: str
    action_version: int | None
    theme: int | None
    due_on: dt.date | None


class Row(NamedTuple):
    """One action of the return: how far it is and what hangs on it (`checks`: findings that wait for somebody)."""

    pk: int
    code: str
    title: str
    action_version: int
    theme: int
    theme_code: str
    theme_title: str
    provenance: str
    complete: bool
    not_applicable: bool
    version: int
    queries: int
    checks: int
    findings: int
    evidence: int
    comments: int
    gaps: int
    practices: int


def of(ret: Return, user: Any) -> list[Row]:
    """The actions of a return that this person sees, in the order of the plan."""
    actions, themes = people.assigned(user, ret) if people.may_answer_some(user, ret) else (set(), set())
    values: dict[str, Any] = {
        "ret": ret.pk,
        "whole": people.may_read_whole(user, ret),
        "actions": sorted(actions),
        "themes": sorted(themes),
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        return [Row(*row) for row in cursor.fetchall()]


def assigned(ret: Return) -> list[Assigned]:
    """Who is to answer what now, in the order in which it was assigned."""
    with connection.cursor() as cursor:
        cursor.execute(ASSIGNED, {"ret": ret.pk})
        return [Assigned(*row) for row in cursor.fetchall()]
