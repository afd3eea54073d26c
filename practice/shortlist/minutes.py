"""A decision in words, for its page, the API and the minutes on paper alike.

Titles are read from the bank at this moment: of an example that its owner has closed since, only the money is told.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import Candidate, ShortlistDecision
from practice.shortlist import board, points
from practice.shortlist.terms import Limit, Measured
from vkpp.core import pdf
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date, nice_datetime

TEMPLATE = Path(__file__).parent / "minutes.typ"
NAMES = ("code", "label", "least", "most", "money")


def items(user: Any, decision: ShortlistDecision) -> list[dict[str, Any]]:
    """Every candidate of the decision, chosen first; `entry` is None for what this person does not see now."""
    seen = Candidate.objects.visible_to(user).filter(pk=OuterRef("candidate"))
    rows = list(decision.items.annotate(seen=Exists(seen)).select_related("candidate"))
    known = board.entries(user, [row.candidate.practice_id for row in rows if row.seen])
    return [_item(row, known.get(row.candidate.practice_id)) for row in rows]


def _item(row: Any, entry: Any) -> dict[str, Any]:
    hidden = entry is None
    return {
        "item": row,
        "entry": entry,
        "title": _("An example that is not shown now") if hidden else entry["title"],
        "reference": "" if hidden else entry["reference"],
        "who": "" if hidden else entry["force_name"] or entry["lead_organisation"],
        "points": "–" if hidden else points.shown(row.points),
        "cost": f"£{row.cost:,}" if row.cost else "",
        "reason": "" if hidden else row.reason,
        "chosen": row.chosen,
    }


def limits(decision: ShortlistDecision) -> list[dict[str, Any]]:
    """How the set stood to each limit, with the reason where one was passed over."""
    found = []
    for row in decision.limits:
        limit = Limit(**{name: row[name] for name in NAMES})
        told = Measured(limit, row["got"], limit.short(row["got"]))
        found.append({"label": row["label"], "said": told.said, "met": row["met"], "override": row["override"]})
    return found


def made(user: Any, decision: ShortlistDecision) -> bytes:
    """The minutes as a tagged PDF."""
    rows = items(user, decision)
    round_ = decision.round
    return pdf.made(
        TEMPLATE,
        minutes={
            "title": _("Practice to be evaluated: minutes of the decision"),
            "caption": f"{round_.reference} · {round_.title}",
            "marking": str(dict(Marking.choices)[round_.marking]),
            "portal": settings.SITE_NAME,
            "reference": _("%(round)s, decision %(n)s") % {"round": round_.reference, "n": decision.number},
            "facts": [
                [_("Decided"), nice_datetime(decision.decided_at)],
                [_("By"), str(decision.decided_by or settings.SITE_NAME)],
                [_("Took part"), decision.present or _("not noted")],
                [_("Fund"), f"£{decision.fund:,}"],
            ],
            "minutes": decision.minutes,
            "limits": [
                [row["label"], row["said"], row["override"] or ("" if row["met"] else "–")] for row in limits(decision)
            ],
            "chosen": [_line(row) for row in rows if row["chosen"]],
            "others": [_line(row) for row in rows if not row["chosen"]],
            "words": _words(),
            "note": _("Printed %(day)s.") % {"day": nice_date(timezone.now())},
        },
    )


def _line(row: dict[str, Any]) -> list[str]:
    name = ", ".join(part for part in (row["title"], row["who"], row["reference"]) if part)
    return [name, row["points"], row["cost"] or "–", row["reason"]]


def _words() -> dict[str, Any]:
    return {
        "minutes": _("What was said, and why"),
        "limits": _("How the set stands to the limits"),
        "limit_head": [_("Limit"), _("How it stands"), _("Why it may be so")],
        "chosen": _("To be evaluated"),
        "others": _("Not chosen"),
        "head": [_("Example"), _("Points of 100"), _("Cost"), _("A word on it")],
        "none": _("None."),
    }
