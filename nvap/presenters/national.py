"""National actions and change proposals as people read them."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import national
from nvap.models import ActionVersion, ChangeProposal, NationalAction
from nvap.plan_querysets import prepares
from nvap.vocab import NationalState, ProposalState

COLOURS = {NationalState.OPEN: "grey", NationalState.UNDER_WAY: "blue", NationalState.DONE: "green"}
PROPOSAL_COLOURS = {
    ProposalState.OPEN: "yellow",
    ProposalState.ACCEPTED: "blue",
    ProposalState.DECLINED: "grey",
    ProposalState.DONE: "green",
}


def action_list(user: Any) -> dict[str, Any]:
    """All national actions with how many of their milestones are reached."""
    reached = Count("milestones", filter=Q(milestones__done_on__isnull=False))
    rows = NationalAction.objects.visible_to(user).select_related("action")
    counted = rows.annotate(total=Count("milestones"), reached=reached)
    return {"rows": [_row(row) for row in counted], "manages": people.may_manage_plans(user)}


def _row(row: Any) -> dict[str, Any]:
    late = row.due_on is not None and row.due_on < timezone.localdate() and row.state != NationalState.DONE
    return {"row": row, "colour": COLOURS[NationalState(row.state)], "late": late}


def action_page(user: Any, row: NationalAction) -> dict[str, Any]:
    """One national action."""
    milestones = list(row.milestones.all())
    page = _page_of(row.action_id)
    return {
        **_row(row),
        "milestones": milestones,
        "reached": sum(milestone.done_on is not None for milestone in milestones),
        "events": [
            {"title": _("Report"), "by": str(entry.by or ""), "at": entry.at, "text": entry.text}
            for entry in row.progress.select_related("by")
        ],
        "page": page,
        "manages": people.may_manage_plans(user),
        "reports": prepares(user),
    }


def _page_of(action_id: int | None) -> ActionVersion | None:
    """The newest published version of the action, for a link to its page."""
    if action_id is None:
        return None
    rows = ActionVersion.objects.filter(action=action_id, plan__state="published").select_related("plan")
    return rows.order_by("-plan__effective_from").first()


def proposal_list(user: Any) -> dict[str, Any]:
    """Proposals, those to be decided first."""
    rows = ChangeProposal.objects.visible_to(user).select_related("plan", "action", "proposed_by")
    shown = [{"row": row, "colour": PROPOSAL_COLOURS[ProposalState(row.state)]} for row in rows]
    shown.sort(key=lambda one: one["row"].state != ProposalState.OPEN)
    return {"rows": shown, "may_propose": national.may_propose(user)}


def proposal_page(user: Any, row: ChangeProposal) -> dict[str, Any]:
    """One proposal."""
    return {
        "row": row,
        "colour": PROPOSAL_COLOURS[ProposalState(row.state)],
        "page": _page_of(row.action_id),
        "decides": people.may_manage_plans(user),
    }
