"""Who may let whom in: the questions that actions, pages and the workflow of role requests ask."""

from typing import Any

from django.db.models import Q

from vkpp.accounts.models import Force, Invitation, Membership, RoleRequest, User
from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import BY_CODE, ROLES, Permission

LEAD_ROLES = frozenset(role.code for role in ROLES if role.force_lead_may_grant)
MANAGING_ROLES = frozenset(role.code for role in ROLES if Permission.PEOPLE_MANAGE in role.permissions)
FORCE_MANAGING_ROLES = frozenset(role.code for role in ROLES if Permission.PEOPLE_MANAGE_FORCE in role.permissions)


def may_grant(by: Any, role: str, force: Force | None) -> bool:
    """VKPP grants every role; a force's lead only the roles marked for it, and only in the own force."""
    if nationally(by, Permission.PEOPLE_MANAGE):
        return True
    return force is not None and role in LEAD_ROLES and can(by, Permission.PEOPLE_MANAGE_FORCE, force)


def grantable_roles(by: Any) -> list[str]:
    """The codes of the roles this person may grant somewhere."""
    if nationally(by, Permission.PEOPLE_MANAGE):
        return list(BY_CODE)
    if can(by, Permission.PEOPLE_MANAGE_FORCE):
        return [code for code in BY_CODE if code in LEAD_ROLES]
    return []


def may_decide(by: Any, request: RoleRequest) -> bool:
    """Who may grant the role decides, but nobody about their own request."""
    return by.pk != request.user_id and may_grant(by, request.role, request.force)


def may_end(by: Any, held: Membership) -> bool:
    """One's own role, or a role one may grant."""
    return by.pk == held.user_id or may_grant(by, held.role, held.force)


def may_handle(by: Any, invitation: Invitation) -> bool:
    """Who may send an invitation may also send it again or take it back."""
    return may_grant(by, invitation.role, invitation.force)


def sees_people(user: Any) -> bool:
    """Whether the person may open the list of people at all."""
    return can(user, Permission.PEOPLE_READ_FORCE) or can(user, Permission.PEOPLE_MANAGE)


def forces_seen(user: Any) -> Q | None:
    """Filter on `force` for what this person may see of people: every force, their own, or none (None)."""
    if nationally(user, Permission.PEOPLE_READ_FORCE) or nationally(user, Permission.PEOPLE_MANAGE):
        return Q()
    own = force_ids(user, Permission.PEOPLE_READ_FORCE)
    return Q(force__in=own) if own else None


def deciders(role: str, force: Force | None) -> "list[User]":
    """Whose turn it is when somebody asks for this role: the force's leads if they may, else VKPP's administrators."""
    open_to_leads = force is not None and role in LEAD_ROLES
    leads = _who_hold(FORCE_MANAGING_ROLES, memberships__force=force) if open_to_leads else []
    return leads or _who_hold(MANAGING_ROLES)


def _who_hold(roles: frozenset[str], **where: Any) -> "list[User]":
    """Everybody who holds one of these roles now: one filter, so that the role itself has not ended."""
    held = User.objects.filter(is_active=True, memberships__role__in=roles, memberships__ended_at=None, **where)
    return list(held.distinct().order_by("pk"))
