"""What changed between versions of an example, in words with additions and deletions marked."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from practice import steps
from practice.models import Practice, PracticeRevision
from practice.presenters.answers import Words

TOGETHER = dt.timedelta(minutes=30)
LONGEST = 20_000
Part = tuple[str, str]


def words(before: str, after: str) -> list[Part]:
    """Pieces of text as (`same` / `gone` / `new`, words)."""
    if len(before) + len(after) > LONGEST:
        return [part for part in (("gone", before), ("new", after)) if part[1]]
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    parts: list[Part] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[i1:i2])))
            continue
        parts += [part for part in (("gone", "".join(old[i1:i2])), ("new", "".join(new[j1:j2]))) if part[1]]
    return parts


def history(practice: Practice, revisions: Sequence[PracticeRevision]) -> list[dict[str, Any]]:
    """Saved changes, newest first; what one person saved in one go of writing is one entry."""
    items = {
        steps.field_name(item): item for step in steps.pages(practice) for item in steps.asked(practice, step.code)
    }
    shown = Words()
    return [_entry(group, items, shown) for group in _groups(revisions)]


def _groups(revisions: Sequence[PracticeRevision]) -> Iterator[list[PracticeRevision]]:
    group: list[PracticeRevision] = []
    for revision in revisions:
        if group and (revision.by_id != group[-1].by_id or group[-1].at - revision.at > TOGETHER):
            yield group
            group = []
        group.append(revision)
    if group:
        yield group


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
    }
