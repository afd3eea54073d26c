"""Fills a database for the measurements of Insight: ten rounds of returns, practice, and old rounds up to so many answers.

At full size 1,000,000 answers and 100,000 practices. The old rounds repeat the answers of the first one.
"""

import datetime as dt

from django.db import connection

from nvap.models import Response, Return, Round
from tests.performance import load, nvap_load
from vkpp.accounts.models import User

STAFF = "staff@portal.example"
OLD = "old-"
COPY = """
INSERT INTO nvap_response (
    ret_id, action_version_id, answers, scores, provenance, version, complete, not_applicable, has_gap, has_practice,
    updated_at, updated_by_id)
SELECT new.id, r.action_version_id, r.answers, r.scores, r.provenance, r.version, r.complete, r.not_applicable,
    r.has_gap, r.has_practice, r.updated_at - interval '9 years', r.updated_by_id
FROM nvap_response r
JOIN nvap_return first ON first.id = r.ret_id AND first.round_id = %(first)s
JOIN nvap_return new ON new.force_id = first.force_id AND new.round_id IN (SELECT id FROM nvap_round WHERE code LIKE 'old-%%')
ORDER BY new.id, r.action_version_id
"""


def fill(answers):
    """So many answers, and a tenth as many published examples."""
    nvap_load.fill()
    User.objects.filter(email=STAFF).update(email="returns@portal.example")  # the other loader makes one of this name
    load.fill(max(answers // 10, 500))
    missing = answers - Response.objects.count()
    first = Round.objects.get(code="bench-1")
    rounds = max(0, -(-missing // first.returns.first().responses.count() // first.returns.count()))
    _old_rounds(first, rounds)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(COPY, {"first": first.pk})
        cursor.execute("VACUUM ANALYZE")


def _old_rounds(first, number):
    """Rounds of long ago, all over and published."""
    opened = first.opens_at - dt.timedelta(days=4000)
    made = Round.objects.bulk_create(
        Round(
            code=f"{OLD}{at + 1}",
            title=f"Old round {at + 1}",
            plan=first.plan,
            form=first.form,
            state="published",
            opens_at=opened + dt.timedelta(days=at),
            due_at=opened + dt.timedelta(days=at + 90),
            closes_at=opened + dt.timedelta(days=at + 120),
            published_at=opened + dt.timedelta(days=at + 130),
        )
        for at in range(number)
    )
    forces = list(first.returns.values_list("force_id", flat=True))
    Return.objects.bulk_create(
        (Return(round=one, force_id=force, state="answering") for one in made for force in forces), batch_size=2000
    )
