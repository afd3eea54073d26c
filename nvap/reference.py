"""Loads strands, plans, the form, PEEL's questions and regional peer groups from nvap/data; safe to run twice."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nvap.actions import crosswalks, peers
from nvap.actions import forms as form_actions
from nvap.actions import plans as plan_actions
from nvap.crosswalk_files import ItemRow, LinkRow
from nvap.models import Action, FormVersion, Framework, PlanVersion, Strand
from nvap.vocab import FrameworkKind, PeerKind, PlanState, Relation
from vkpp.accounts.models import Force

DATA = Path(__file__).parent / "data"
SERIOUS_VIOLENCE = {"KNIFE", "GANGS", "CL", "CCE", "HOMICIDE"}
UNKNOWN = {"14TH"}  # VKPP speaks of fourteen strands without naming the last; kept, but nobody can choose it


PLANS = ("nvap-2021", "nvap-2023")
PEEL = {
    "name": "HMICFRS PEEL assessment framework",
    "kind": FrameworkKind.INSPECTION,
    "body": "HMICFRS",
    "url": "https://hmicfrs.justiceinspectorates.gov.uk/peel-reports/",
}


def load() -> Iterator[str]:
    """Strands, versions of the plan with their actions, the form, PEEL's questions and regional peer groups."""
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
    yield from _plans()
    yield _form("nvap-form-1")
    yield _peel()
    yield _regions()


def _plans() -> Iterator[str]:
    """The versions of the plan, oldest first; one that is published stays as it is."""
    for code in PLANS:
        known = PlanVersion.objects.filter(code=code).first()
        if known is not None and known.state == PlanState.PUBLISHED:
            yield f"{known.title} is there already."
            continue
        loaded = plan_actions.load_plan(data=_json(f"plan_{code}.json"), by=None)
        plan_actions.publish(plan=loaded.plan, by=None)
        yield f"{loaded.title}: {loaded.themes} themes, {loaded.actions} actions."


def _form(code: str) -> str:
    """The form of self-assessment; one that is fixed, or that somebody has begun to change, stays as it is."""
    known = FormVersion.objects.filter(code=code).first()
    if known is not None:
        return f"{known.title} is there already."
    return f"{form_actions.load_form(data=_json(f'form_{code}.json'), by=None).title}."


def _peel() -> str:
    """HMICFRS's PEEL questions and the actions that they ask about; a link to a theme means all its actions."""
    framework, new = Framework.objects.get_or_create(code="peel", defaults=PEEL)
    if not new and framework.items.exists():
        return "PEEL questions are there already."
    themes: dict[str, list[str]] = {}
    for code, theme in Action.objects.order_by("code").values_list("code", "theme_code"):
        themes.setdefault(theme, []).append(code)
    items = [_peel_item(row, themes) for row in _rows("peel_questions.csv")]
    count, links = crosswalks.load(framework=framework, rows=items, by=None)
    return f"{count} PEEL questions with {links} links to actions."


def _peel_item(row: dict[str, str], themes: dict[str, list[str]]) -> ItemRow:
    note = {"yes": "Graded", "no": "Not graded"}.get(row["graded"], row["graded"])
    item = ItemRow(row["framework"], row["code"], row["text"], note, row["provenance"])
    linked = row["nvap_link"]
    if linked in themes:
        item.links = [
            LinkRow(code, Relation.PARTIAL, "Linked through the theme; sample, unverified.") for code in themes[linked]
        ]
    elif linked:
        item.links = [LinkRow(linked, Relation.SUPPORTS, row["provenance"])]
    return item


def _regions() -> str:
    """Each benchmarked force with the others of its region, as the forces' own rows say."""
    forces = list(Force.objects.filter(benchmarked=True))
    pairs = [(one.pk, other.pk) for one in forces for other in forces if one != other and one.region == other.region]
    if not pairs:
        return "No forces of one region yet: no regional peer group."
    made = peers.load_set(
        code="region",
        title="Forces of the same region",
        kind=PeerKind.REGION,
        method="Policing region of each force as the portal holds it; regions are unverified in their source.",
        pairs=pairs,
        by=None,
    )
    return f"{made.title}: {len(pairs)} pairs."


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


def _json(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
