"""Returns and benchmarking at 44 forces × 50 actions × 10 rounds: pages against the floor, work against the clock."""

import json
import os
import statistics
import subprocess
import sys

from tests.performance import bench, kept

SOURCES = [
    *("nvap_load.py", "nvap/demo_history.py", "nvap/demo_signed.py", "nvap/demo_answers.py"),
    *("nvap/data/form_nvap-form-1.json", "analytics/counting_sql.py"),
]
# Kind of page → most times the floor at the median.
TARGETS = {
    "save of one answer": 4,
    "task list of a return": 6,
    "page of one answer": 6,
    "benchmark API": 4,
    "benchmark API, unchanged (304)": 1.5,
}


def main():
    """Fill, measure, print."""
    bench.prepare("nvap", "nvap_load", SOURCES, "44 forces × 50 actions × 10 rounds of returns")
    bench.say("Measuring returns and benchmarking")
    portal = bench.Portal("nvap", "tests.performance.nvap_pages")
    try:
        rows = {kind: measured(kind, count, portal) for kind, count in portal.ready["kinds"].items() if kind != "floor"}
    finally:
        portal.stop()
    show(rows)
    found = [kept.page(name, row, TARGETS.get(name)) for name, row in rows.items()]
    kept.keep("nvap", [*found, *work()])


def measured(kind, count, portal):
    """The page and the floor in turn, so that whatever else the machine does falls on both."""
    taken, floor = [], []
    for number in range(-bench.WARM_UP, min(count, bench.ROUNDS)):
        low, page = portal.ask("floor", number % bench.ROUNDS), portal.ask(kind, (number + bench.WARM_UP) % count)
        if "status" in page:
            return {"status": page["status"]}
        if number >= 0:
            floor.append(low)
            taken.append(page)
    return {"page": bench.summary(taken), "floor": bench.summary(floor)}


def show(rows):
    """The table of pages; returns how many targets are missed."""
    floors = [row["floor"]["median"] for row in rows.values() if "floor" in row]
    print(f"\nFloor: {statistics.median(floors):.2f} ms." if floors else "\nNo page could be measured.")
    print(f"{'':40}{'ms':>7}{'p95÷':>6}{'queries':>9}{'kB':>6}{'× floor':>9}{'target':>8}")
    return sum(line(name, row) for name, row in rows.items())


def line(name, row):
    """One row; returns whether it misses its target."""
    if "status" in row:
        print(f"{name:40}{row['status']}")
        return True
    now, target = row["page"], TARGETS.get(name)
    ratio = now["median"] / row["floor"]["median"]
    verdict = "" if target is None else bench.verdict_on(ratio <= target)
    queries = "–".join(str(number) for number in sorted({now["queries"][0], now["queries"][-1]}))
    print(
        f"{name:40}{now['median']:7.1f}{now['p95'] / now['median']:6.2f}{queries:>9}{now['kb']:6.0f}"
        f"{ratio:9.1f}{target or '':>8} {verdict}"
    )
    return verdict == "MISSES"


def work():
    """What workers do, each figure as it comes, for the table."""
    environ = {
        **os.environ,
        "BENCH_DATABASE": "vkpp_bench_nvap",
        "DJANGO_SETTINGS_MODULE": "tests.performance.settings",
    }
    command = [sys.executable, "-m", "tests.performance.nvap_work"]
    print(f"\n{'':60}{'figure':>12}{'target':>12}")
    with subprocess.Popen(command, cwd=bench.ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout:
            if not text.startswith("{"):
                continue
            found = json.loads(text)
            fine = found["figure"] <= found["target"]
            print(
                f"{found['name']:60}{found['figure']:9.2f} {found['unit']:>2}{found['target']:9} {found['unit']:>2} "
                f"{bench.verdict_on(fine)}  {found.get('note', '')}",
                flush=True,
            )
            yield kept.work(found["name"], found["figure"], found["unit"], found["target"])
    if process.returncode:
        print("The measurements of work ended with an error, see above. MISSES")
        yield {"name": "what workers do", "failed": "ended with an error"}
