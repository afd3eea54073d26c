"""How a published example stands today: current, past its review date, or archived."""

from typing import Any

from django.utils import timezone

from practice.models import BankEntry, Publication

REMIND = (60, 30, 0)
"""Days before the review date on which the owner is asked."""


def standing(entry: BankEntry) -> str:
    """`archived`, `stale`, or nothing."""
    if entry.archived:
        return "archived"
    return "stale" if entry.review_by < timezone.localdate() else ""


def as_now(publication: Publication, entry: BankEntry) -> None:
    """A snapshot is shown with the review date in force, which the owner may have moved since, and how it stands."""
    publication.review_by = entry.review_by
    publication.content["upkeep"] = standing(entry)


def reason(entry: BankEntry) -> str:
    """Why it was archived, for its readers; nothing while it is not."""
    kept: Any = getattr(entry.practice, "upkeep", None) if entry.archived else None
    return kept.archive_reason if kept else ""
