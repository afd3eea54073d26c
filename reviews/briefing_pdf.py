"""A briefing as tagged PDF (PDF/UA-1), from the same values that its page shows."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reviews import briefing_content
from reviews.briefing_links import briefing_page
from reviews.models import Briefing
from vkpp.core import pdf
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date

TEMPLATE = Path(__file__).parent / "pdf" / "briefing.typ"


def made(briefing: Briefing, content: dict[str, Any]) -> bytes:
    """The document; of one that is not published it says so on every page."""
    return pdf.made(TEMPLATE, briefing=content, about=_about(briefing, content))


def name(briefing: Briefing) -> str:
    """Under which name it is saved, for example "briefing-7-risk-in-the-home.pdf"."""
    return slugify(f"briefing {briefing.number} {briefing.title}")[:100] + ".pdf"


def _about(briefing: Briefing, content: dict[str, Any]) -> dict[str, Any]:
    published = briefing.published_at is not None
    return {
        "marking": str(dict(Marking.choices)[briefing.marking]),
        "portal": settings.SITE_NAME,
        "number": _("Briefing %(n)s") % {"n": briefing.number},
        "state": "" if published else _("Draft, not published"),
        "date": _("Published %(day)s") % {"day": nice_date(briefing.published_at)} if published else "",
        "counts": briefing_content.counts(content["examined"], content["included"]),
        "address": settings.SITE_URL + briefing_page(briefing),
        "words": {
            "rule": _("How the reviews were chosen"),
            "left_out": _("Examined and not included"),
            "reviews": _("Reviews included"),
            "good": _("Good practice"),
            "cited": _("Actions that the learning concerns"),
            "changes": _("Actions that should change"),
            "action": _("Action"),
            "reviews_column": _("Reviews"),
            "points_column": _("Learning points"),
            "more": _("The first of %(n)s learning points"),
            "online": _("Read it in the portal:"),
            "by_hand": _("taken in by hand"),
        },
    }
