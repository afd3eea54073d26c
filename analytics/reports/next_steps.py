"""What a force may do next, from its own report: gaps without a plan, actions far behind, answers missing."""

from typing import Any

from django.utils.translation import gettext as _

from nvap.models import Toolkit
from nvap.vocab import PlanState

MOST = 5


def of(rows: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each step: what to do, why, and where the toolkit names them the steps of the journey to good."""
    planless = [gap for gap in gaps if not gap["plan"]]
    behind = [row for row in rows if row["quartile"] < 0]
    steps = _toolkit_steps([row["pk"] for row in behind[:MOST]])
    found = [
        {
            "what": _("Put the gap on %(code)s %(title)s into the improvement plan") % gap,
            "why": _("It has no owner and no date yet."),
            "steps": [],
        }
        for gap in planless[:MOST]
    ]
    found += [_behind(row, steps.get(row["pk"], [])) for row in behind[:MOST]]
    if silent := [row["code"] for row in rows if row["own"] == _("No answer")]:
        found.append(
            {
                "what": _("Answer what is left"),
                "why": _("These actions have no answer: %(codes)s.") % {"codes": ", ".join(silent)},
                "steps": [],
            }
        )
    if not found:
        found.append(
            {
                "what": _("Share what works"),
                "why": _(
                    "No gap is without a plan, and no action is far behind. Other forces would gain from your practice."
                ),
                "steps": [],
            }
        )
    return found


def _behind(row: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    why = _("Three quarters of forces say that they are further.")
    if steps:
        why = _("%(why)s The toolkit names these steps:") % {"why": why}
    return {"what": _("Look at %(code)s %(title)s first") % row, "why": why, "steps": steps}


def _toolkit_steps(actions: list[int]) -> dict[int, list[str]]:
    rows = Toolkit.objects.filter(action_version__in=actions, state=PlanState.PUBLISHED).order_by("number")
    return {row.action_version_id: list(row.steps) for row in rows}
