"""The part of docs/workflows.md about collections of practice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from practice.collecting.workflow import COLLECTION
from vkpp.core.derived_docs import workflow_tables


def workflows() -> Iterator[str]:
    """States and steps of a collection."""
    yield from workflow_tables([(_("Collection of practice"), COLLECTION)])
