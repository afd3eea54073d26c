"""`make bench`: how many times the floor each page costs, in one run; PART= names one of the parts to measure it alone.

The bank is measured at 1,000 and at 100,000 examples, returns and benchmarking by tests/performance/nvap_bench.py,
learning from reviews by tests/performance/reviews_bench.py, Insight by tests/performance/insight_bench.py, what a browser
gets by tests/performance/weight.py, the second start by tests/performance/starting.py. One table over all parts ends it
(kept.py; PART=table prints it alone). The floor is a signed-in view in the same process that makes one indexed query
(tests/performance/urls.py). Databases are kept between runs and made anew when what fills them has changed.
"""

import hashlib
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.performance import kept, practice_map, practice_reports, practice_shortlist

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SIZES = (1_000, 100_000)
# Kind of page → most times the floor at the median.
TARGETS = {
    "list": 8,
    "list by title or review": 8,
    "list with facets": 8,
    "search, words never asked before": 8,
    "search, words asked before": 8,
    "search with facets": 8,
    "API page of 50": 5,
    "API page of 50 with filters": 5,
    **practice_map.TARGETS,
    **practice_reports.TARGETS,
}
LISTS = {"list", "list by title or review", "list with facets", "list, not signed in", "API page of 50", "triage queue"}
GROWTH = kept.GROWTH
ROUNDS = 60
WARM_UP = 10
LARGEST_KB = kept.LARGEST_KB


