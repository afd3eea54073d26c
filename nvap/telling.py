"""Who is told about a return, and the mails themselves: what happened and a link, never the text of an answer."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from vkpp.accounts.models import Membership, User
from vkpp.accounts.roles import ROLES, Permission
from vkpp.core.notify import notify


def holders(permission: Permission, force_id: int | None = None) -> "QuerySet[User]":
    """Everybody who holds the permission through a role in that force; nationally when none is named."""
    held = roles_with(permission, national=force_id is None).filter(user=OuterRef("pk"))
    if force_id is not None:
        held = held.filter(force=force_id)
    return User.objects.filter(Exists(held), is_active=True).order_by("display_name", "pk")


def roles_with(permission: Permission, *, national: bool = False) -> "QuerySet[Membership]":
    """Roles in force now that give the permission: in forces, or national ones."""
    codes = [role.code for role in ROLES if permission in role.permissions and role.national == national]
    return Membership.objects.filter(role__in=codes, ended_at=None)


def leads(force_id: int) -> "QuerySet[User]":
    """The force's NVAP leads."""
    return holders(Permission.RETURN_MANAGE_FORCE, force_id)


def chief_officers(force_id: int) -> "QuerySet[User]":
    """Who may sign for the force."""
    return holders(Permission.RETURN_SIGN, force_id)


def checkers() -> "QuerySet[User]":
    """Staff of the national team who check returns."""
    return holders(Permission.RETURN_CHECK)


def tell(everybody: Iterable[User], kind: str, *, about: models.Model, link: str, by: Any, **context: Any) -> None:
    """Owe each of them the mail once; whoever did it needs no mail about it."""
    for person in {person.pk: person for person in everybody}.values():
        if by is None or person.pk != by.pk:
            notify(to=person, kind=kind, context={"about": about, "by": by, **context}, link=link, about=about)
