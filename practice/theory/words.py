"""A theory of change in words: what stands beside the picture for who does not see it, in pages and PDF alike."""

from typing import Any

from django.utils.translation import gettext as _

from practice.theory import drawing
from practice.theory.asked import words_for
from practice.theory.shape import Box, Theory
from practice.theory.vocab import CHAIN


def shown(theory: Theory) -> dict[str, Any] | None:
    """The picture and the same in words; None when there is no theory."""
    return {"svg": drawing.svg(theory), **written(theory)} if theory else None


def written(theory: Theory) -> dict[str, Any]:
    """Every column with its boxes and what they lead to, then the assumptions with what they are about."""
    texts = theory.texts
    letters = {box.key: chr(ord("A") + place) for place, box in enumerate(theory.assumptions)}
    return {
        "columns": [
            {"title": str(kind.label), "boxes": [_box(box, texts) for box in theory.column(kind)]}
            for kind in CHAIN
            if theory.column(kind)
        ],
        "assumptions": [
            {"letter": letters[box.key], "text": box.text, "about": about(box, theory)} for box in theory.assumptions
        ],
    }


def _box(box: Box, texts: dict[str, str]) -> dict[str, Any]:
    return {"key": box.key, "text": box.text, "leads": [texts[key] for key in box.leads_to]}


def about(box: Box, theory: Theory) -> str:
    """What an assumption is about, in words."""
    return words_for(theory)(box.about) if box.about else _("all of it")
