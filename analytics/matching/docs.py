"""The part of docs/workflows.md about help between forces, made from the workflow table."""

from collections.abc import Iterator

from analytics.matching.workflow import HELP
from vkpp.core.derived_docs import workflow_tables


def workflows() -> Iterator[str]:
    """Its states, and every row of what may happen."""
    yield from workflow_tables((("Request for help between forces", HELP),))
