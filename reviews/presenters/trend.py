"""Lines over years or quarters as a drawing of lines and words; the table beside it says the same."""

from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, BASE, RIGHT = 760, 300, 44, 14, 262, 232
MOST = 5
DASHES = ("solid", "long", "short", "dot", "mixed")
APART = 15


def lines(rows: Sequence[dict[str, Any]], periods: Sequence[str]) -> dict[str, Any] | None:
    """The five largest themes of the top level: their share of the reviews of each period."""
    if len(periods) < 2:
        return None
    tops = [row for row in rows if row["node"].depth == 0 and any(cell["count"] for cell in row["cells"])]
    tops = sorted(tops, key=lambda row: -sum(cell["count"] or 0 for cell in row["cells"]))[:MOST]
    if not tops:
        return None
    step = (WIDTH - LEFT - RIGHT) / (len(periods) - 1)
    places = [LEFT + step * at for at in range(len(periods))]
    drawn = [_line(row, places, DASHES[at]) for at, row in enumerate(tops)]
    if not any(line["paths"] for line in drawn):
        return None
    _spread([line for line in drawn if line["dots"]])
    return {
        "lines": drawn,
        "ticks": [{"y": _height(share), "label": f"{share}%"} for share in (0, 25, 50, 75, 100)],
        "labels": [
            {"x": round(x, 1), "text": period.replace("-", " ")} for x, period in zip(places, periods, strict=True)
        ],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "base": BASE,
    }


def _line(row: dict[str, Any], places: Sequence[float], dash: str) -> dict[str, Any]:
    known = [(x, cell["share"]) for x, cell in zip(places, row["cells"], strict=True)]
    dots = [{"x": round(x, 1), "y": _height(share)} for x, share in known if share is not None]
    parts: list[list[str]] = [[]]
    for x, share in known:
        if share is None:
            parts.append([])
        else:
            parts[-1].append(f"{x:.1f},{_height(share)}")
    return {
        "label": row["node"].label,
        "dash": dash,
        "dots": dots,
        "paths": [" ".join(part) for part in parts if len(part) > 1],
        "end": dots[-1]["y"] if dots else BASE,
        "words": BASE,
    }


def _height(share: int) -> float:
    return round(BASE - (BASE - TOP) * share / 100, 1)


def _spread(drawn: list[dict[str, Any]]) -> None:
    """Give the words at the ends of lines room, so that none lies upon another."""
    highest = TOP - APART
    for line in sorted(drawn, key=lambda line: line["end"]):
        line["words"] = max(line["end"], highest + APART)
        highest = line["words"]


def bars(cells: Sequence[dict[str, Any]], bases: Sequence[int | None], labels: Sequence[str]) -> dict[str, Any] | None:
    """For one theme: how many reviews of each period have it, before all reviews of the period."""
    top = max([base for base in bases if base], default=0)
    if not top or not cells:
        return None
    step = (WIDTH - LEFT) / len(cells)
    drawn = []
    for at, (cell, base, label) in enumerate(zip(cells, bases, labels, strict=True)):
        tall = (BASE - TOP) * (cell["count"] or 0) / top
        all_tall = (BASE - TOP) * (base or 0) / top
        drawn.append(
            {
                "x": round(LEFT + step * at + step * 0.15, 1),
                "middle": round(LEFT + step * at + step * 0.5, 1),
                "width": round(step * 0.7, 1),
                "y": round(BASE - tall, 1),
                "tall": round(tall, 1),
                "all_y": round(BASE - all_tall, 1),
                "all_tall": round(all_tall, 1),
                "count": cell["count"],
                "label": label,
            }
        )
    return {"bars": drawn, "width": WIDTH, "height": HEIGHT, "left": LEFT, "base": BASE, "top": top}
