"""Which examples may be candidates: in the bank, not independently evaluated, with the owner's permission now."""

from typing import Any

from django.db.models import Exists, OuterRef

from practice.models import BankEntry, Candidate, EvaluationRound, EvidenceLink
from practice.permits import permitted
from practice.querysets import interest
from practice.shortlist_querysets import takes_part
from practice.vocab import Stage, Use


def fit(user: Any) -> Any:
    """Rows of the bank that may be put into a pool, without those the person has an interest in."""
    if user is not None and not takes_part(user):
        return BankEntry.objects.none()
    independent = EvidenceLink.objects.filter(practice=OuterRef("practice"), kind=EvidenceLink.Kind.INDEPENDENT)
    rows = BankEntry.objects.all() if user is None else BankEntry.objects.visible_to(user)
    found = rows.filter(permitted(Use.CONTACT_EVALUATORS)).exclude(stage=Stage.INDEPENDENTLY_EVALUATED)
    found = found.exclude(Exists(independent))
    return found if user is None else found.exclude(interest(user, "practice__"))


def not_in(user: Any, round_: EvaluationRound) -> Any:
    """Of these, what is no candidate of the round yet."""
    there = Candidate.objects.filter(round=round_, practice=OuterRef("practice")).in_pool()
    return fit(user).exclude(Exists(there))
