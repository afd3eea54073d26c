"""The tile map of forces as SVG for the briefing: a square for each force with its short name and a value."""

from collections.abc import Iterable
from html import escape
from typing import Any

from analytics.reports.pictures import FONT, INK, LINE, Picture

SIDE, GAP = 44, 3
FILLS = (("#eef2f7", INK), ("#cfe3e0", INK), ("#94c6bf", INK), ("#0b6a61", "#ffffff"))


def tiles(rows: Iterable[Iterable[dict[str, Any] | None]], alt: str) -> Picture:
    """What `vkpp.accounts.tiles.grid` placed, drawn; `alt` says the same in words."""
    placed = [(down, across, tile) for down, row in enumerate(rows) for across, tile in enumerate(row) if tile]
    width = (max((across for _down, across, _tile in placed), default=0) + 1) * (SIDE + GAP)
    height = (max((down for down, _across, _tile in placed), default=0) + 1) * (SIDE + GAP)
    body = "".join(_tile(across * (SIDE + GAP), down * (SIDE + GAP), tile) for down, across, tile in placed)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Picture(f'{head} role="img" aria-label="{escape(alt)}">{body}</svg>', alt, width, height)


def _tile(x: int, y: int, tile: dict[str, Any]) -> str:
    fill, ink = FILLS[tile["shade"]]
    middle = x + SIDE / 2
    return (
        f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="4" fill="{fill}" stroke="{LINE}" stroke-width="0.5"/>'
        f"{_words(middle, y + 18, tile['force'].tile_label, 11, ink, bold=True)}"
        f"{_words(middle, y + 34, tile['value'], 12, ink)}"
    )


def _words(x: float, y: float, words: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x}" y="{y}" font-size="{size}" text-anchor="middle" fill="{fill}"'
    return f"<text {place}{weight} {FONT}>{escape(words)}</text>"
