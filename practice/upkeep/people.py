"""Who says whether a published example is still so."""

from typing import Any

from practice import people
from practice.models import Practice
from vkpp.accounts.models import User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission


def may_keep(user: Any, practice: Practice) -> bool:
    """Confirms, retires and takes up again: who decides as owner; VKPP administrators for what nobody else looks after."""
    return people.may_permit(user, practice) or nationally(user, Permission.PRACTICE_MODERATE)


def may_chase(user: Any) -> bool:
    """VKPP staff ask owners."""
    return nationally(user, Permission.PRACTICE_TRIAGE)


def to_ask(practice: Practice) -> list[User]:
    """Whom the portal asks: the authors who still belong; without any the force's leads; else nobody."""
    from nvap.telling import holders
    from practice.mails import authors

    found = authors(practice)
    if not found and practice.force_id is not None:
        found = list(holders(Permission.PRACTICE_MANAGE_FORCE, practice.force_id))
    return found
