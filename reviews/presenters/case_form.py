"""What the form of a case review shows beside its fields: what the portal asks about, and two people's changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reviews import asking


@contextmanager
def questions(asked: dict[str, Any]) -> Iterator[None]:
    """Remember what an action asks about, for the page; the refusal itself goes on to the form."""
    try:
        yield
    except asking.LooksPersonal as refusal:
        asked["findings"] = [
            {"mark": one.fingerprint, "text": one.text, "label": one.label, "field": asking.label_of(one.field)}
            for one in refusal.findings
        ]
        raise
    except asking.LooksKnown as refusal:
        asked["similar"] = refusal.similar
        raise
