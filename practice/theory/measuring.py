"""How wide words are, so that they can be set in boxes without a browser: the advance widths of Helvetica and its like."""

import unicodedata
from functools import lru_cache

# Thousandths of the font size, from the space to the tilde (Adobe's published metrics; Arial and Liberation Sans agree).
ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556,) * 10,
    *(278, 278, 584, 584, 584, 556, 1015),
    *(667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667),
    *(944, 667, 667, 611, 278, 278, 278, 469, 556, 333),
    *(556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500),
    *(722, 500, 500, 500, 334, 260, 334, 584),
)
OTHER, WIDE = 760, 1050
SPARE = 1.12  # for readers whose system has only wider letters than these


@lru_cache(4096)
def _advance(letter: str) -> int:
    first = unicodedata.normalize("NFD", letter)[0]
    if " " <= first <= "~":
        return ASCII[ord(first) - 32]
    if unicodedata.combining(letter):
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER


def width(text: str, size: float) -> float:
    """The room that a text of one line needs at a font size, in the unit of that size."""
    return sum(map(_advance, text)) * size * SPARE / 1000


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit the room; a word that is wider than it is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, room, size):
            longer = f"{line} {piece}" if line else piece
            if width(longer, size) <= room:
                line = longer
            else:
                lines.append(line)
                line = piece
    return [*lines, line] if line else lines


def _pieces(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
