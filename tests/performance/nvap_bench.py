"""Returns and benchmarking at 44 forces × 50 actions × 10 rounds: pages against the floor, work against the clock."""

import json
import os
import subprocess
import sys

from tests.performance import bench, kept, one_size

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
        rows = one_size.table(portal, TARGETS)
    finally:
        portal.stop()
    found = [kept.page(name, row, TARGETS.get(name)) for name, row in rows.items()]
    kept.keep("nvap", [*found, *work()])


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
