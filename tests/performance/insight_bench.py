"""Insight at 1,000,000 answers and 100,000 practices: pages and API against the floor, exports against COPY.

Areas are modules of their own, see insight_pages.py. BENCH_ANSWERS=10000 measures at another size, to try it out.
"""

import os
import statistics

from tests.performance import bench, kept
from tests.performance.nvap_bench import measured

SOURCES = [
    *("insight_load.py", "nvap_load.py", "load.py", "load.sql", "nvap/demo_history.py", "nvap/demo_signed.py"),
    *("nvap/demo_answers.py", "nvap/data/form_nvap-form-1.json", "analytics/counting_sql.py"),
]
ANSWERS = int(os.environ.get("BENCH_ANSWERS", "1000000"))
DATABASE = f"insight_{ANSWERS}"


def main():
    """Fill, measure, print."""
    bench.prepare_size(
        DATABASE, ANSWERS, "insight_load", SOURCES, f"{ANSWERS:,} answers and {ANSWERS // 10:,} practices"
    )
    bench.say("Measuring Insight")
    environ = {"BENCH_DATABASE": f"vkpp_bench_{DATABASE}", "DJANGO_SETTINGS_MODULE": "tests.performance.settings"}
    os.environ.update(environ)
    import django

    django.setup()
    from tests.performance.insight_pages import modules

    targets = {kind: most for module in modules() for kind, most in getattr(module, "TARGETS", {}).items()}
    portal = bench.Portal(DATABASE, "tests.performance.insight_pages")
    try:
        kinds = portal.ready["kinds"].items()
        rows = {kind: measured(kind, count, portal) for kind, count in kinds if kind != "floor"}
    finally:
        portal.stop()
    show(rows, targets)
    found = [kept.page(name, row, targets.get(name)) for name, row in rows.items()]
    work = [figure for module in modules() if hasattr(module, "main") for figure in module.main()]
    kept.keep("insight", [*found, *work])


def show(rows, targets):
    """The table of pages; returns how many targets are missed."""
    floors = [row["floor"]["median"] for row in rows.values() if "floor" in row]
    print(f"\nFloor: {statistics.median(floors):.2f} ms." if floors else "\nNo page could be measured.")
    print(f"{'':48}{'ms':>7}{'p95÷':>6}{'queries':>9}{'kB':>6}{'× floor':>9}{'target':>8}")
    return sum(line(name, row, targets.get(name)) for name, row in rows.items())


def line(name, row, target):
    """One row; returns whether it misses its target."""
    if "status" in row:
        print(f"{name:48}{row['status']} MISSES")
        return True
    now = row["page"]
    ratio = now["median"] / row["floor"]["median"]
    verdict = "" if target is None else bench.verdict_on(ratio <= target)
    queries = "–".join(str(number) for number in sorted({now["queries"][0], now["queries"][-1]}))
    print(
        f"{name:48}{now['median']:7.1f}{now['p95'] / now['median']:6.2f}{queries:>9}{now['kb']:6.0f}"
        f"{ratio:9.1f}{target or '':>8} {verdict}"
    )
    return verdict == "MISSES"
