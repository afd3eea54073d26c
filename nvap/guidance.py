"""What helps to answer on an action: what good looks like, who else asks the same, whether it is measured."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nvap import plan_actions
from nvap.models import ActionVersion, Crosswalk, FrameworkItem, MeasureDefinition, Toolkit
from nvap.vocab import PlanState
from vkpp.core import remembered


@dataclass(frozen=True)
class Guidance:
    """Of one action. `elsewhere`: what other frameworks ask on the same subject, by framework and edition."""

    good: list[str]
    elsewhere: list[dict[str, Any]]
    measured: bool


NOTHING = Guidance([], [], measured=False)


def beside(action: ActionVersion) -> Guidance:
    """What stands beside the answer on this action."""
    return _of_plan(action.plan_id).get(action.pk, NOTHING)


@remembered.for_seconds(20)
def _of_plan(plan: int) -> dict[int, Guidance]:
    """Of all actions of a plan at once: whoever answers one goes on to the next."""
    actions = plan_actions.listed(plan)
    every = [action.action_id for action in actions]
    toolkits = Toolkit.objects.filter(action_version__plan=plan, state=PlanState.PUBLISHED).order_by("number")
    good = dict(toolkits.values_list("action_version", "good_looks_like"))  # the newest is the last
    crosswalks = Crosswalk.objects.filter(action__in=every).select_related("item__framework")
    items: dict[int, list[FrameworkItem]] = defaultdict(list)
    for row in crosswalks.order_by("item__framework", "-item__edition", "item__order"):
        items[row.action_id].append(row.item)
    measured = set(MeasureDefinition.objects.in_use().filter(action__in=every).values_list("action", flat=True))
    return {
        action.pk: Guidance(
            good=good.get(action.pk) or [],
            elsewhere=_elsewhere(items[action.action_id]),
            measured=action.action_id in measured,
        )
        for action in actions
    }


def _elsewhere(items: Iterable[FrameworkItem]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[FrameworkItem]] = {}
    for item in items:
        groups.setdefault((item.framework.name, item.edition), []).append(item)
    return [
        {
            "title": f"{name} {edition}",
            "codes": ", ".join(item.code for item in found if item.code),
            "asks": [str(item) for item in found],
        }
        for (name, edition), found in groups.items()
    ]
