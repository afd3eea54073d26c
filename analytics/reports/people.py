"""Who reads which report."""

from typing import Any

from analytics.figures import Audience, national_audience
from analytics.vocab import Basis
from nvap.models import Return, Round
from nvap.vocab import RoundState
from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission


def may_read_force(user: Any, ret: Return) -> bool:
    """Whoever reads the force's whole return, and VKPP staff who check it."""
    if ret.round.state == RoundState.DRAFT:
        return False
    return nationally(user, Permission.RETURN_CHECK) or can(user, Permission.RETURN_READ_FORCE, ret)


def national_bases(user: Any, round_: Round) -> list[Basis]:
    """The bases on which the person may have the national report of this round."""
    audience = national_audience(user)
    if audience is None or round_.state == RoundState.DRAFT:
        return []
    published = [Basis.PUBLISHED] if round_.state == RoundState.PUBLISHED else []
    return [*published, Basis.LIVE, Basis.SIGNED, Basis.VALIDATED] if audience.everything else published


def may_pack(user: Any) -> bool:
    """The reports of all forces at once: VKPP staff."""
    return nationally(user, Permission.RETURN_CHECK)


def reader_of(user: Any) -> Audience:
    """As whom the person reads the national report."""
    audience = national_audience(user)
    assert audience is not None, "asked only of who may read it"
    return audience


def reads_nationally(user: Any) -> bool:
    """Whether the person reads national reports at all."""
    return national_audience(user) is not None
