"""Who may do what with a return and an improvement plan: the questions that workflow tables, pages and the API ask."""

from typing import Any

from nvap.models import Assignment, ImprovementAction, Query, Response, Return
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can, force_of, nationally
from vkpp.accounts.roles import Permission


def may_lead(user: Any, ret: Return) -> bool:
    """The force's NVAP lead: assigns, answers everything, sends for signature."""
    return can(user, Permission.RETURN_MANAGE_FORCE, ret)


def may_sign(user: Any, ret: Return) -> bool:
    """A chief officer of the force."""
    return can(user, Permission.RETURN_SIGN, ret)


def may_check(user: Any, ret: Return) -> bool:  # noqa: ARG001 - asked like the others in the workflow table
    """Staff of the national team."""
    return nationally(user, Permission.RETURN_CHECK)


def may_read_whole(user: Any, ret: Return) -> bool:
    """All answers of the return: the force's lead, chief officers and analysts, and staff who check returns."""
    return can(user, Permission.RETURN_READ_FORCE, ret) or may_check(user, ret)


def may_check_returns(user: Any) -> bool:
    """Staff of the national team, asked about no return in particular."""
    return nationally(user, Permission.RETURN_CHECK)


def may_lead_or_sign(user: Any, ret: Return) -> bool:
    """The lead or a chief officer of the force."""
    return may_lead(user, ret) or may_sign(user, ret)


def may_answer(user: Any, response: Response) -> bool:
    """The lead every action of the own force; contributors those assigned to them."""
    if can(user, Permission.RETURN_MANAGE_FORCE, response.ret):
        return True
    return can(user, Permission.RETURN_ANSWER, response.ret) and is_assigned(user, response)


def may_talk(user: Any, response: Response) -> bool:
    """The force's side of the comments: who answers the action, and the chief officers who sign."""
    return may_answer(user, response) or may_sign(user, response.ret)


def is_assigned(user: Any, response: Response) -> bool:
    """Whether the action or its theme is assigned to the person now; read once per return object and person."""
    actions, themes = assigned(user, response.ret)
    return response.action_version_id in actions or response.action_version.theme_id in themes


def assigned(user: Any, ret: Return) -> tuple[set[int], set[int]]:
    """Ids of the actions and of the themes assigned to the person in this return."""
    known: dict[int, tuple[set[int], set[int]]] = ret.__dict__.setdefault("_assigned", {})
    if user.pk not in known:
        rows = list(ret.assignments.filter(person=user, ended_at=None).values_list("action_version_id", "theme_id"))
        known[user.pk] = ({row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]})
    return known[user.pk]


def forget(ret: Return) -> None:
    """Read anew next time what is assigned to whom."""
    ret.__dict__.pop("_assigned", None)


def may_waive(user: Any) -> bool:
    """Staff of the national team let a force pass a check."""
    return nationally(user, Permission.RETURN_CHECK)


def may_manage_plans(user: Any) -> bool:
    """Plans, forms, rounds and peer groups: VKPP administrators, or (None) the portal itself when it loads its data."""
    return user is None or nationally(user, Permission.PLANS_MANAGE)


def may_edit_toolkit(user: Any) -> bool:
    """The guidance beside actions: VKPP staff."""
    return user is None or nationally(user, Permission.TOOLKIT_EDIT)


def may_propose_changes(user: Any) -> bool:
    """People of forces who may propose to change the plan: who runs or signs a return."""
    return can(user, Permission.RETURN_MANAGE_FORCE) or can(user, Permission.RETURN_SIGN)


def has_own_peers(user: Any) -> bool:
    """Whoever reads where a benchmarked force stands, about the force the person works for."""
    force = force_of(user)
    return force is not None and force.benchmarked and can(user, Permission.BENCHMARKS_READ_FORCE, force)


def may_lead_improvement(user: Any, improvement: ImprovementAction) -> bool:
    """The force's lead and chief officer decide about its improvement plan."""
    return can(user, Permission.IMPROVEMENT_MANAGE_FORCE, improvement)


def may_work_on_improvement(user: Any, improvement: ImprovementAction) -> bool:
    """Who leads it, its owner and who is accountable report progress."""
    if may_lead_improvement(user, improvement):
        return True
    mine = user.pk in {improvement.owner_id, improvement.accountable_id}
    return mine and can(user, Permission.RETURN_ANSWER, improvement)


def may_read_to_start(user: Any, ret: Return) -> bool:
    """Whoever may answer something in the return starts it with the first answer."""
    return may_answer_some(user, ret)


def may_answer_some(user: Any, ret: Return) -> bool:
    """Whether the person may answer at least one action of the return."""
    if may_lead(user, ret):
        return True
    return can(user, Permission.RETURN_ANSWER, ret) and any(assigned(user, ret))


def may_answer_query(user: Any, query: Query) -> bool:
    """The force's side of a query: its assignee, or whoever may answer the action."""
    mine = query.assignee_id == user.pk and can(user, Permission.RETURN_ANSWER, query.response.ret)
    return mine or may_answer(user, query.response)


def may_raise_query(user: Any, query: Query) -> bool:  # noqa: ARG001 - asked like the others in the workflow table
    """VKPP's side of a query."""
    return nationally(user, Permission.RETURN_CHECK)


def may_define_measures(user: Any) -> bool:
    """What is measured about an action: VKPP staff, who edit the guidance beside it too."""
    return may_edit_toolkit(user)


def may_read_measures(user: Any, force: Force) -> bool:
    """What a force reports: its people who read or answer its return, and staff who check returns."""
    own = can(user, Permission.RETURN_READ_FORCE, force) or can(user, Permission.RETURN_ANSWER, force)
    return own or may_check_returns(user)


def may_report_measure(user: Any, force: Force, action_id: int) -> bool:
    """The force's lead every measure; others those of actions that are assigned to them."""
    if can(user, Permission.RETURN_MANAGE_FORCE, force):
        return True
    return can(user, Permission.RETURN_ANSWER, force) and action_id in assigned_lineages(user, force)


def assigned_lineages(user: Any, force: Force) -> set[int]:
    """Ids of the actions over all versions that are assigned to the person in any return of the force."""
    rows = Assignment.objects.filter(person=user, ret__force=force, ended_at=None)
    pairs: Any = rows.values_list("action_version__action", "theme__actions__action")
    return {pk for pair in pairs for pk in pair if pk is not None}


def leads_measures(user: Any, force: Force) -> bool:
    """The force's lead reports every measure."""
    return can(user, Permission.RETURN_MANAGE_FORCE, force)


def sees_small_numbers(user: Any, force: Force) -> bool:
    """The force itself sees how few people a measure counts; VKPP and others do not."""
    return can(user, Permission.RETURN_READ_FORCE, force) or can(user, Permission.RETURN_ANSWER, force)


def meets_measures(user: Any) -> bool:
    """People of forces who read or answer its return, and VKPP staff."""
    force = force_of(user)
    return may_define_measures(user) or (force is not None and may_read_measures(user, force))
