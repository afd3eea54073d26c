"""Pages of one database against the floor: each kind is printed as soon as it has been measured."""

import statistics

from tests.performance import bench


def table(portal, targets):
    """Kind → what was measured (page and floor, or the status that stopped it), of all kinds of this portal, printed."""
    print(f"\n{'':48}{'ms':>7}{'p95÷':>6}{'queries':>9}{'kB':>6}{'× floor':>9}{'target':>8}")
    rows = {}
    for kind, count in portal.ready["kinds"].items():
        if kind != "floor":
            rows[kind] = measured(kind, count, portal)
            line(kind, rows[kind], targets.get(kind))
    floors = [row["floor"]["median"] for row in rows.values() if "floor" in row]
    print(f"Floor: {statistics.median(floors):.2f} ms." if floors else "No page could be measured.")
    return rows


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


def line(name, row, target):
    """One row."""
    if "status" in row:
        print(f"{name:48}{row['status']} MISSES", flush=True)
        return
    now = row["page"]
    ratio = now["median"] / row["floor"]["median"]
    verdict = "" if target is None else bench.verdict_on(ratio <= target)
    queries = "–".join(str(number) for number in sorted({now["queries"][0], now["queries"][-1]}))
    print(
        f"{name:48}{now['median']:7.1f}{now['p95'] / now['median']:6.2f}{queries:>9}{now['kb']:6.0f}"
        f"{ratio:9.1f}{target or '':>8} {verdict}",
        flush=True,
    )
