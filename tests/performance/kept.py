"""What the parts of `make bench` found, kept as JSON so that one table shows all of them, also when measured one by one.

Each part writes `LOCAL_DIR/bench/<part>.json`; `make bench PART=table` prints the table again from what is kept.
"""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOCAL = ROOT / ".local"
PARTS = ("bank", "nvap", "reviews", "insight", "weight", "start")
GROWTH = 1.3
LARGEST_KB = 150
HEAD = f"{'':48}{'now':>9} {'':4}{'floor':>7}{'ratio':>7}{'target':>9}{'queries':>9}{'kB':>6}{'sent':>6}{'peak MB':>9}{'growth':>8}"


def folder():
    """Where results are kept: beside the data that were measured."""
    return Path(os.environ.get("LOCAL_DIR", LOCAL)) / "bench"


def page(name, row, target, *, grows=False, heavy=False):
    """A figure of a page: `row` has summaries of the page (`page` or `large`), of the floor and perhaps of a small bank.

    `grows`: its growth has a target too; `heavy`: what is sent has one.
    """
    if "status" in row:
        return {"name": name, "failed": row["status"]}
    now, floor = row.get("large") or row["page"], row["floor"]["median"]
    growth = now["median"] / row["small"]["median"] if "small" in row else None
    ratio = now["median"] / floor
    misses = {
        "ratio": target is not None and ratio > target,
        "growth": grows and growth is not None and growth > GROWTH,
        "size": heavy and now["sent"] > LARGEST_KB,
    }
    figures = {"now": now["median"], "unit": "ms", "floor": floor, "ratio": ratio, "target": target}
    more = {
        "queries": [now["queries"][0], now["queries"][-1]],
        "kb": now["kb"],
        "sent": now["sent"],
        "mb": now.get("mb"),
    }
    return {"name": name, **figures, **more, "growth": growth, "misses": [what for what, so in misses.items() if so]}


def work(name, figure, unit, target, *, least=False, mb=None):
    """A figure of work: it may be at most its target, or with `least` must reach it."""
    missed = target is not None and (figure < target if least else figure > target)
    shown = None if target is None else f"{'≥' if least else '≤'}{target}"
    return {"name": name, "now": figure, "unit": unit, "target": shown, "mb": mb, "misses": ["figure"] * missed}


def keep(part, rows):
    """Put down what a part found, with the day, the commit and the machine; returns how many rows miss a target."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    about = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "commit": commit.stdout.strip(), "cores": os.cpu_count()}
    folder().mkdir(parents=True, exist_ok=True)
    text = json.dumps({**about, "rows": rows}, indent=1, ensure_ascii=False)
    (folder() / f"{part}.json").write_text(text, encoding="utf-8")
    return sum(missed(row) for row in rows)


def table():
    """Print every part that is kept; 1 when a target is missed, so that scripts can tell."""
    print(f"\n{HEAD}")
    misses, never = 0, []
    for part in PARTS:
        path = folder() / f"{part}.json"
        if not path.exists():
            never.append(part)
            continue
        found = json.loads(path.read_text(encoding="utf-8"))
        print(f"── {part}, {found['at']}, commit {found['commit'] or 'unknown'}, {found['cores']} cores")
        for row in found["rows"]:
            print(line(row))
            misses += missed(row)
    print(f"\n{verdict(misses, never)}")
    print(
        "floor: a signed-in view with one query, in the same minutes. ratio: against it. growth: against the small data."
    )
    return 1 if misses else 0


def verdict(misses, never):
    """The last word."""
    told = f"{misses} figures MISS their target." if misses else "Every figure that was measured meets its target."
    return f"{told} Never measured: {', '.join(never)}." if never else told


def missed(row):
    """Whether a figure misses a target, or could not be measured."""
    return bool(row.get("failed") or row["misses"])


def line(row):
    """One row of the table."""
    if "failed" in row:
        return f"{row['name']:48}{row['failed']} MISSES"
    queries = "–".join(str(number) for number in sorted(set(row.get("queries") or ())))
    cells = [
        f"{row['name']:48}{row['now']:9.1f} {row['unit']:4}",
        *(_cell(row.get(name), width, digits) for name, width, digits in (("floor", 7, 2), ("ratio", 7, 1))),
        f"{row['target'] if row['target'] is not None else '':>9}{queries:>9}",
        *(_cell(row.get(name), width, digits) for name, width, digits in (("kb", 6, 0), ("sent", 6, 0), ("mb", 9, 0))),
        _cell(row.get("growth"), 8, 2),
    ]
    told = f"MISSES {', '.join(row['misses'])}" if row["misses"] else "" if row["target"] is None else "meets"
    return f"{''.join(cells)} {told}".rstrip()


def _cell(value, width, digits):
    return " " * width if value is None else f"{value:{width}.{digits}f}"
