"""The part of docs/workflows.md about evaluators and introductions, made from the workflow tables."""

from collections.abc import Iterator

from practice.introductions.workflow import BODY, INTRODUCTION
from vkpp.core.derived_docs import workflow_tables


def workflows() -> Iterator[str]:
    """Their states, and every row of what may happen."""
    yield from workflow_tables((("Introduction to an evaluator", INTRODUCTION), ("Page of an evaluator", BODY)))
