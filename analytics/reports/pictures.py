"""The pictures of reports as SVG: the same one on the page and in the PDF. Marks and numbers say what colours repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from analytics.figures import Figure
from analytics.reports import words
from analytics.scale import Measure

NAVY, TEAL, GREY, PALE, LINE, INK, MUTED = "#12284b", "#0b7a6f", "#c5cedb", "#dfe6ef", "#aab4c3", "#0b1526", "#4a5568"
FONT = 'font-family="Arial, Liberation Sans, DejaVu Sans, sans-serif"'


@dataclass(frozen=True)
class Picture:
    """An SVG with the words that say the same."""

    svg: str
    alt: str
    width: int
    height: int

    def plain(self) -> dict[str, str | int]:
        """As the page and the document take it."""
        return {"svg": SafeString(self.svg), "alt": self.alt, "width": self.width, "height": self.height}


@dataclass(frozen=True)
class Line:
    """One action in the profile: code, title, the national figure and the own level."""

    code: str
    title: str
    figure: Figure | None
    own: int | None


def columns(counts: Mapping[float, int], levels: Mapping[int, str], own: int | None, alt: str) -> Picture:
    """How many forces chose each level, one small column each, lowest first; the own level is dark and marked."""
    width, height, base, top = 30 * len(levels), 46, 34, 12
    most = max(counts.values(), default=0) or 1
    parts = []
    for place, score in enumerate(sorted(levels)):
        count, x = counts.get(score, 0), 30 * place + 3
        tall = max(round((base - top) * count / most, 1), 1)
        fill = NAVY if score == own else GREY
        parts.append(_rect(x, base - tall, 24, tall, fill))
        parts.append(_text(x + 12, base - tall - 2, str(count), 10, MUTED, bold=score == own))
        if score == own:
            parts.append(f'<path d="M{x + 12} {base + 3} l5 8 h-10 z" fill="{NAVY}"/>')
    parts.append(f'<path d="M0 {base}.5 H{width}" stroke="{LINE}" stroke-width="1"/>')
    return _picture(width, height, parts, alt)


def of_figure(figure: Figure | None, measure: Measure, own: int | None = None) -> dict[str, str | int] | None:
    """The columns of a shown figure, as the page and the document take them."""
    if figure is None or not figure.shown:
        return None
    return columns(figure.distribution or {}, measure.levels, own, words.distribution(figure, measure)).plain()


def profile(lines: Sequence[Line], levels: Mapping[int, str], alt: str) -> Picture:
    """All actions below one another: range, quartiles and median of the nation, and the own level as a dark dot."""
    left, right, row, top = 214, 30, 23, 34
    width, height = 700, top + row * len(lines) + 12
    across = _scale(levels, left, width - right)
    parts = []
    for score, word in levels.items():
        x = across(score)
        parts.append(f'<path d="M{x} {top - 8} V{height - 8}" stroke="{PALE}" stroke-width="1"/>')
        parts.append(_text(x, top - 14, word, 11, MUTED))
    for place, line in enumerate(lines):
        parts += _profile_line(line, top + row * place + row / 2, across)
    return _picture(width, height, parts, alt)


def _profile_line(line: Line, y: float, across: "_Scale") -> list[str]:
    title = line.title if len(line.title) <= 26 else f"{line.title[:25].rstrip()}…"
    parts = [_text(0, y + 4, f"{line.code}  {title}", 11.5, INK, anchor="start")]
    figure = line.figure
    if figure is not None and figure.median is not None and figure.minimum is not None and figure.maximum is not None:
        low, high = across(figure.minimum), across(figure.maximum)
        parts.append(f'<path d="M{low} {y} H{high}" stroke="{LINE}" stroke-width="2"/>')
        box, end = across(figure.lower or 0) - 3, across(figure.upper or 0) + 3
        parts.append(_rect(box, y - 6, round(end - box, 1), 12, GREY))
        parts.append(f'<path d="M{across(figure.median)} {y - 8} v16" stroke="{TEAL}" stroke-width="3"/>')
    else:
        parts.append(_text(across(across.low), y + 4, "–", 11, MUTED))
    if line.own is not None:
        parts.append(
            f'<circle cx="{across(line.own)}" cy="{y}" r="5.5" fill="{NAVY}" stroke="#fff" stroke-width="1.5"/>'
        )
    return parts


def shares(lines: Sequence[Line], levels: Mapping[int, str], alt: str) -> Picture:
    """All actions below one another: the share of forces at each level as one bar of parts, lowest level left."""
    left, row, top, width = 214, 23, 30, 700
    shades = _shades(len(levels))
    height = top + row * len(lines) + 6
    parts = []
    for place, word in enumerate(levels.values()):
        x = left + place * (width - left) / len(levels)
        parts.append(_rect(x, 4, 11, 11, shades[place][0], stroke=LINE))
        parts.append(_text(x + 16, 13.5, word, 11, MUTED, anchor="start"))
    for place, line in enumerate(lines):
        y = top + row * place
        title = line.title if len(line.title) <= 26 else f"{line.title[:25].rstrip()}…"
        parts.append(_text(0, y + 14, f"{line.code}  {title}", 11.5, INK, anchor="start"))
        parts += _shares_line(line.figure, levels, shades, y, left, width)
    return _picture(width, height, parts, alt)


def _shares_line(
    figure: Figure | None, levels: Mapping[int, str], shades: Sequence[tuple[str, str]], y: float, left: int, width: int
) -> list[str]:
    if figure is None or not figure.distribution or not figure.n:
        return [_text(left, y + 14, "–", 11, MUTED, anchor="start")]
    parts, x = [], float(left)
    for place, score in enumerate(levels):
        count = figure.distribution.get(score, 0)
        wide = round((width - left) * count / figure.n, 2)
        if count:
            parts.append(_rect(round(x, 2), y, wide, 18, shades[place][0], stroke="#fff"))
        if wide > 14:
            parts.append(_text(round(x + wide / 2, 1), y + 13, str(count), 11, shades[place][1]))
        x += wide
    return parts


def _shades(count: int) -> list[tuple[str, str]]:
    """Fill and ink, from pale to dark."""
    known = [("#eef2f7", INK), ("#c5d9e6", INK), ("#8fbcc9", INK), ("#3b8a97", "#ffffff"), ("#0f4c5c", "#ffffff")]
    if count <= len(known):
        step = (len(known) - 1) / max(count - 1, 1)
        return [known[round(place * step)] for place in range(count)]
    return [known[min(place * len(known) // count, len(known) - 1)] for place in range(count)]


class _Scale:
    """Where a score lies across a picture."""

    def __init__(self, low: int, high: int, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    def __call__(self, score: float) -> float:
        return round(self.start + (score - self.low) / max(self.high - self.low, 1) * (self.end - self.start), 1)


def _scale(levels: Mapping[int, str], start: float, end: float) -> _Scale:
    return _Scale(min(levels), max(levels), start + 26, end - 26)


def _rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    line = f' stroke="{stroke}" stroke-width="1"' if stroke else ""
    return f'<rect x="{round(x, 2)}" y="{round(y, 2)}" width="{width}" height="{height}" fill="{fill}"{line}/>'


def _text(x: float, y: float, words: str, size: float, fill: str, *, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{round(x, 1)}" y="{round(y, 1)}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{weight} {FONT}>'
        f"{escape(words)}</text>"
    )


def _picture(width: int, height: int, parts: Sequence[str], alt: str) -> Picture:
    body = "".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Picture(f'{head} role="img" aria-label="{escape(alt)}">{body}</svg>', alt, width, height)
