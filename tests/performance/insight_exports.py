"""Exports of all answers: CSV and Parquet against the database's own COPY of the same query, and what memory they take.

Each is measured in a process of its own, so that the memory is that of this export alone.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.performance import kept

ROOT = Path(__file__).parent.parent.parent
# Format → least share of the speed of COPY, and most MiB added to the process.
LEAST = {"csv": 0.5, "parquet": 0.3}
MOST_MIB = 64
TURNS = 3
TARGETS = {"data set: a page of 100 rows, API": 5, "data set: catalogue page of answers": None}


def kinds(people):
    """Pages of rows at ever deeper cursors, and the page of the data set."""
    import base64

    from nvap.models import Response

    mine = list(Response.objects.visible_to(people.analyst_person).order_by("pk").values_list("pk", flat=True))
    places = [mine[len(mine) * n // 61] for n in range(60)]
    cursors = (base64.urlsafe_b64encode(json.dumps(["order", False, [at], ""]).encode()).decode() for at in places)
    rows = "/api/v1/data-sets/answers/rows/?page_size=100&cursor="
    yield "data set: a page of 100 rows, API", people.analyst, [rows + one.rstrip("=") for one in cursors]
    yield "data set: catalogue page of answers", people.analyst, ["/insight/data/answers/"] * 60


def main():
    """Print each export; the figures for the table."""
    print(f"\n{'Export of all answers':40}{'MB':>8}{'s':>8}{'÷ COPY':>9}{'target':>8}{'MiB added':>11}{'target':>8}")
    turns = {kind: [_measured(kind) for _turn in range(TURNS)] for kind in ("copy", *LEAST)}
    base = min(turn["seconds"] for turn in turns["copy"])
    figures = []
    for kind, found in turns.items():
        best, mib = min(found, key=lambda turn: turn["seconds"]), max(turn["mib"] for turn in found)
        share, least = base / best["seconds"], LEAST.get(kind)
        fine = least is None or (share >= least and mib <= MOST_MIB)
        limits = f"{share:9.2f}{least:8}{mib:11.0f}{MOST_MIB:8} {'meets' if fine else 'MISSES'}" if least else ""
        print(f"{kind:40}{best['mb']:8.0f}{best['seconds']:8.1f}{limits}", flush=True)
        if least:
            figures.append(kept.work(f"export of all answers, {kind}, ÷ COPY", share, "", least, least=True, mb=mib))
            figures.append(kept.work(f"export of all answers, {kind}, memory added", mib, "MiB", MOST_MIB))
    return figures


def _measured(kind):
    command = [sys.executable, "-m", "tests.performance.insight_exports", kind]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def one(kind):
    """Write all answers once, as this kind of file or as COPY gives them, and say how long it took."""
    import django

    django.setup()
    from django.db import connection
    from django.http import QueryDict

    from analytics.datasets import dataset, making
    from analytics.datasets.columns import Flavour
    from analytics.datasets.files import FORMATS
    from vkpp.accounts.models import User

    staff, answers = User.objects.get(email="staff@portal.example"), dataset.named("answers")
    source = answers.source(staff, QueryDict())
    facts = making.about(answers, QueryDict(), staff)
    source.count()
    list(FORMATS["csv" if kind == "copy" else kind].write(answers.source(staff, QueryDict("round=bench-1")), facts))
    before, started = peak(), time.perf_counter()
    with Path(os.devnull).open("wb") as sink:
        if kind == "copy":
            size = Counted(sink)
            with connection.cursor() as cursor:
                statement = source.sql(source.rows, Flavour.SHEET)
                cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT csv)", size)
            written = size.bytes
        else:
            written = sum(sink.write(piece) for piece in FORMATS[kind].write(source, facts))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "mb": written / 1e6, "mib": (peak() - before) / 1024}))


def peak():
    """Largest resident memory so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Counted:
    """Where COPY writes: nothing is kept but the number of bytes."""

    def __init__(self, sink):
        self.sink, self.bytes = sink, 0

    def write(self, piece):
        """Take a piece."""
        self.bytes += len(piece)
        return self.sink.write(piece)


if __name__ == "__main__":
    one(sys.argv[1])
