"""Which published examples may be used for something now: the owner's live permission, asked in the query itself.

BankEntry.objects.visible_to(user).filter(permitted(Use.FEATURE_EVENTS))        # or short: entries(user, use)
Candidate.objects.filter(permitted(Use.CONTACT_EVALUATORS), state="in_pool")    # rows with a `practice`
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from practice.actions.bank import GONE
from practice.models import BankEntry, Practice, SharePermission


def permitted(use: str, path: str = "practice") -> Exists:
    """A condition on rows that have an example at `path`: it is published, and its owner permits this use now.

    False from the moment of revoking or withdrawing. An example taken up again after it was withdrawn counts from its
    next publication on, as for readers of the bank.
    """
    return Exists(_in_force(use).filter(practice=OuterRef(path)))


def entries(user: Any, use: str) -> "QuerySet[BankEntry]":
    """What the bank shows this reader and the owner permits to be used so."""
    return BankEntry.objects.visible_to(user).filter(permitted(use))


def is_permitted(practice: Practice, use: str) -> bool:
    """Whether this example may be used so now; for actions, after they have locked it."""
    return _in_force(use).filter(practice=practice).exists()


def _in_force(use: str) -> "QuerySet[SharePermission]":
    never_withdrawn_since = Q(practice__withdrawn_at=None) | Q(
        practice__bank_entry__publication__published_at__gt=F("practice__withdrawn_at")
    )
    return SharePermission.objects.filter(
        never_withdrawn_since, use=use, revoked_at=None, practice__bank_entry__isnull=False
    ).exclude(practice__state__in=GONE)
