"""Plans, forms, rounds, returns, signatures, queries and improvement plans."""

from nvap.models.answer import (
    Assignment,
    Response,
    ResponseRevision,
    Return,
)
from nvap.models.form import (
    FormSection,
    FormVersion,
    Option,
    Question,
    Rule,
)
from nvap.models.improve import ImprovementAction, ImprovementProgress, ImprovementStep
from nvap.models.material import (
    Evidence,
    EvidenceUse,
    Gap,
    PromisingPractice,
)
from nvap.models.measure import MeasureDefinition, MeasureValue, RemovedMeasureValue
from nvap.models.national import (
    ChangeProposal,
    Milestone,
    NationalAction,
    NationalProgress,
)
from nvap.models.peers import PeerMember, PeerSet
from nvap.models.plan import (
    ActionVersion,
    Crosswalk,
    Framework,
    FrameworkItem,
    PlanVersion,
    Succession,
    Theme,
    Toolkit,
)
from nvap.models.round import Extension, Round
from nvap.models.sign import (
    Amendment,
    SignOff,
    Submission,
    SubmittedAnswer,
)
from nvap.models.talk import (
    Finding,
    Query,
    QueryMessage,
    ResponseComment,
    Waiver,
)
from nvap.models.vocabulary import Action, Strand
from nvap.models.workbook import WorkbookUpload

__all__ = [
    "Action",
    "ActionVersion",
    "Amendment",
    "Assignment",
    "ChangeProposal",
    "Crosswalk",
    "Evidence",
    "EvidenceUse",
    "Extension",
    "Finding",
    "FormSection",
    "FormVersion",
    "Framework",
    "FrameworkItem",
    "Gap",
    "ImprovementAction",
    "ImprovementProgress",
    "ImprovementStep",
    "MeasureDefinition",
    "MeasureValue",
    "Milestone",
    "NationalAction",
    "NationalProgress",
    "Option",
    "PeerMember",
    "PeerSet",
    "PlanVersion",
    "PromisingPractice",
    "Query",
    "QueryMessage",
    "Question",
    "RemovedMeasureValue",
    "Response",
    "ResponseComment",
    "ResponseRevision",
    "Return",
    "Round",
    "Rule",
    "SignOff",
    "Strand",
    "Submission",
    "SubmittedAnswer",
    "Succession",
    "Theme",
    "Toolkit",
    "Waiver",
    "WorkbookUpload",
]
