"""Who else has an answer's page open: a hint for colleagues, kept in the cache for a minute and a half and no longer."""

import time
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

SECONDS = 90


def look(response_id: int, user: Any) -> list[str]:
    """Note that this person looks at the answer now; the names of the others who do. VKPP is one name."""
    key, now = f"here:{response_id}", time.time()
    here: dict[int, tuple[str, float]] = cache.get(key) or {}
    here = {pk: seen for pk, seen in here.items() if now - seen[1] < SECONDS}
    name = _("VKPP") if nationally(user, Permission.RETURN_CHECK) else str(user)
    others = [seen[0] for pk, seen in here.items() if pk != user.pk]
    cache.set(key, here | {user.pk: (name, now)}, SECONDS)
    return sorted(set(others) - {name} if name == _("VKPP") else set(others))
