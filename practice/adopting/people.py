"""Who records what a force does with a practice, who ends and removes it, who learns of it."""

from typing import Any

from practice.models import Adoption, Practice
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids, memberships, nationally
from vkpp.accounts.roles import BY_CODE, Permission


def recording_force(user: Any) -> Force | None:
    """The force for which the person records: the first in which they write practice."""
    held = (one for one in memberships(user) if Permission.PRACTICE_WRITE in BY_CODE[one.role].permissions)
    return next((one.force for one in held if one.force is not None), None)


def may_record(user: Any, practice: Practice) -> bool:
    """Whether the person may record what their force does with the practice: not with one of its own."""
    force = recording_force(user)
    return force is not None and force.pk != practice.force_id


def may_write(user: Any, adoption: Adoption) -> bool:
    """Who writes practice in the force changes it and notes the result."""
    return adoption.force_id in force_ids(user, Permission.PRACTICE_WRITE)


def may_decide(user: Any, adoption: Adoption) -> bool:
    """Who decides for the force about its practice ends and removes it."""
    return adoption.force_id in force_ids(user, Permission.PRACTICE_MANAGE_FORCE)


def has_list(user: Any) -> bool:
    """Whether the list of adoptions concerns the person: policing, and VKPP."""
    return bool(force_ids(user, Permission.BANK_READ_POLICE)) or oversees(user)


def oversees(user: Any) -> bool:
    """VKPP staff see what all forces do with practice; they decide for none."""
    return nationally(user, Permission.PRACTICE_TRIAGE)
