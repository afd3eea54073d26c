"""The parts of docs/workflows.md about returns, queries and improvement actions, made from the workflow tables."""

from collections.abc import Iterator

from nvap.workflow import IMPROVEMENT, QUERY, RETURN
from vkpp.core.derived_docs import workflow_tables

PARTS = (("Return of a force", RETURN), ("Query about an answer", QUERY), ("Improvement action", IMPROVEMENT))


def workflows() -> Iterator[str]:
    """Each table: its states, and every row of what may happen."""
    yield from workflow_tables(PARTS)
