"""Who makes evidence packs, and of which forces: who reads the whole return of one."""

from typing import Any

from django.db.models import QuerySet

from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids, nationally
from vkpp.accounts.roles import Permission


def may_pack(user: Any, force: Force) -> bool:
    """Those who read the whole return of this force, and VKPP staff who check all returns."""
    return nationally(user, Permission.RETURN_CHECK) or force.pk in force_ids(user, Permission.RETURN_READ_FORCE)


def may_pack_any(user: Any) -> bool:
    """Whether there is a force whose packs the person may make."""
    return nationally(user, Permission.RETURN_CHECK) or bool(force_ids(user, Permission.RETURN_READ_FORCE))


def forces(user: Any) -> "QuerySet[Force]":
    """The forces whose packs the person may make."""
    if nationally(user, Permission.RETURN_CHECK):
        return Force.objects.filter(benchmarked=True)
    return Force.objects.filter(pk__in=force_ids(user, Permission.RETURN_READ_FORCE))


def packs_all(user: Any) -> bool:
    """Whether the person makes packs of every force."""
    return nationally(user, Permission.RETURN_CHECK)
