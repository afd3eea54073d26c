"""The part of docs/workflows.md about the register of collections, made from the workflow tables."""

from collections.abc import Iterator

from analytics.register.workflow import COLLECTION, OVERLAP
from vkpp.core.derived_docs import workflow_tables

PARTS = (("National data collection", COLLECTION), ("Overlap of two collections", OVERLAP))


def workflows() -> Iterator[str]:
    """Each table: its states, and every row of what may happen."""
    yield from workflow_tables(PARTS)
