"""What changed between versions of an example, in words with additions and deletions marked."""

from collections.abc import Sequence
from typing import Any

from practice import steps
from practice.models import Practice, PracticeRevision
from practice.presenters.answers import Words
from vkpp.core.differences import sittings, words


def history(practice: Practice, revisions: Sequence[PracticeRevision]) -> list[dict[str, Any]]:
    """Saved changes, newest first; what one person saved in one go of writing is one entry."""
    items = {
        steps.field_name(item): item for step in steps.pages(practice) for item in steps.asked(practice, step.code)
    }
    shown = Words()
    return [_entry(group, items, shown) for group in sittings(revisions)]


def _entry(group: list[PracticeRevision], items: dict[str, steps.Asked], shown: Words) -> dict[str, Any]:
    changes: dict[str, list[Any]] = {}
    for revision in reversed(group):
        for name, (before, after) in revision.changes.items():
            changes.setdefault(name, [before, after])[1] = after
    rows = []
    place = {name: number for number, name in enumerate(items)}
    for name, (before, after) in sorted(changes.items(), key=lambda change: place.get(change[0], -1)):
        if before == after:
            continue
        item = items.get(name)
        old = shown.of(item, before) if item else str(before or "")
        new = shown.of(item, after) if item else str(after or "")
        rows.append({"label": steps.label(item) if item else name, "parts": words(old, new)})
    return {
        "by": group[0].by,
        "at": group[0].at,
        "source": group[0].get_source_display(),
        "first": group[-1].version,
        "last": group[0].version,
        "rows": rows,
        "note": "",
    }
