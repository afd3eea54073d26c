"""Where everything of a theory of change stands in its picture: boxes never overlap, and arrows pass between them.

Arrows live in the gaps between columns. One that skips a column passes it in a lane above, between or below its boxes;
room for lanes is kept before the boxes are placed.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from practice.theory.measuring import wrapped
from practice.theory.shape import Box, Link, Theory
from practice.theory.vocab import ARROW, CHAIN, Kind

COLUMN, GAP, PAD, FONT, LINE = 178, 52, 10, 13, 17
HEAD, SPACE, LANE, EDGE = 40, 24, 8, 8
NOTE_GAP, NOTE_INDENT = 28, 26
NOTES_A_ROW = 3
Point = tuple[float, float]
Lane = tuple[int, int]


@dataclass
class Placed:
    """One box in the picture: its corner, height, lines of text, and the letters of assumptions about it."""

    box: Box
    x: float
    y: float
    height: float
    lines: list[str]
    letters: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Half of its height."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """One arrow: the points it goes through (in pairs that end gaps), and the letters of assumptions about it."""

    link: Link
    points: list[Point]
    letters: list[str]


@dataclass(frozen=True)
class Note:
    """An assumption beneath the picture, by its letter."""

    letter: str
    box: Box
    x: float
    y: float
    lines: list[str]


@dataclass(frozen=True)
class Picture:
    """Everything with its place."""

    width: float
    height: float
    columns: list[tuple[Kind, float]]
    boxes: dict[str, Placed]
    arrows: list[Arrow]
    notes: list[Note]
    notes_top: float


def laid_out(theory: Theory, *, every_column: bool = False) -> Picture:
    """The picture of a theory; empty columns are shown only to who is still writing."""
    kinds = [kind for kind in CHAIN if every_column or theory.column(kind)]
    letters = {box.key: chr(ord("A") + number) for number, box in enumerate(theory.assumptions)}
    about: dict[str, list[str]] = defaultdict(list)
    for box in theory.assumptions:
        about[box.about].append(letters[box.key])
    first = _placed(theory, kinds, Counter())
    lanes = _lanes(theory, kinds, first)
    boxes = _placed(theory, kinds, Counter(lane for row in lanes.values() for lane in row))
    for key, placed in boxes.items():
        placed.letters = about.get(key, [])
    arrows = _arrows(theory, kinds, boxes, lanes, about)
    width = max(len(kinds), 1) * (COLUMN + GAP) - GAP + 2 * EDGE
    bottom = max([placed.y + placed.height for placed in boxes.values()] + [HEAD + SPACE * 2])
    bottom = max([bottom, *(y for arrow in arrows for _x, y in arrow.points)]) + SPACE
    notes, height = _notes(theory, letters, width, bottom + LINE + PAD) if theory.assumptions else ([], bottom)
    columns = [(kind, _left(number)) for number, kind in enumerate(kinds)]
    return Picture(width, height, columns, boxes, arrows, notes, bottom)


def _left(column: int) -> float:
    return EDGE + column * (COLUMN + GAP)


def _placed(theory: Theory, kinds: list[Kind], lanes: "Counter[Lane]") -> dict[str, Placed]:
    """Every box in its column, the columns in the middle of the highest; `lanes` counts arrows to let through."""
    columns = []
    for number, kind in enumerate(kinds):
        column: list[Placed] = []
        y: float = LANE * lanes[number, 0]
        for place, box in enumerate(theory.column(kind), start=1):
            lines = wrapped(box.text, COLUMN - 2 * PAD, FONT)
            placed = Placed(box, _left(number), y, len(lines) * LINE + 2 * PAD, lines)
            column.append(placed)
            y += placed.height + SPACE + LANE * lanes[number, place]
        columns.append((column, y))
    highest = max([y for _column, y in columns], default=0)
    for column, y in columns:
        for placed in column:
            placed.y += HEAD + SPACE / 2 + (highest - y) / 2
    return {placed.box.key: placed for column, _y in columns for placed in column}


def _corridors(column: list[Placed]) -> list[float]:
    """Where an arrow may pass a column: above its first box, below each box."""
    if not column:
        return [HEAD + SPACE]
    return [column[0].y - SPACE / 2, *(placed.y + placed.height + SPACE / 2 for placed in column)]


def _lanes(theory: Theory, kinds: list[Kind], boxes: dict[str, Placed]) -> dict[Link, list[Lane]]:
    """For each arrow that skips columns: which corridor of each it takes, the one nearest to a straight line."""
    number = {kind: place for place, kind in enumerate(kinds)}
    found: dict[Link, list[Lane]] = {}
    for link in theory.links:
        source, target = boxes[link[0]], boxes[link[1]]
        start, end = number[source.box.kind], number[target.box.kind]
        row = []
        for column in range(start + 1, end):
            straight = source.middle + (target.middle - source.middle) * (column - start) / (end - start)
            ways = _corridors([boxes[box.key] for box in theory.column(kinds[column])])
            nearest = min(range(len(ways)), key=lambda way: (abs(ways[way] - straight), way))
            row.append((column, nearest))
        found[link] = row
    return found


def _arrows(
    theory: Theory,
    kinds: list[Kind],
    boxes: dict[str, Placed],
    lanes: dict[Link, list[Lane]],
    about: dict[str, list[str]],
) -> list[Arrow]:
    taken: Counter[Lane] = Counter()
    passing: dict[Link, list[Point]] = {}
    for link in theory.links:
        passing[link] = []
        for lane in lanes[link]:
            column = [boxes[box.key] for box in theory.column(kinds[lane[0]])]
            y = _lane_height(column, lane[1], taken[lane])
            taken[lane] += 1
            passing[link] += [(_left(lane[0]), y), (_left(lane[0]) + COLUMN, y)]
    leaving, coming = _ports(boxes, passing, 0), _ports(boxes, passing, 1)
    return [
        Arrow(
            link,
            [(boxes[link[0]].x + COLUMN, leaving[link]), *points, (boxes[link[1]].x, coming[link])],
            about.get(ARROW.join(link), []),
        )
        for link, points in passing.items()
    ]


def _lane_height(column: list[Placed], corridor: int, place: int) -> float:
    """How high the lane number `place` of a corridor runs; `_placed` kept room for each."""
    if not column:
        return HEAD + SPACE + LANE * place
    if corridor:
        above = column[corridor - 1]
        return above.y + above.height + LANE * (place + 1)
    return column[0].y - SPACE / 2 - LANE * place


def _ports(boxes: dict[str, Placed], passing: dict[Link, list[Point]], end: int) -> dict[Link, float]:
    """Where arrows leave (end 0) or reach (end 1) the side of their box: spread over it, in the order they come from."""
    by_box: dict[str, list[Link]] = defaultdict(list)
    for link in passing:
        by_box[link[end]].append(link)

    def beyond(link: Link) -> tuple[float, Link]:
        points = passing[link]
        return (points[-end][1] if points else boxes[link[1 - end]].middle), link

    found = {}
    for key, links in by_box.items():
        links.sort(key=beyond)
        for place, link in enumerate(links, start=1):
            found[link] = boxes[key].y + boxes[key].height * place / (len(links) + 1)
    return found


def _notes(theory: Theory, letters: dict[str, str], width: float, top: float) -> tuple[list[Note], float]:
    """The assumptions in rows beneath, and how high the picture is with them."""
    a_row = max(1, min(NOTES_A_ROW, int(width // COLUMN)))
    room = (width - 2 * EDGE - NOTE_GAP * (a_row - 1)) / a_row
    notes: list[Note] = []
    y = top + LINE
    boxes = theory.assumptions
    for start in range(0, len(boxes), a_row):
        row = boxes[start : start + a_row]
        texts = [wrapped(box.text, room - NOTE_INDENT, FONT) for box in row]
        for place, (box, lines) in enumerate(zip(row, texts, strict=True)):
            notes.append(Note(letters[box.key], box, EDGE + place * (room + NOTE_GAP), y, lines))
        y += max(map(len, texts)) * LINE + PAD
    return notes, y + EDGE
