"""The part of docs/workflows.md about practice examples, made from the workflow table."""

from collections.abc import Iterator

from practice.workflow import PRACTICE
from vkpp.core.derived_docs import table


def workflows() -> Iterator[str]:
    """States with their internal and public wording, and every row of the table."""
    yield "# Workflows"
    yield ""
    yield "Made from each app's `workflow.py` by `make docs`."
    yield ""
    yield "## Practice example"
    yield ""
    yield from table(
        ["State", "Staff see", "Authors see"],
        ((f"`{state.code}`", state.label, state.public_label) for state in PRACTICE.states),
    )
    yield from table(["From", "Action", "To", "Who may"], PRACTICE.table())
