"""The plan as people read it: its front page, its themes with their actions, and the crosswalks to other frameworks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse

from nvap import desk, people
from nvap.actions import open_return
from nvap.actions.toolkits import current
from nvap.models import ActionVersion, Crosswalk, Framework, PlanVersion, Return, Round, Toolkit
from nvap.presenters.rounds import round_card
from nvap.rounds import closes_for
from nvap.vocab import FrameworkKind
from nvap.workflow import RETURN

SHOWN_ROUNDS = 6


def front(user: Any) -> dict[str, Any]:
    """What the plan is, its themes, the rounds, and the person's own return."""
    plan = PlanVersion.objects.visible_to(user).in_force().select_related("framework").first()
    rounds = Round.objects.visible_to(user).select_related("plan")
    return {
        "plan": plan,
        "themes": plan.themes.annotate(count=Count("actions")) if plan else [],
        "rounds": [round_card(row) for row in rounds[:SHOWN_ROUNDS]],
        "mine": my_returns(user),
        "versions": PlanVersion.objects.visible_to(user).filter(framework__kind=FrameworkKind.PLAN),
        "crosswalks": Framework.objects.filter(items__isnull=False).distinct(),
        "has_peers": people.has_own_peers(user),
        "has_measures": people.meets_measures(user),
        "manages": people.may_manage_plans(user),
    }


def my_returns(user: Any) -> list[dict[str, Any]]:
    """The returns of the person's own force that are under way, with state, due date and the way in."""
    if people.may_check_returns(user):
        return []
    rows = desk.annotated(Return.objects.visible_to(user).under_way()).select_related("round", "force")
    return [_my_return(ret) for ret in rows]


def _my_return(ret: Any) -> dict[str, Any]:
    state = RETURN.state(ret.state)
    opened = not open_return.closed_sentence(ret)
    return {
        "ret": ret,
        "state": state.public_label,
        "colour": state.colour,
        "due": ret.due if ret.sent is None else None,
        "end": closes_for(ret.round, ret.force_id) if opened else None,
        "late": bool(ret.late),
        "open": opened,
    }


def plan_page(plan: PlanVersion, words: str) -> dict[str, Any]:
    """The themes of a plan with their actions; `words` leaves those in which every word occurs."""
    actions = list(plan.actions.select_related("theme"))
    wanted = words.casefold().split()
    if wanted:
        toolkits = current([action.pk for action in actions])
        actions = [row for row in actions if _found(row, toolkits.get(row.pk), wanted)]
    by_theme: dict[int, list[ActionVersion]] = {}
    for action in actions:
        by_theme.setdefault(action.theme_id, []).append(action)
    themes = [{"theme": theme, "actions": by_theme.get(theme.pk, [])} for theme in plan.themes.all()]
    return {
        "plan": plan,
        "words": words,
        "themes": [row for row in themes if row["actions"] or not wanted],
        "found": len(actions),
        "successor": plan.next.filter(state="published").first(),
    }


def _found(action: ActionVersion, toolkit: Toolkit | None, wanted: Iterable[str]) -> bool:
    texts = [action.code, action.title, action.statement, action.theme.title]
    if toolkit is not None:
        texts += [*toolkit.aims, toolkit.meaning, *toolkit.good_looks_like, *toolkit.steps, toolkit.forces_doing]
    text = " ".join(texts).casefold()
    return all(word in text for word in wanted)


def crosswalk_page(framework: Framework, edition: str) -> dict[str, Any]:
    """The items of one edition of a framework, each with the actions that meet it."""
    counted = framework.items.values("edition").annotate(links=Count("crosswalks")).order_by("-edition")
    editions = {row["edition"]: row["links"] for row in counted}
    chosen = edition if edition in editions else max(editions, key=lambda one: editions[one], default="")
    links: dict[int, list[Crosswalk]] = {}
    rows = Crosswalk.objects.filter(item__framework=framework, item__edition=chosen).select_related("action")
    for link in rows.order_by("action__code"):
        links.setdefault(link.item_id, []).append(link)
    items = [{"item": item, "links": links.get(item.pk, [])} for item in framework.items.filter(edition=chosen)]
    return {
        "framework": framework,
        "edition": chosen,
        "editions": [_edition(framework, row, row == chosen) for row in editions],
        "items": items,
        "linked": sum(bool(row["links"]) for row in items),
        "pages": _pages_of({link.action_id for some in links.values() for link in some}),
    }


def _edition(framework: Framework, edition: str, current_one: bool) -> dict[str, Any]:
    href = f"{reverse('nvap:crosswalk', args=[framework.code])}?edition={edition}"
    return {"label": edition, "href": href, "current": current_one, "count": None}


def _pages_of(lineages: set[int]) -> dict[int, str]:
    """Lineage id → address of its page in the newest published plan that has it."""
    rows = ActionVersion.objects.filter(action__in=lineages, plan__state="published").select_related("plan")
    return {
        row.action_id: reverse("nvap:action", args=[row.plan.code, row.code])
        for row in rows.order_by("plan__effective_from", "plan_id")
    }
