"""Loads the bank's lists of topics, target groups and partners from practice/data."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.text import slugify

from practice.models import Term

DATA = Path(__file__).parent / "data"
SOURCES = {
    Term.Kind.TOPIC: ("topics", "topics_seen"),
    Term.Kind.TARGET_GROUP: ("target_groups", "target_group_seen"),
    Term.Kind.PARTNER: ("partners", "partners_seen"),
}


def load() -> Iterator[str]:
    """The words of the College's bank, and those that published practice uses beside them."""
    vocab = json.loads((DATA / "practice_bank_vocab.json").read_text(encoding="utf-8"))
    practices = json.loads((DATA / "practices.json").read_text(encoding="utf-8"))
    for kind, (column, seen) in SOURCES.items():
        labels = _labels(vocab[seen], (label for row in practices for label in row[column] or ()))
        Term.objects.bulk_create(
            [Term(kind=kind, code=slugify(label)[:60], label=label) for label in labels], ignore_conflicts=True
        )
        yield f"{len(labels)} words for {kind.label.lower()}."


def _labels(first: Iterable[str], more: Iterable[str]) -> list[str]:
    return sorted({*first, *more})
