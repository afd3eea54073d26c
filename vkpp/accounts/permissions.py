"""`can(user, Permission.X, thing)`: may this person do this, here, now?"""

from typing import Any

from vkpp.accounts.models import Force, Membership, User
from vkpp.accounts.roles import BY_CODE, Permission, Role


def memberships(user: Any) -> list[Membership]:
    """The person's roles in force now; read once per request and person object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    held: list[Membership] | None = user.__dict__.get("_memberships")
    if held is None:
        held = list(Membership.objects.filter(user=user, ended_at=None).select_related("force").order_by("granted_at"))
        user.__dict__["_memberships"] = held
    return held


def forget(user: User) -> None:
    """Read the person's roles anew next time."""
    user.__dict__.pop("_memberships", None)


def roles(user: Any) -> list[Role]:
    """The person's roles, each once."""
    return list(dict.fromkeys(BY_CODE[held.role] for held in memberships(user)))


def force_of(user: Any) -> Force | None:
    """The force the person works for, from the first role that has one."""
    return next((held.force for held in memberships(user) if held.force is not None), None)


def can(user: Any, permission: Permission, thing: Any = None) -> bool:
    """Whether `user` holds `permission`: national roles for everything, others only for their own force's things.

    `thing` is a Force, anything with a `force_id`, or None for "anywhere at all".
    """
    for held in memberships(user):
        role = BY_CODE[held.role]
        if permission not in role.permissions:
            continue
        if thing is None or role.national:
            return True
        force_id = thing.pk if isinstance(thing, Force) else thing.force_id
        if force_id is not None and held.force_id == force_id:
            return True
    return False


def nationally(user: Any, permission: Permission) -> bool:
    """Whether `user` holds `permission` for every force."""
    return any(permission in role.permissions and role.national for role in roles(user))


def force_ids(user: Any, permission: Permission) -> set[int]:
    """The forces for which `user` holds `permission` through a role in that force."""
    return {
        held.force_id
        for held in memberships(user)
        if held.force_id is not None and permission in BY_CODE[held.role].permissions
    }


def needs_second_factor(user: Any) -> bool:
    """Whether one of the person's roles may only be used after a second factor."""
    return any(role.second_factor for role in roles(user))
