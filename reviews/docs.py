"""The parts of docs/workflows.md about reviews, made from the workflow tables."""

from collections.abc import Iterator

from reviews.workflow import BRIEFING, CASE, EVIDENCE_REQUEST, PEER, RECOMMENDATION
from vkpp.core.derived_docs import workflow_tables

PARTS = (
    ("Case review", CASE),
    ("Recommendation", RECOMMENDATION),
    ("Briefing", BRIEFING),
    ("Peer review of a force", PEER),
    ("Evidence that a review team asks for", EVIDENCE_REQUEST),
)


def workflows() -> Iterator[str]:
    """Each table: its states, and every row of what may happen."""
    yield from workflow_tables(PARTS)
