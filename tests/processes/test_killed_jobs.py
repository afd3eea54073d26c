"""A worker killed in the middle of long work: the work is taken again, finished once, and its file is there."""

import pytest

pytestmark = pytest.mark.processes

JOBS = 6
START = f"""
import datetime as dt
from django.utils import timezone
from nvap.actions import rounds, workbooks
from nvap.models import FormVersion, PlanVersion, Return
from vkpp.accounts.models import User
from vkpp.core import jobs
now, day = timezone.now(), dt.timedelta(days=1)
admin = User.objects.filter(memberships__role="vkpp_admin").first()
values = {{"code": "killed", "title": "Killed", "plan": PlanVersion.objects.get(code="nvap-2021"),
    "form": FormVersion.objects.first(), "previous": None, "always_open": False, "opens_at": now + dt.timedelta(seconds=5),
    "due_at": now + 20 * day, "closes_at": now + 30 * day, "publishes_at": None}}
made = rounds.create(values=values, by=admin)
rounds.announce(round=made, by=admin)
ret = Return.objects.get(round=made, force__code="norfolk")
lead = User.objects.get(memberships__role="nvap_lead", memberships__force=ret.force)
payload = {{"ret": ret.pk, "responses": [response.pk for response in workbooks.mine(ret, lead)]}}
print(*(jobs.start(workbooks.MAKE, title="Killed", payload=payload, by=lead).pk for _number in range({JOBS})))
"""


def states(portal):
    """State → number of workbooks; other tests leave jobs of other kinds."""
    return dict(portal.sql("SELECT state, count(*) FROM core_job WHERE kind = 'nvap.workbook_make' GROUP BY 1"))


def test_worker_killed_while_it_makes_workbooks(portal):
    numbers = portal.manage("shell", "-c", START).split()[-JOBS:]
    portal.start("worker", "beat")
    portal.wait_for(lambda: states(portal).get("running"), "a worker is at a workbook")
    portal.kill("worker")
    left = states(portal)
    assert left.get("done", 0) < JOBS, "everything was done before the kill: the test shows nothing"

    portal.start("worker")
    portal.wait_for(lambda: states(portal) == {"done": JOBS}, "every workbook is made")

    rows = portal.sql(
        "SELECT id, attempts, file, file_size FROM core_job WHERE kind = 'nvap.workbook_make' ORDER BY id"
    )
    assert [str(row[0]) for row in rows] == numbers
    assert max(row[1] for row in rows) == 2
    files = {path for path in (portal.files / "jobs").rglob("*") if path.is_file()}
    kept = {portal.files / row[2] for row in rows}
    assert kept <= files
    assert {path.stat().st_size for path in kept} == {row[3] for row in rows}
    portal.kill("beat")
    portal.kill("worker")
