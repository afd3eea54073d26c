"""The theory of change of a working copy as a tagged PDF, to be taken to a meeting."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from practice.models import Practice
from practice.pdf import drawn_words
from practice.theory import hints, store, words
from vkpp.core import pdf

TEMPLATE = Path(__file__).parent / "theory.typ"


def theory(practice: Practice) -> bytes | None:
    """The PDF: what is complete, the theory in words and as a picture; None when there is no theory."""
    drawn = store.load(practice)
    shown = words.shown(drawn)
    if shown is None:
        return None
    share = hints.completeness(drawn)
    data = {
        "title": _("Theory of change"),
        "portal": settings.SITE_NAME,
        "marking": str(practice.get_marking_display()),
        "reference": practice.reference,
        "caption": f"{practice.reference} {practice.title}",
        "share": _("%(met)s of %(checks)s checks met.") % {"met": share.met, "checks": share.checks},
        "hints": [hint.text for hint in share.hints],
        "theory": {**shown, "svg": str(shown["svg"])},
        "words": drawn_words(),
    }
    return pdf.made(TEMPLATE, theory=data)
