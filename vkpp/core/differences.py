"""Differences between two texts in words, and who wrote what in one go."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any

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


def sittings(revisions: Sequence[Any]) -> Iterator[list[Any]]:
    """Revisions (with `by_id` and `at`, newest first) in groups: what one person saved in one go of writing."""
    group: list[Any] = []
    for revision in revisions:
        if group and (revision.by_id != group[-1].by_id or group[-1].at - revision.at > TOGETHER):
            yield group
            group = []
        group.append(revision)
    if group:
        yield group
