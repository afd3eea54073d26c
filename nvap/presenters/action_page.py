"""The page of one action: its toolkit, what it became over the versions, and the frameworks that ask the same."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.actions.toolkits import current
from nvap.models import ActionVersion, Crosswalk, PlanVersion, Response, Succession, Toolkit
from nvap.plan_querysets import prepares
from nvap.vocab import PlanState, RoundState

KIND_WORDS = {
    "same": "grey",
    "reworded": "blue",
    "split": "purple",
    "merged": "purple",
    "new": "teal",
    "retired": "red",
}


def action_page(user: Any, plan: PlanVersion, action: ActionVersion) -> dict[str, Any]:
    """Everything the page shows, apart from what apps to the right add."""
    toolkit = current([action.pk]).get(action.pk)
    before, after = _neighbours(action)
    context = toolkit_parts(toolkit)
    return {
        **context,
        "plan": plan,
        "action": action,
        "toolkit": toolkit,
        "peel": _crosswalks(action),
        "came": _links(user, action.came_from.select_related("before__plan"), "before"),
        "became": _links(user, action.became.select_related("after__plan"), "after"),
        "versions": _versions(user, action),
        "previous": before,
        "next": after,
        "answers": _own_answers(user, action),
        "edits": prepares(user),
        "newest": _newest(action),
    }


def toolkit_parts(toolkit: Toolkit | None) -> dict[str, Any]:
    """The parts of a toolkit that have something in them, with their headings, in the order of the page."""
    parts: list[dict[str, Any]] = []
    if toolkit is not None:
        parts = [
            {"id": "aims", "title": _("Aims"), "points": toolkit.aims},
            {"id": "meaning", "title": _("What do we mean?"), "text": toolkit.meaning},
            {"id": "good", "title": _("What good looks like"), "points": toolkit.good_looks_like},
            {"id": "journey", "title": _("Journey to good"), "steps": toolkit.steps},
            {"id": "doing", "title": _("What forces are doing"), "text": toolkit.forces_doing},
            {"id": "findings", "title": _("Key findings"), "groups": toolkit.key_findings},
            {"id": "measures", "title": _("Suggested measures"), "points": toolkit.measures},
            {"id": "links", "title": _("Useful links"), "links": toolkit.links},
        ]
    filled = ("points", "text", "steps", "groups", "links")
    first = ("aims", "meaning", "good", "journey", "doing")
    shown = [part for part in parts if any(part.get(name) for name in filled)]
    return {
        "parts": [part for part in shown if part["id"] in first],
        "more_parts": [part for part in shown if part["id"] not in first],
        "impacts": _impacts(toolkit),
    }


def _impacts(toolkit: Toolkit | None) -> list[tuple[str, str]]:
    if toolkit is None:
        return []
    both = [
        (_("Organisational impact"), toolkit.organisational_impact),
        (_("External impact"), toolkit.external_impact),
    ]
    return [(title, text) for title, text in both if text]


def _neighbours(action: ActionVersion) -> tuple[ActionVersion | None, ActionVersion | None]:
    row = list(ActionVersion.objects.filter(plan=action.plan_id).only("code", "title", "plan_id"))
    place = next(number for number, one in enumerate(row) if one.pk == action.pk)
    return row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None


def _crosswalks(action: ActionVersion) -> list[dict[str, Any]]:
    """Framework by framework and edition by edition, the items that this action meets."""
    links = Crosswalk.objects.filter(action=action.action_id).select_related("item__framework")
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for link in links.order_by("item__framework__name", "-item__edition", "item__order"):
        item = link.item
        key = (item.framework.code, item.edition)
        group = groups.setdefault(
            key, {"framework": item.framework, "edition": item.edition, "links": [], "href": _crosswalk_page(*key)}
        )
        group["links"].append(link)
    return list(groups.values())


def _crosswalk_page(framework: str, edition: str) -> str:
    return f"{reverse('nvap:crosswalk', args=[framework])}?edition={edition}"


def _links(user: Any, rows: Any, end: str) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        other: ActionVersion | None = getattr(row, end)
        if other is not None and other.plan.state != PlanState.PUBLISHED and not prepares(user):
            continue
        if other is None and end == "after" and not _next_is_published(row):
            continue
        found.append({"row": row, "other": other, "colour": KIND_WORDS[row.kind]})
    return found


def _next_is_published(row: Succession) -> bool:
    assert row.before is not None  # only new actions have no end before
    return row.before.plan.next.filter(state=PlanState.PUBLISHED).exists()


def _versions(user: Any, action: ActionVersion) -> list[ActionVersion]:
    rows = ActionVersion.objects.visible_to(user).filter(action=action.action_id).select_related("plan")
    return list(rows.order_by("-plan__effective_from"))


def _newest(action: ActionVersion) -> ActionVersion | None:
    """The newer published version of this action, when the page shows an older one."""
    newer = ActionVersion.objects.filter(
        action=action.action_id, plan__state=PlanState.PUBLISHED, plan__effective_from__gt=action.plan.effective_from
    )
    return newer.select_related("plan").order_by("-plan__effective_from").first()


def _own_answers(user: Any, action: ActionVersion) -> list[Response]:
    """The person's own answers on this action in rounds that run."""
    rows = Response.objects.visible_to(user).filter(action_version=action, ret__round__state=RoundState.RUNNING)
    from vkpp.accounts.permissions import force_of

    force = force_of(user)
    return list(rows.filter(ret__force=force).select_related("ret__round", "ret__force")) if force else []
