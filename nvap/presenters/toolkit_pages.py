"""Editing guidance: two texts of one draft side by side, the preview with its differences, the history."""

from typing import Any

from nvap import toolkit_text
from nvap.actions.toolkits import current
from nvap.forms.toolkit import LABELS
from nvap.models import ActionVersion, Toolkit
from nvap.plan_files import TOOLKIT_FIELDS
from nvap.presenters.action_page import toolkit_parts
from nvap.vocab import PlanState
from vkpp.core import differences


def changes(before: Toolkit | None, after: Toolkit) -> list[dict[str, Any]]:
    """What one text changed of the one before, part by part, in words."""
    old, new = toolkit_text.texts(before), toolkit_text.texts(after)
    return [
        {"label": LABELS[name][0], "parts": differences.words(old[name], new[name])}
        for name in TOOLKIT_FIELDS
        if old[name] != new[name]
    ]


def preview(action: ActionVersion, draft: Toolkit) -> dict[str, Any]:
    """The draft as the page will show it."""
    published = current([action.pk]).get(action.pk)
    may_publish = action.plan.state == PlanState.PUBLISHED
    rows = changes(published, draft)
    return {"action": action, "draft": draft, "changes": rows, "may_publish": may_publish, **toolkit_parts(draft)}


def history(action: ActionVersion, number: str) -> dict[str, Any]:
    """All published texts, newest first, and what the chosen one changed."""
    rows = list(Toolkit.objects.filter(action_version=action, state=PlanState.PUBLISHED).select_related("edited_by"))
    chosen = next((row for row in rows if str(row.number) == number), rows[0] if rows else None)
    earlier = next((row for row in rows if chosen is not None and row.number < chosen.number), None)
    return {
        "action": action,
        "rows": rows,
        "chosen": chosen,
        "earlier": earlier,
        "changes": changes(earlier, chosen) if chosen is not None and earlier is not None else [],
    }
