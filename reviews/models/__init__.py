"""Case reviews and their coding, recommendations, briefings, and peer reviews of forces."""

from reviews.models.briefing import (
    Briefing,
    BriefingAction,
    BriefingChoice,
    BriefingFeedback,
    BriefingRead,
    BriefingSection,
    BriefingSubscription,
)
from reviews.models.case import CaseReview, Document, HarmType, Page, ReviewType
from reviews.models.coding import Agreement, Coding, LearningPoint, PointAction, Taxonomy, Theme
from reviews.models.common_word import CommonWord
from reviews.models.fieldwork import (
    FactualComment,
    FieldNote,
    FollowUp,
    Interview,
    Judgement,
    PeerFeedback,
    PeerFinding,
    PeerReport,
    ReportSection,
)
from reviews.models.learning import LearningEntry
from reviews.models.peer import EvidenceRequest, PeerReview, PeerScope, Supplied, TeamMember, TermsVersion
from reviews.models.recommend import Recommendation, RecommendationProgress

__all__ = [
    "Agreement",
    "Briefing",
    "BriefingAction",
    "BriefingChoice",
    "BriefingFeedback",
    "BriefingRead",
    "BriefingSection",
    "BriefingSubscription",
    "CaseReview",
    "Coding",
    "CommonWord",
    "Document",
    "EvidenceRequest",
    "FactualComment",
    "FieldNote",
    "FollowUp",
    "HarmType",
    "Interview",
    "Judgement",
    "LearningEntry",
    "LearningPoint",
    "Page",
    "PeerFeedback",
    "PeerFinding",
    "PeerReport",
    "PeerReview",
    "PeerScope",
    "PointAction",
    "Recommendation",
    "RecommendationProgress",
    "ReportSection",
    "ReviewType",
    "Supplied",
    "Taxonomy",
    "TeamMember",
    "TermsVersion",
    "Theme",
]
