"""The examples that introductions are about, as the bank shows them at this moment."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from practice.introductions.querysets import of_owner
from practice.models import BankEntry, CommissionedEvaluation, DecisionItem, EvaluatorBody, ShortlistDecision
from practice.permits import is_permitted, permitted
from practice.querysets import readers
from practice.shortlist_vocab import CommissionState, RoundState
from practice.vocab import Use
from vkpp.core.models import Marking

WITH = (
    *("practice__bank_entry__publication", "practice__force", "practice__owner", "body"),
    *("asked_by", "answered_by", "introduced_by"),
)
"""What a page of an introduction reads with it."""


def chosen(user: Any) -> "QuerySet[BankEntry]":
    """For the people of a body that evaluates: what was chosen for evaluation, while its owner permits it.

    That is what the latest decision of a round chose, as long as the round is decided and nobody evaluates it yet.
    """
    rows = BankEntry.objects.filter(permitted(Use.CONTACT_EVALUATORS), practice__marking=Marking.OFFICIAL)
    if not EvaluatorBody.objects.of(user).exists():
        return rows.none()
    later = ShortlistDecision.objects.filter(round=OuterRef("decision__round"), number__gt=OuterRef("decision__number"))
    taken = CommissionedEvaluation.objects.filter(candidate=OuterRef("candidate")).exclude(
        state=CommissionState.STOPPED
    )
    items = DecisionItem.objects.filter(
        ~Exists(later), ~Exists(taken), chosen=True, decision__round__state=RoundState.DECIDED
    )
    return rows.filter(practice__in=items.values("candidate__practice"))


def open_entries(user: Any) -> "QuerySet[BankEntry]":
    """Published examples that the person may read or decides about, or that were chosen for evaluation by others."""
    rows = BankEntry.objects.filter(Q(readers(user)) | of_owner(user) | Q(pk__in=chosen(user).values("pk")))
    return rows.select_related("practice__force", "practice__owner")


def is_open(entry: BankEntry) -> bool:
    """Whether its owner permits introductions now, and nothing in it is sensitive."""
    return entry.practice.marking == Marking.OFFICIAL and is_permitted(entry.practice, Use.CONTACT_EVALUATORS)
