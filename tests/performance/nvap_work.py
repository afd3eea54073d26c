"""What workers do, against the clock; one line of JSON for each figure. `bench.py` starts it and prints the lines."""

import json
import os
import random
import subprocess
import sys
import time

import django

FORCES, PEOPLE, PAUSE, SECONDS = 44, 20, 30, 30
SAVERS = 2
HERE = "tests.performance.nvap_work"


def main():
    """All figures, one after the other."""
    say("full rebuild of ten rounds, as a multiple of the bare aggregate", *rebuild())
    say("change to live national figure, 880 people saving (p95)", *stream())
    say("workbook with 50 answers checked", *workbook())
    say("pack of 44 reports as PDF", *pack())


def say(name, figure, unit, target, note=""):
    """One line to who drives."""
    print(json.dumps({"name": name, "figure": figure, "unit": unit, "target": target, "note": note}), flush=True)


def rebuild():
    """Everything counted anew and compared, against the aggregate alone on the same rows."""
    from django.db import connection

    from analytics import theme_sql
    from analytics.actions import counting, rebuilding
    from analytics.counting_sql import COUNT
    from analytics.vocab import RunKind

    every_column = f"{COUNT} SELECT count(c.*) FROM counted c"  # noqa: S608 - built from our own words alone
    of_themes = f"{theme_sql.COUNT} SELECT count(c.*) FROM counted c"  # noqa: S608 - built from our own words alone
    bare = time.perf_counter()
    with connection.cursor() as cursor:
        for round_id in counting.running():
            actions = counting.actions_of(round_id)
            cursor.execute(every_column, counting.parameters(round_id, actions))
            cursor.fetchall()
            cursor.execute(of_themes, counting.parameters_of_themes(round_id, actions))
            cursor.fetchall()
    bare = time.perf_counter() - bare
    started = time.perf_counter()
    run = rebuilding.rebuild(kind=RunKind.NIGHTLY)
    taken = time.perf_counter() - started
    note = f"{taken:.1f} s against {bare:.1f} s; {run.counted:,} figures, {run.differing} differ"
    return taken / bare, "×", 4, note


def stream():
    """880 people save once in half a minute each; a worker does what is owed; from the save to the figure."""
    from django.utils import timezone

    from vkpp.core.models import OutboxItem

    begun = timezone.now()
    work = [sys.executable, "-m", HERE]
    savers = [subprocess.Popen([*work, "save", str(number)], env=os.environ) for number in range(SAVERS)]
    worker = subprocess.Popen([*work, "work"], env=os.environ, stdin=subprocess.PIPE)
    for saver in savers:
        saver.wait()
    deadline = time.monotonic() + 30
    mine = OutboxItem.objects.filter(kind="nvap.answer_changed", created_at__gte=begun)
    while mine.filter(done_at=None).exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    worker.stdin.close()
    worker.wait()
    waits = sorted(
        (done - made).total_seconds() for made, done in mine.exclude(done_at=None).values_list("created_at", "done_at")
    )
    left = mine.filter(done_at=None).count()
    if left or not waits:
        return 999.0, "s", 5, f"{left} changes never arrived"
    p95 = waits[int(len(waits) * 0.95)]
    return p95, "s", 5, f"{len(waits)} saves in {SECONDS} s, median {waits[len(waits) // 2]:.2f} s"


def save(number):
    """One of the processes that save: its share of the people, each once in PAUSE seconds."""
    from nvap.actions import answering
    from nvap.models import Response
    from tests.performance.nvap_pages import LAST
    from vkpp.accounts.models import User

    draw, run = random.Random(number), int(time.time())
    leads = {user.email: user for user in User.objects.filter(email__startswith="lead@")}
    rows = Response.objects.select_related(
        "ret__round__form", "ret__round__plan", "ret__force", "action_version__theme"
    )
    responses = list(rows.filter(ret__round__code=LAST).order_by("pk"))
    gap = PAUSE * SAVERS / (FORCES * PEOPLE)
    started = time.monotonic()
    for step in range(int(SECONDS / gap)):
        time.sleep(max(0.0, started + step * gap - time.monotonic()))
        response = draw.choice(responses)
        level = draw.choice(["planned", "developing", "embedding"])
        values = {"implementation": level, "now": f"The desk meets every {step} days, {run}."}
        lead = leads[f"lead@{response.ret.force.code}.example"]
        answering.save(response=response, values=values, version=None, by=lead, confirm=True)


def work():
    """The worker: does what is owed until nobody needs it any more."""
    import select

    from vkpp.core import outbox

    while not select.select([sys.stdin], [], [], 0)[0]:
        if not outbox.work():
            time.sleep(0.1)


def workbook():
    """A return of 50 answers comes back and is read, compared and reported."""
    from nvap.actions import workbooks
    from nvap.models import Return
    from tests.nvap.workbook_files import made
    from tests.performance.nvap_pages import FORCE, LAST
    from vkpp.accounts.models import User
    from vkpp.core import jobs
    from vkpp.core.models import Job

    ret = Return.objects.select_related("round__form", "round__plan", "force").get(round__code=LAST, force__code=FORCE)
    lead = User.objects.get(email=f"lead@{FORCE}.example")
    started = time.perf_counter()
    data = made(ret, lead)
    written = time.perf_counter() - started
    upload = workbooks.take(ret=ret, name="return.xlsx", data=data, by=lead)
    started = time.perf_counter()
    jobs.run(Job.objects.get(about_type="nvap.workbookupload", about_id=str(upload.pk)).pk)
    return time.perf_counter() - started, "s", 5, f"made in {written:.1f} s, {len(data) / 1000:.0f} kB"


def pack():
    """The feedback reports of all forces on a published round."""
    from analytics.reports import making
    from analytics.vocab import Basis
    from nvap.models import Round
    from tests.performance.nvap_load import ROUNDS
    from vkpp.accounts.models import User
    from vkpp.core import jobs

    round_ = Round.objects.get(code=f"bench-{ROUNDS - 1}")
    job = making.start_pack(round_=round_, basis=Basis.PUBLISHED, by=User.objects.get(email="staff@portal.example"))
    started = time.perf_counter()
    jobs.run(job.pk)
    taken = time.perf_counter() - started
    job.refresh_from_db()
    return taken, "s", 90, f"{job.done} reports, {job.file_size / 1e6:.1f} MB, {job.error or 'in one process'}"


if __name__ == "__main__":
    django.setup()
    {"save": lambda: save(int(sys.argv[2])), "work": work}.get(sys.argv[1] if len(sys.argv) > 1 else "", main)()
