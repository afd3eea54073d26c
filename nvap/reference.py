"""Loads the strands of vulnerability and the plan's actions from nvap/data."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from nvap.models import Action, Strand

DATA = Path(__file__).parent / "data"
SERIOUS_VIOLENCE = {"KNIFE", "GANGS", "CL", "CCE", "HOMICIDE"}
UNKNOWN = {"14TH"}  # VKPP speaks of fourteen strands without naming the last; kept, but nobody can choose it


def load() -> Iterator[str]:
    """Strands and actions, by their codes; what an administrator changed since is overwritten only where the file says so."""
    rows = _rows("strands.csv")
    for order, row in enumerate(rows):
        Strand.objects.update_or_create(
            code=row["code"],
            defaults={
                "label": _label(row["label"]),
                "core_area": row["in_13_core_areas"] == "Y",
                "serious_violence": row["code"] in SERIOUS_VIOLENCE,
                "selectable": row["code"] not in UNKNOWN,
                "provenance": f"{row['label']}: {row['provenance']}",
                "order": order,
            },
        )
    yield f"{len(rows)} strands of vulnerability."
    rows = _rows("nvap_actions.csv")
    for row in rows:
        Action.objects.update_or_create(
            code=row["code"],
            defaults={
                "title": row["title"].replace(" (working title)", ""),
                "theme_code": row["theme_no"],
                "theme": row["theme"],
                "aim": row["paraphrased_aim"],
                "sample": not row["confidence"].startswith("VERIFIED"),
                "provenance": row["provenance"],
            },
        )
    yield f"{len(rows)} actions of the National Vulnerability Action Plan."


def _label(words: str) -> str:
    """A strand as people call it, without the remarks of the file; abbreviations in brackets stay."""
    plain = re.sub(r" \((?![A-Z]+\)).*\)$", "", words.removeprefix("Serious violence: "))
    return plain[0].upper() + plain[1:]


def _rows(name: str) -> list[dict[str, str]]:
    """The rows of a file; commas in the last column need no quotes."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader)
        last = len(head) - 1
        return [dict(zip(head, [*row[:last], ",".join(row[last:])], strict=True)) for row in reader if row]
