"""The part of docs/workflows.md about rounds and evaluations, made from the workflow tables."""

from collections.abc import Iterator

from practice.shortlist.workflow import COMMISSION, ROUND
from vkpp.core.derived_docs import workflow_tables


def workflows() -> Iterator[str]:
    """Their states, and every row of what may happen."""
    yield from workflow_tables((("Choosing practice for evaluation", ROUND), ("Commissioned evaluation", COMMISSION)))
