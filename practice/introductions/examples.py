"""The examples that introductions are about, as the bank shows them at this moment."""

from typing import Any

from django.db.models import Q, QuerySet

from practice.introductions.querysets import of_owner
from practice.models import BankEntry
from practice.permits import is_permitted
from practice.querysets import readers
from practice.vocab import Use
from vkpp.core.models import Marking

WITH = (
    *("practice__bank_entry__publication", "practice__force", "practice__owner", "body"),
    *("asked_by", "answered_by", "introduced_by"),
)
"""What a page of an introduction reads with it."""


def open_entries(user: Any) -> "QuerySet[BankEntry]":
    """Published examples that the person may read or decides about."""
    rows = BankEntry.objects.filter(Q(readers(user)) | of_owner(user))
    return rows.select_related("practice__force", "practice__owner")


def is_open(entry: BankEntry) -> bool:
    """Whether its owner permits introductions now, and nothing in it is sensitive."""
    return entry.practice.marking == Marking.OFFICIAL and is_permitted(entry.practice, Use.CONTACT_EVALUATORS)
