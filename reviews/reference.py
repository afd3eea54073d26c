"""Loads the kinds of reviews and of harm, and the first version of the themes of learning; safe to run twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from reviews.models import HarmType, ReviewType, Taxonomy, Theme
from reviews.vocab import TaxonomyState

DATA = Path(__file__).parent / "data"
FIRST_TAXONOMY = "taxonomy-1.json"


def load() -> Iterator[str]:
    """Kinds of reviews, kinds of harm that published reviews are about, and the themes."""
    types = _read("review_taxonomy.json")["review_types"]
    for order, row in enumerate(types):
        values = {"label": row["name"], "provenance": row["src"], "order": order}
        ReviewType.objects.update_or_create(code=row["code"], defaults=values)
    yield f"{len(types)} kinds of reviews."
    harms = sorted({harm for row in _read("case_reviews.json") for harm in row["harm_types"]})
    HarmType.objects.bulk_create(
        [HarmType(code=slugify(label)[:60], label=label[:1].upper() + label[1:]) for label in harms],
        ignore_conflicts=True,
    )
    yield f"{len(harms)} kinds of harm."
    yield _themes()


@transaction.atomic
def _themes() -> str:
    if Taxonomy.objects.exists():
        return "The themes of learning are there already."
    spec = _read(FIRST_TAXONOMY)
    taxonomy = Taxonomy.objects.create(
        number=spec["number"],
        title=spec["title"],
        note=spec["note"],
        state=TaxonomyState.PUBLISHED,
        published_at=timezone.now(),
    )
    order = 0
    for group in spec["themes"]:
        parent = _theme(taxonomy, None, group, order)
        for child in group["children"]:
            order += 1
            _theme(taxonomy, parent, child, order)
        order += 1
    return f"{taxonomy.themes.count()} themes of learning."


def _theme(taxonomy: Taxonomy, parent: Theme | None, row: dict[str, Any], order: int) -> Theme:
    return Theme.objects.create(
        taxonomy=taxonomy,
        parent=parent,
        code=row["code"],
        label=row["label"],
        description=row["description"],
        provenance=row.get("provenance", ""),
        order=order,
    )


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
