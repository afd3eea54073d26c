"""Learning from reviews at 200 reviews with 4,000 learning points and at 20,000 with 400,000, against the floor."""

import statistics

from tests.performance import bench, kept

SOURCES = [
    *("reviews_load.py", "load.py", "reviews/migrations/0004_learning_entry.py"),
    *("reviews/data/taxonomy-1.json", "nvap/data/strands.csv"),
]
SMALL, LARGE = 200, 20_000
# Kind of page → most times the floor at the median.
TARGETS = {
    "recurrent themes": 8,
    "recurrent themes by quarter": 8,
    "heat map": 8,
    "one theme": 8,
    "learning points": 8,
    "search, words never asked before": 8,
    "search, words asked before": 8,
    "search with facets": 8,
    "API page of 50 learning points": 5,
    "API of themes": 5,
}


def main():
    """Fill, measure, print."""
    for size in (SMALL, LARGE):
        what = f"{size:,} reviews with {size * 20:,} learning points"
        bench.prepare(f"reviews_{size}", "reviews_load", SOURCES, what)
    bench.say("Measuring learning from reviews")
    small, large = (bench.Portal(f"reviews_{size}", "tests.performance.reviews_pages") for size in (SMALL, LARGE))
    try:
        kinds = large.ready["kinds"].items()
        rows = {kind: bench.measured(kind, count, small, large) for kind, count in kinds if kind != "floor"}
    finally:
        small.stop()
        large.stop()
    show(rows, large.ready)
    kept.keep("reviews", [kept.page(name, row, TARGETS[name], grows=True) for name, row in rows.items()])


def show(rows, ready):
    """The table."""
    floors = [row["floor"]["median"] for row in rows.values() if "floor" in row]
    print(
        f"\nFloor: {statistics.median(floors):.2f} ms. First page of a process on {LARGE:,} reviews (its index is read):"
    )
    print(f"{ready['first_page_s']:.1f} s, {ready['memory_mb']:.0f} MB. Figures are for {LARGE:,} reviews.\n")
    print(
        f"{'':34}{'ms':>7}{'p95÷':>6}{'queries':>9}{'kB':>6}{'sent':>6}{'× floor':>9}{'target':>8} {'':7}{'× small':>9}"
    )
    missed = sum(line(name, row) for name, row in rows.items())
    print(f"\n{'Everything meets its target.' if not missed else f'{missed} figures miss their target.'}")
    print(f"× small: against {SMALL:,} reviews, at most {bench.GROWTH}. sent: compressed.")


def line(name, row):
    """One row; returns how many targets it misses."""
    if "status" in row:
        print(f"{name:34}{row['status']}")
        return 1
    now = row["large"]
    ratio, growth = now["median"] / row["floor"]["median"], now["median"] / row["small"]["median"]
    verdicts = (bench.verdict_on(ratio <= TARGETS[name]), bench.verdict_on(growth <= bench.GROWTH))
    queries = "–".join(str(number) for number in sorted({now["queries"][0], now["queries"][-1]}))
    print(
        f"{name:34}{now['median']:7.1f}{now['p95'] / now['median']:6.2f}{queries:>9}{now['kb']:6.0f}{now['sent']:6.0f}"
        f"{ratio:9.1f}{TARGETS[name]:>8} {verdicts[0]:7}{growth:9.2f} {verdicts[1]}"
    )
    return sum(word == "MISSES" for word in verdicts)
