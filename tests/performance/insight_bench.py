"""Insight at 1,000,000 answers and 100,000 practices: pages and API against the floor, exports against COPY.

Areas are modules of their own, see insight_pages.py. BENCH_ANSWERS=10000 measures at another size, to try it out.
"""

import os

from tests.performance import bench, kept, one_size

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
        rows = one_size.table(portal, targets)
    finally:
        portal.stop()
    found = [kept.page(name, row, targets.get(name)) for name, row in rows.items()]
    work = [figure for module in modules() if hasattr(module, "main") for figure in module.main()]
    kept.keep("insight", [*found, *work])