class Portal:
    """A process of the portal on one of the databases, and the module that says what is fetched there."""

    def __init__(self, name, pages="tests.performance.pages"):
        environ = {**os.environ, "BENCH_DATABASE": f"vkpp_bench_{name}", "BENCH_PAGES": pages}
        command = [sys.executable, "-m", "tests.performance.measure"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ready = self.answer()

    def answer(self):
        """Its next line."""
        line = self.process.stdout.readline()
        while line and not line.startswith("{"):
            line = self.process.stdout.readline()
        return json.loads(line)

    def ask(self, kind, number):
        """What one page took there."""
        self.process.stdin.write(json.dumps([kind, number]) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def stop(self):
        """Let it end."""
        self.process.stdin.close()
        self.process.wait()


def main():
    """Fill, measure, print one table; 1 when it says that a target is missed."""
    from tests.performance import insight_bench, nvap_bench, reviews_bench, starting, weight

    part = os.environ.get("PART", "")
    parts = {"bank": bank, "nvap": nvap_bench.main, "reviews": reviews_bench.main, "insight": insight_bench.main}
    parts |= {"weight": weight.main, "start": starting.main}
    if part and part not in {*parts, "table"}:
        sys.exit(f"Unexpected PART={part}, use one of: {', '.join(parts)}, table.")
    for name, measure in parts.items():
        if part in ("", name):
            measure()
    return kept.table()


def bank():
    """The practice bank in both sizes."""
    for size in SIZES:
        prepare(size, "load", ["load.py", "load.sql"], f"{size:,} examples")
    say("Measuring the practice bank")
    small, large = (Portal(size) for size in SIZES)
    try:
        rows = {
            kind: measured(kind, count, small, large) for kind, count in large.ready["kinds"].items() if kind != "floor"
        }
    finally:
        small.stop()
        large.stop()
    show(rows, large.ready)
    found = [
        kept.page(name, row, TARGETS.get(name), grows=name in LISTS, heavy=name in TARGETS)
        for name, row in rows.items()
    ]
    kept.keep("bank", [*found, *practice_shortlist.main(say)])


def measured(kind, count, small, large):
    """Each page in both sizes and the floor, in turn, so that whatever else the machine does falls on all of them.

    The first few are the last pages of the kind and are not counted: plans are made and code is in place by then.
    """
    taken = {"small": [], "large": [], "floor": []}
    for number in range(-WARM_UP, min(count, ROUNDS)):
        now = {
            "floor": large.ask("floor", number % ROUNDS),
            "large": large.ask(kind, number % count),
            "small": small.ask(kind, number % count),
        }
        failed = next((answer["status"] for answer in now.values() if "status" in answer), None)
        if failed:
            return {"status": failed}
        if number >= 0:
            for name, answer in now.items():
                taken[name].append(answer)
    return {name: summary(answers) for name, answers in taken.items()}


def summary(answers):
    """The middle and the ends of what was measured."""
    times = [answer["ms"] for answer in answers]
    return {
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[18],
        "queries": sorted({answer["queries"] for answer in answers}),
        "kb": max(answer["kb"] for answer in answers),
        "sent": max(answer["sent"] for answer in answers),
        "mb": max(answer["mb"] for answer in answers),
    }


def prepare(name, loader, sources, what):
    """The database of this name, filled anew by `loader.fill(name)` unless it is there and up to date."""
    prepare_size(name, name, loader, sources, what)


def prepare_size(name, size, loader, sources, what):
    """The same where the loader is told a size: `loader.fill(size)`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.performance.settings"
    mark = hashlib.sha256(b"".join((ROOT / path if "/" in path else HERE / path).read_bytes() for path in sources))
    environ = {**os.environ, "BENCH_DATABASE": f"vkpp_bench_{name}"}
    wanted = f"{size!r}, {loader!r}, {mark.hexdigest()!r}, {what!r}"
    command = [sys.executable, "-c", f"from tests.performance import bench; bench.fill({wanted})"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)


def fill(size, loader, mark, what):
    """Make and fill the database, in a process of its own."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        found = cursor.fetchone()
    if found and found[0] == mark:
        call_command("migrate", verbosity=0)
        return
    say(f"Filling a database with {what}")
    started = time.monotonic()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    call_command("migrate", verbosity=0)
    importlib.import_module(f"tests.performance.{loader}").fill(size)
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{mark}'")
    say(f"Filled in {time.monotonic() - started:.0f} s")


def show(rows, ready):
    """The table."""
    floors = [row["floor"]["median"] for row in rows.values() if "floor" in row]
    print(
        f"\nFloor: {statistics.median(floors):.2f} ms. First page of a process on {SIZES[1]:,} examples (its index is read):"
    )
    print(f"{ready['first_page_s']:.1f} s, {ready['memory_mb']:.0f} MB. Figures are for {SIZES[1]:,} examples.\n")
    print(
        f"{'':34}{'ms':>7}{'p95÷':>6}{'queries':>9}{'kB':>6}{'sent':>6}{'× floor':>9}{'target':>8} {'':7}{'× small':>9}"
    )
    missed = sum(line(name, row) for name, row in rows.items())
    print(f"\n{'Everything meets its target.' if not missed else f'{missed} figures miss their target.'}")
    print(
        f"× small: against {SIZES[0]:,} examples, at most {GROWTH} for lists. sent: compressed, at most {LARGEST_KB} kB."
    )


def line(name, row):
    """One row; returns how many targets it misses."""
    if "status" in row:
        print(f"{name:34}{row['status']}")
        return 1
    now = row["large"]
    ratio, growth, target = (
        now["median"] / row["floor"]["median"],
        now["median"] / row["small"]["median"],
        TARGETS.get(name),
    )
    verdict = "" if target is None else verdict_on(ratio <= target)
    grown = verdict_on(growth <= GROWTH) if name in LISTS else ""
    heavy = "" if now["sent"] <= LARGEST_KB else "TOO LARGE"
    queries = "–".join(str(number) for number in sorted({now["queries"][0], now["queries"][-1]}))
    print(
        f"{name:34}{now['median']:7.1f}{now['p95'] / now['median']:6.2f}{queries:>9}{now['kb']:6.0f}{now['sent']:6.0f}"
        f"{ratio:9.1f}{target or '':>8} {verdict:7}{growth:9.2f} {grown} {heavy}"
    )
    return sum(word in {"MISSES", "TOO LARGE"} for word in (verdict, grown, heavy))


def verdict_on(fine):
    """The word for a target."""
    return "meets" if fine else "MISSES"


def say(words):
    """One line of progress."""
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
