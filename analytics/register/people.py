"""Who reads the register of collections, and who keeps it."""

from typing import Any

from analytics.register.querysets import reads
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission


def may_read(user: Any) -> bool:
    """Forces, the national team, the College and national bodies."""
    return reads(user)


def may_keep(user: Any, _thing: Any = None) -> bool:
    """The national team keeps the register and settles overlaps."""
    return nationally(user, Permission.REGISTER_MANAGE)
