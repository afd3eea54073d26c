"""The picture of a theory of change as SVG: presentation attributes only, for pages (whose policy allows no styles) and PDF."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practice.theory import layout
from practice.theory.layout import COLUMN, FONT, LINE, PAD, Arrow, Note, Picture, Placed
from practice.theory.shape import Theory
from practice.theory.vocab import Kind

NAVY, INK, WHITE, LINES = "#12284b", "#0b1526", "#ffffff", "#4a5568"
ACCENT = "#8a4b00"
FILLS = {
    Kind.INPUT: "#eef2f7",
    Kind.ACTIVITY: "#e0eaf6",
    Kind.OUTPUT: "#dff1ee",
    Kind.OUTCOME: "#fdf3dc",
    Kind.IMPACT: NAVY,
}
FONTS = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
MARK, HEAD_FONT = 9, 15


def svg(theory: Theory, *, every_column: bool = False) -> SafeString:
    """The whole picture. Its words are said again beside it, so that it has only a name for who cannot see it."""
    picture = layout.laid_out(theory, every_column=every_column)
    width, height = round(picture.width), round(picture.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-theory__svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(_name(theory))}" '
        f'font-family="{FONTS}" font-size="{FONT}">'
    )
    parts = [
        opening,
        *_heads(picture),
        *(part for arrow in picture.arrows for part in _arrow(arrow)),
        *(part for placed in picture.boxes.values() for part in _box(placed)),
        *(part for arrow in picture.arrows for part in _arrow_marks(arrow)),
        *_notes(picture),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every text was escaped, the rest are numbers and constants


def _name(theory: Theory) -> str:
    return _("Theory of change as a picture: %(boxes)s boxes and %(arrows)s arrows. The same is written out below.") % {
        "boxes": len(theory.boxes),
        "arrows": len(theory.links),
    }


def _text(x: float, y: float, words: str, **attributes: object) -> str:
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def _heads(picture: Picture) -> list[str]:
    parts = []
    for kind, x in picture.columns:
        parts.append(_text(x, layout.HEAD - 18, str(kind.label), font_size=HEAD_FONT, font_weight="bold", fill=NAVY))
        y = layout.HEAD - 8
        parts.append(f'<path d="M{x:.1f} {y}h{COLUMN}" stroke="{NAVY}" stroke-width="2"/>')
    return parts


def _box(placed: Placed) -> list[str]:
    kind = placed.box.kind
    ink = WHITE if kind == Kind.IMPACT else INK
    frame = (
        f'<rect x="{placed.x:.1f}" y="{placed.y:.1f}" width="{COLUMN}" height="{placed.height:.1f}" rx="4" '
        f'fill="{FILLS[kind]}" stroke="{NAVY}"/>'
    )
    parts = [frame]
    for number, line in enumerate(placed.lines):
        parts.append(_text(placed.x + PAD, placed.y + PAD + FONT + number * LINE, line, fill=ink))
    for number, letter in enumerate(reversed(placed.letters)):
        parts += _mark(placed.x + COLUMN - 14 - number * 21, placed.y, letter)
    return parts


def _arrow(arrow: Arrow) -> list[str]:
    """Curves in the gaps, straight lines past the columns, and a head that points right."""
    (x, y), *rest = arrow.points
    steps = [f"M{x:.1f} {y:.1f}"]
    for number, (to_x, to_y) in enumerate(rest):
        half = (x + to_x) / 2
        if number % 2:
            steps.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            steps.append(f"C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    return [
        f'<path d="{"".join(steps)}" fill="none" stroke="{LINES}" stroke-width="1.5"/>',
        f'<path d="M{x:.1f} {y:.1f}l-8 -4.5v9z" fill="{LINES}"/>',
    ]


def _arrow_marks(arrow: Arrow) -> list[str]:
    (x, y), (to_x, to_y) = arrow.points[:2]
    parts = []
    for number, letter in enumerate(arrow.letters):
        parts += _mark((x + to_x) / 2, (y + to_y) / 2 + number * 20, letter)
    return parts


def _mark(x: float, y: float, letter: str) -> list[str]:
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{MARK}" fill="{WHITE}" stroke="{ACCENT}" stroke-width="1.5"/>',
        _text(x, y + 4, letter, font_size=11, font_weight="bold", text_anchor="middle", fill=ACCENT),
    ]


def _notes(picture: Picture) -> list[str]:
    if not picture.notes:
        return []
    words = str(Kind.ASSUMPTION.label)
    top = picture.notes_top + LINE
    head = _text(layout.EDGE, top, words, font_size=HEAD_FONT, font_weight="bold", fill=NAVY)
    return [head, *(part for note in picture.notes for part in _note(note))]


def _note(note: Note) -> list[str]:
    x = note.x + layout.NOTE_INDENT
    return [
        *_mark(note.x + MARK + 1, note.y + FONT - 4, note.letter),
        *(_text(x, note.y + FONT + number * LINE, line, fill=INK) for number, line in enumerate(note.lines)),
    ]
