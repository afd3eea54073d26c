"""A report as tagged PDF (PDF/UA-1), from the same values that its page shows."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vkpp.core import pdf

TEMPLATE = Path(__file__).parent / "report.typ"


def made(report: dict[str, Any]) -> bytes:
    """The document."""
    return pdf.made(
        TEMPLATE, report={**report, "portal": settings.SITE_NAME, "words": {**_words(), **_words_of_themes()}}
    )


def name(report: dict[str, Any]) -> str:
    """Under which name it is saved, for example "where-norfolk-stands-2024-return-published.pdf"."""
    of_round = report["caption"].rpartition(",")[2]
    return slugify(" ".join((report["title"], of_round, report["basis"]))) + ".pdf"


def _words() -> dict[str, str]:
    """Headings and labels."""
    return {
        "summary": _("In short"),
        "action": _("Action"),
        "we_say": _("The force says"),
        "nation": _("All forces"),
        "median": _("National median"),
        "place": _("Place"),
        "change": _("Since the last round"),
        "more": _("Also"),
        "gap": _("Gap"),
        "practice": _("Promising practice"),
        "gaps": _("Gaps"),
        "own_practice": _("The force's promising practice"),
        "others": _("Who may help: published practice of others"),
        "others_lead": _("From the practice bank, where the force names a gap or is below the national median."),
        "none_others": _("The practice bank has nothing on these actions yet."),
        "changes": _("What changed"),
        "unchanged": _("No level has moved."),
        "breaks": _("Changes of the plan"),
        "next": _("Next steps"),
        "tables": _("The figures behind the pictures"),
        "about": _("About these figures"),
        "no_gaps": _("The force names no gap, and VKPP sees none."),
        "no_plan": _("Not in the improvement plan yet."),
        "named": _("Practice named by forces"),
        "needs": _("Where practice is needed most"),
        "needs_lead": _(
            "Actions on which forces name gaps, those with the fewest published examples for each gap first."
        ),
        "published": _("Published examples"),
        "more_examples": _("more in the practice bank"),
        "now": _("Now"),
        "by": _("Seen by"),
        "nobody": _("Nothing is named."),
    }


def _words_of_themes() -> dict[str, str]:
    """Those of the table of themes."""
    return {
        "overview": _("Themes at a glance"),
        "theme": _("Theme"),
        "average": _("Average of the actions"),
        "forces": _("Forces"),
    }
