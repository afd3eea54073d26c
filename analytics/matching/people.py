"""Who looks for help, who asks, who answers."""

from typing import Any

from analytics.models import HelpRequest
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import Permission

DECIDES = Permission.IMPROVEMENT_MANAGE_FORCE


def meets(user: Any) -> bool:
    """Whether help between forces concerns the person at all: who reads a force's whole return, and VKPP."""
    return bool(force_ids(user, Permission.RETURN_READ_FORCE)) or oversees(user)


def oversees(user: Any) -> bool:
    """VKPP staff see who asks whom, to bring forces together; they decide for none."""
    return nationally(user, Permission.RETURN_CHECK)


def may_read_needs(user: Any, force: Force) -> bool:
    """What a force needs: who reads its whole return, and VKPP."""
    return can(user, Permission.RETURN_READ_FORCE, force) or oversees(user)


def may_speak(user: Any, force: Force | None = None) -> bool:
    """The force's NVAP lead and chief officers ask, answer and offer for it."""
    return bool(force_ids(user, DECIDES)) if force is None else force.pk in force_ids(user, DECIDES)


def asks(user: Any, request: HelpRequest) -> bool:
    """The side that asked."""
    return request.force_id in force_ids(user, DECIDES)


def helps(user: Any, request: HelpRequest) -> bool:
    """The side that was asked."""
    return request.helper_id in force_ids(user, DECIDES)


def takes_part(user: Any, request: HelpRequest) -> bool:
    """Either side, and VKPP."""
    return asks(user, request) or helps(user, request) or oversees(user)


def reads_own_side(user: Any, request: HelpRequest) -> bool:
    """Who may read what the force that asked keeps to itself: its levels."""
    return request.force_id in force_ids(user, Permission.RETURN_READ_FORCE) or oversees(user)


def reads_unmet(user: Any) -> bool:
    """The page of gaps that nobody helps with rests on published figures."""
    return can(user, Permission.BENCHMARKS_READ_PUBLISHED)
