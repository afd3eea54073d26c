"""A report of a peer review as tagged PDF (PDF/UA-1), from the words that were frozen when it was sent."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.models import PeerReport
from reviews.vocab import FindingKind, ReportKind
from vkpp.core import pdf
from vkpp.core.models import Marking

TEMPLATE = Path(__file__).parent / "pdf" / "peer_report.typ"


def made(report: PeerReport) -> bytes:
    """The document."""
    return pdf.made(TEMPLATE, report=_shown(report))


def name(report: PeerReport) -> str:
    """Under which name it is saved, for example "PR-00007-draft-1.pdf"."""
    kind = "final" if report.kind == ReportKind.FINAL else f"draft-{report.number}"
    return f"{report.review.reference}-{kind}.pdf"


def _shown(report: PeerReport) -> dict[str, Any]:
    content = report.content
    final = report.kind == ReportKind.FINAL
    day = date_format(timezone.localtime(report.made_at), "j F Y")
    return {
        "title": content["title"],
        "force": content["force"],
        "reference": content["reference"],
        "kind": _("Final report") if final else _("Draft for factual accuracy, version %(n)s") % {"n": report.number},
        "made": _("Sent to the force on %(day)s") % {"day": day},
        "plan": content["plan"],
        "fieldwork": _span(content["fieldwork"]),
        "team": [_member(row) for row in content["team"]],
        "picture": content["picture"],
        "paragraphs": [{**one, "due": _day(one.get("due", ""))} for one in content["paragraphs"]],
        "marking": str(Marking(report.review.marking).label),
        "portal": settings.SITE_NAME,
        "hash": report.content_hash,
        "words": _words(),
    }


def _member(row: dict[str, Any]) -> str:
    words = _("%(name)s, %(sector)s, lead of the team") if row["lead"] else _("%(name)s, %(sector)s")
    return words % {"name": row["name"], "sector": row["sector"]}


def _span(days: list[str]) -> str:
    shown = [_day(day) for day in days if day]
    return (
        _("%(first)s to %(last)s") % {"first": shown[0], "last": shown[-1]} if len(set(shown)) > 1 else "".join(shown)
    )


def _day(day: str) -> str:
    return date_format(dt.date.fromisoformat(day), "j F Y") if day else ""


def _words() -> dict[str, str]:
    """Headings and labels."""
    return {
        "peer_review": _("Peer review"),
        "critical_friend": _(
            "A peer review is the view of critical friends at the force's own request. It is not an inspection."
        ),
        "plan": _("Plan"),
        "fieldwork": _("Fieldwork"),
        "team": _("The team"),
        "picture": _("Picture of strength"),
        "action": _("Action"),
        "level": _("How far it is in place"),
        "evidence": _("What stands behind it"),
        "strengths": str(FindingKind.STRENGTH.label),
        "consider": str(FindingKind.CONSIDER.label),
        "promising": str(FindingKind.PROMISING.label),
        "none": _("No judgement"),
        "question": _("The force asks"),
        "shown_by": _("Shown by"),
        "until": _("until"),
        "checksum": _("Fingerprint of this version (SHA-256)"),
    }
