"""Who scores, who decides, and about which examples one keeps away."""

from typing import Any

from django.db.models import Exists, OuterRef

from practice.models import Candidate, EvaluationRound, Practice
from practice.querysets import interest
from practice.shortlist_querysets import open_now, takes_part
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

__all__ = ["closed_to", "kept_away", "may_manage", "may_score", "may_use", "takes_part"]


def may_score(user: Any, thing: Any = None) -> bool:  # noqa: ARG001 - asked like the others in the workflow table
    """Who scores candidates."""
    return nationally(user, Permission.SHORTLIST_SCORE)


def may_manage(user: Any, thing: Any = None) -> bool:  # noqa: ARG001 - asked like the others in the workflow table
    """Who prepares rounds, decides, and follows the evaluations."""
    return nationally(user, Permission.SHORTLIST_MANAGE)


def kept_away(user: Any, round_: EvaluationRound) -> int:
    """How many candidates of the pool the person has an interest in and so never sees."""
    pool = Candidate.objects.filter(round=round_).in_pool().filter(open_now(user))
    return pool.filter(interest(user, "practice__")).count()


def closed_to(user: Any, round_: EvaluationRound) -> int:
    """How many candidates of the pool nobody sees now: their owner or staff closed the example."""
    return Candidate.objects.filter(round=round_).in_pool().exclude(open_now(user)).count()


def may_use(user: Any, practice: Practice) -> bool:
    """Whether the person sees the example and its owner permits evaluators now; for actions, after they locked it."""
    rows = Practice.objects.filter(pk=practice.pk).annotate(seen=Exists(_shown(user)))
    seen: bool = rows.filter(seen=True).exists()
    return seen


def _shown(user: Any) -> Any:
    from practice.models import BankEntry
    from practice.permits import permitted
    from practice.vocab import Use

    return BankEntry.objects.visible_to(user).filter(permitted(Use.CONTACT_EVALUATORS), practice=OuterRef("pk"))
