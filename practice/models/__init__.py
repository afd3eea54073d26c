"""Calls, practice examples, their triage and rating, and the bank."""

from practice.models.assess import (
    Assignment,
    Comment,
    ConflictOfInterest,
    Decision,
    EvidenceLink,
    Moderation,
    Rating,
    TriageCheck,
)
from practice.models.bank import BankEntry, BankText, BankWord, Publication, SavedSearch, Synonym
from practice.models.call import Call, CallForm, CallQuestion, LateEntry
from practice.models.practice import (
    Attachment,
    CallAnswer,
    CoAuthor,
    Practice,
    PracticeRevision,
    SharePermission,
    StartKey,
    Term,
)

__all__ = [
    "Assignment",
    "Attachment",
    "BankEntry",
    "BankText",
    "BankWord",
    "Call",
    "CallAnswer",
    "CallForm",
    "CallQuestion",
    "CoAuthor",
    "Comment",
    "ConflictOfInterest",
    "Decision",
    "EvidenceLink",
    "LateEntry",
    "Moderation",
    "Practice",
    "PracticeRevision",
    "Publication",
    "Rating",
    "SavedSearch",
    "SharePermission",
    "StartKey",
    "Synonym",
    "Term",
    "TriageCheck",
]
