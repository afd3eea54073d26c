"""A report as a tagged PDF, to print or take to a meeting."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.presenters import reports
from practice.reporting.asked import reads_all
from practice.reporting.report import Report
from vkpp.core import pdf
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_datetime

TEMPLATE = Path(__file__).parent / "report.typ"


def made(user: Any, report: Report) -> bytes:
    """The PDF: the same figures as the page, without lists of texts."""
    everybody = reads_all(user)
    gaps = report.gaps
    data: dict[str, Any] = {
        "title": _("Practice that was sent in"),
        "author": settings.SITE_NAME,
        "marking": str(Marking.OFFICIAL.label),
        "portal": settings.SITE_NAME,
        "about": reports.about(report.asked, everybody=everybody),
        "tiles": [[tile["label"], str(tile["value"]), str(tile["note"])] for tile in reports.tiles(report)],
        "tables": [_table(table) for table in reports.tables(report, everybody=everybody)],
        "gaps": {
            "title": _("Strands and categories in the practice bank"),
            "words": reports.gap_words(gaps),
            "heads": [_("Strand"), *gaps.categories.values(), _("All")],
            "rows": [[row.label, *(str(n) for n in row.counts), str(row.total)] for row in gaps.rows],
        },
        "questions": [
            {
                "text": one.question.text,
                "words": " ".join(part for part in (reports.answered_words(one), reports.numbers_words(one)) if part),
                "rows": [[label, str(n)] for label, n in one.choices.items()],
            }
            for one in report.questions
        ],
        "words": {
            "questions": _("Questions of the call"),
            "answer": _("Answer"),
            "examples": _("Examples"),
            "nothing": _("Nothing to show."),
        },
        "note": _("Made on %(day)s. Figures count what was sent in by then.") % {"day": nice_datetime(timezone.now())},
    }
    return pdf.made(TEMPLATE, report=data)


def _table(table: reports.Table) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in table.rows]
    return {"title": str(table.title), "heads": list(table.heads), "rows": rows, "note": table.note}
