"""Calls, practice examples, their triage and rating, and the bank."""

from practice.models.adoption import Adoption
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
from practice.models.collection import PracticeCollection, PracticeCollectionItem
from practice.models.commission import CommissionedEvaluation, DecisionItem, Milestone, ShortlistDecision
from practice.models.contact import ContactMessage, ContactRequest
from practice.models.event import Booking, EventFeedback, EventMaterial, FeaturedPractice, LearningEvent
from practice.models.introductions import BodyMember, BodyProposal, EvaluatorBody, Introduction, IntroductionNote
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
from practice.models.report import ReportStale, ReportTally, SentExample
from practice.models.shortlist import (
    Candidate,
    CandidateScore,
    EvaluationRound,
    RoundCriterion,
    RoundRule,
    Suggestion,
)
from practice.models.theory import TheoryBox, TheoryLink, TheoryOfChange
from practice.models.upkeep import Upkeep

__all__ = [
    "Adoption",
    "Assignment",
    "Attachment",
    "BankEntry",
    "BankText",
    "BankWord",
    "BodyMember",
    "BodyProposal",
    "Booking",
    "Call",
    "CallAnswer",
    "CallForm",
    "CallQuestion",
    "Candidate",
    "CandidateScore",
    "CoAuthor",
    "Comment",
    "CommissionedEvaluation",
    "ConflictOfInterest",
    "ContactMessage",
    "ContactRequest",
    "Decision",
    "DecisionItem",
    "EvaluationRound",
    "EvaluatorBody",
    "EventFeedback",
    "EventMaterial",
    "EvidenceLink",
    "FeaturedPractice",
    "Introduction",
    "IntroductionNote",
    "LateEntry",
    "LearningEvent",
    "Milestone",
    "Moderation",
    "Practice",
    "PracticeCollection",
    "PracticeCollectionItem",
    "PracticeRevision",
    "Publication",
    "Rating",
    "ReportStale",
    "ReportTally",
    "RoundCriterion",
    "RoundRule",
    "SavedSearch",
    "SentExample",
    "SharePermission",
    "ShortlistDecision",
    "StartKey",
    "Suggestion",
    "Synonym",
    "Term",
    "TheoryBox",
    "TheoryLink",
    "TheoryOfChange",
    "TriageCheck",
    "Upkeep",
]
