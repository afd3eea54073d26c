"""The actions of a plan, as answers and lists name them: few, and fixed once the plan is published."""

from nvap.models import ActionVersion, Response
from vkpp.core import remembered


@remembered.for_seconds(20)
def listed(plan: int) -> list[ActionVersion]:
    """The actions of a plan in its order, with theme, plan and what they are in all plans. Only to be read."""
    rows = ActionVersion.objects.filter(plan=plan).select_related("theme", "plan", "action")
    return list(rows.order_by("theme__order", "order", "code"))


def place(response: Response) -> None:
    """Give an answer, read with its return and round, the action that it is about, without asking for it."""
    for action in listed(response.ret.round.plan_id):
        if action.pk == response.action_version_id:
            response.action_version = action
