"""Who arranges learning events, who books a place, who reads what about them."""

from typing import Any

from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission


def arranges(user: Any, _event: Any = None) -> bool:
    """VKPP staff arrange events; None is the portal itself."""
    return user is None or nationally(user, Permission.EVENTS_MANAGE)


def may_book(user: Any) -> bool:
    """People of policing and government take part."""
    return can(user, Permission.BANK_READ_POLICE) or can(user, Permission.BANK_READ_GOVERNMENT)
