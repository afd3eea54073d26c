"""The part of docs/workflows.md about learning events, made from the workflow table."""

from collections.abc import Iterator

from practice.events.workflow import EVENT
from vkpp.core.derived_docs import workflow_tables


def workflows() -> Iterator[str]:
    """Its states, and every row of what may happen."""
    yield from workflow_tables((("Learning event", EVENT),))
