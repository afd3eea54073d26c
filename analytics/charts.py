"""Charts as plain geometry, drawn by templates as SVG. No colour carries a meaning alone: marks and words say it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.figures import Figure, GroupFigure

SKI_WIDTH, SKI_HEIGHT, SKI_TOP, SKI_LEFT = 680, 190, 34, 92
STRIP_WIDTH, STRIP_HEIGHT, STRIP_EDGE = 180, 22, 8
TREND_WIDTH, TREND_HEIGHT, TREND_TOP, TREND_LEFT = 680, 200, 20, 92


@dataclass(frozen=True)
class Bar:
    """One force in the ski slope; `kind` is own, peer or other."""

    x: float
    y: float
    width: float
    height: float
    kind: str

    @property
    def middle(self) -> float:
        """Where its mark and its name stand."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Tick:
    """A level on the axis, with its word."""

    y: float
    label: str


@dataclass(frozen=True)
class Ski:
    """All forces side by side, highest level first. Which bar is whose is not known, but for the own one."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    median: float | None
    own: Bar | None
    width: int = SKI_WIDTH
    height: int = SKI_HEIGHT + 6
    left: int = SKI_LEFT
    base: int = SKI_HEIGHT

    @property
    def label_x(self) -> float:
        """Where the name over the own bar begins, kept inside the picture."""
        at = self.own.middle if self.own else 0
        return min(max(at, SKI_LEFT + 60), SKI_WIDTH - 90)


def ski(figure: Figure, *, own: int | None, peers: Figure | None, levels: Mapping[int, str]) -> Ski | None:
    """The slope of a shown figure; peers are marked when their figure is shown too."""
    if not figure.distribution or not levels:
        return None
    marked = dict(peers.distribution or {}) if peers is not None and peers.shown else {}
    kinds: list[tuple[float, str]] = []
    for score in sorted({*figure.distribution, *([own] if own is not None else [])}, reverse=True):
        total = figure.distribution.get(score, 0)
        mine = 1 if score == own else 0
        peer_bars = min(marked.get(score, 0) - (mine if peers and peers.counts_self else 0), total - mine)
        kinds += [(score, "own")] * mine + [(score, "peer")] * max(peer_bars, 0)
        kinds += [(score, "other")] * max(total - mine - max(peer_bars, 0), 0)
    return _drawn(kinds, figure.median, levels)


def _drawn(kinds: Sequence[tuple[float, str]], median: float | None, levels: Mapping[int, str]) -> Ski:
    step = (SKI_WIDTH - SKI_LEFT) / max(len(kinds), 12)
    bars = []
    for at, (score, kind) in enumerate(kinds):
        y = _height(score, levels, SKI_TOP, SKI_HEIGHT)
        bars.append(
            Bar(
                x=round(SKI_LEFT + at * step + step * 0.1, 1),
                y=round(min(y, SKI_HEIGHT - 3), 1),
                width=round(step * 0.8, 1),
                height=round(max(SKI_HEIGHT - y, 3), 1),
                kind=kind,
            )
        )
    return Ski(
        bars=tuple(bars),
        ticks=_ticks(levels, SKI_TOP, SKI_HEIGHT),
        median=None if median is None else round(_height(median, levels, SKI_TOP, SKI_HEIGHT), 1),
        own=next((bar for bar in bars if bar.kind == "own"), None),
    )


def _ticks(levels: Mapping[int, str], top: int, base: int) -> tuple[Tick, ...]:
    return tuple(Tick(round(_height(score, levels, top, base), 1), label) for score, label in levels.items())


def _height(score: float, levels: Mapping[int, str], top: int, base: int) -> float:
    low, high = min(levels), max(levels)
    return base - (score - low) / max(high - low, 1) * (base - top)


@dataclass(frozen=True)
class Strip:
    """Range, quartiles and median of others on one line, and a dot for one's own level."""

    start: float
    end: float
    box: float
    box_width: float
    median: float
    own: float | None
    width: int = STRIP_WIDTH
    height: int = STRIP_HEIGHT
    middle: float = STRIP_HEIGHT / 2


def strip(figure: GroupFigure | None, *, own: float | None, levels: Mapping[int, str]) -> Strip | None:
    """The strip of a shown figure."""
    if figure is None or figure.median is None or figure.minimum is None or figure.maximum is None:
        return None
    lower, upper = figure.lower or 0.0, figure.upper or 0.0
    return Strip(
        start=_across(figure.minimum, levels),
        end=_across(figure.maximum, levels),
        box=round(_across(lower, levels) - 2, 1),
        box_width=round(_across(upper, levels) - _across(lower, levels) + 4, 1),
        median=_across(figure.median, levels),
        own=None if own is None else _across(own, levels),
    )


def _across(score: float, levels: Mapping[int, str]) -> float:
    low, high = min(levels), max(levels)
    return round(STRIP_EDGE + (score - low) / max(high - low, 1) * (STRIP_WIDTH - 2 * STRIP_EDGE), 1)


@dataclass(frozen=True)
class Point:
    """One round of a trend: own level and national median; `broken` when no line may lead here from the last one."""

    label: str
    own: float | None
    median: float | None
    broken: bool
    care: bool


@dataclass(frozen=True)
class Dot:
    """A point of a line as it is drawn; `line` says whether it hangs together with the one before, and how."""

    x: float
    y: float
    line: str
    from_x: float = 0
    from_y: float = 0


@dataclass(frozen=True)
class Trend:
    """Two lines over the rounds, broken where figures do not compare, dashed where they do with care."""

    own: tuple[Dot, ...]
    median: tuple[Dot, ...]
    labels: tuple[tuple[float, str], ...]
    breaks: tuple[float, ...]
    ticks: tuple[Tick, ...]
    width: int = TREND_WIDTH
    height: int = TREND_HEIGHT + 30
    left: int = TREND_LEFT
    base: int = TREND_HEIGHT


def trend(points: Sequence[Point], levels: Mapping[int, str]) -> Trend | None:
    """The lines of two or more rounds."""
    if len(points) < 2 or not levels:
        return None
    gap = (TREND_WIDTH - TREND_LEFT - 80) / (len(points) - 1)
    xs = [round(TREND_LEFT + 40 + at * gap, 1) for at in range(len(points))]
    return Trend(
        own=_line([point.own for point in points], points, xs, levels),
        median=_line([point.median for point in points], points, xs, levels),
        labels=tuple((x, point.label) for x, point in zip(xs, points, strict=True)),
        breaks=tuple(round(x - gap / 2, 1) for x, point in zip(xs, points, strict=True) if point.broken),
        ticks=_ticks(levels, TREND_TOP, TREND_HEIGHT),
    )


def _line(
    values: Sequence[float | None], points: Sequence[Point], xs: Sequence[float], levels: Mapping[int, str]
) -> tuple[Dot, ...]:
    dots: list[Dot] = []
    last: Dot | None = None
    for value, point, x in zip(values, points, xs, strict=True):
        if value is None:
            last = None
            continue
        y = round(_height(value, levels, TREND_TOP, TREND_HEIGHT), 1)
        if last is None or point.broken:
            last = Dot(x, y, "")
        else:
            last = Dot(x, y, "care" if point.care else "plain", last.x, last.y)
        dots.append(last)
    return tuple(dots)
