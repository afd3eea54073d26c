"""Crosswalks as CSV: one row for each link of an item to an action; a row without action is an item without link."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from nvap.models import Action, Crosswalk, Framework
from nvap.vocab import Relation
from vkpp.core import csv_files, plain_text
from vkpp.core.exceptions import Invalid

HEAD = ("edition", "code", "text", "note", "action", "relation", "rationale", "provenance")
NEEDED = ("edition", "text", "action", "relation")
LIMITS = {"edition": 20, "code": 20, "text": 2000, "note": 200, "rationale": 2000, "provenance": 2000}
MOST_ROWS = 5000


@dataclass
class LinkRow:
    """A link of an item to the action with this code."""

    action: str
    relation: str
    rationale: str = ""


@dataclass
class ItemRow:
    """An item of another framework with its links."""

    edition: str
    code: str
    text: str
    note: str = ""
    provenance: str = ""
    links: list[LinkRow] = field(default_factory=list)


def read(text: str) -> list[ItemRow]:
    """The items in a file, in order; Invalid names each wrong row."""
    known = set(Action.objects.values_list("code", flat=True))
    items: dict[tuple[str, str], ItemRow] = {}
    problems: list[str] = []
    for number, raw in enumerate(csv_files.read(text, NEEDED), start=2):
        if number > MOST_ROWS:
            problems.append(_("The file has more than %s rows. Split it.") % MOST_ROWS)
            break
        row, wrong = _row(raw, known)
        problems += [_("Row %(number)s: %(words)s") % {"number": number, "words": words} for words in wrong]
        _add(items, row)
    if problems:
        raise Invalid({"file": problems})
    return list(items.values())


def _row(raw: Mapping[str | Any, Any], known: set[str]) -> tuple[dict[str, str], list[str]]:
    row, wrong = {}, []
    for name in HEAD:
        try:
            row[name] = plain_text.text(raw.get(name) or "", name, LIMITS.get(name, 40))
        except plain_text.Refused as refusal:
            row[name] = ""
            wrong.append(str(refusal))
    return row, [*wrong, *_row_problems(row, known)]


def _row_problems(row: dict[str, str], known: set[str]) -> Iterator[str]:
    if not row["edition"] or not row["text"]:
        yield _("edition and text must be filled.")
    if row["action"] and row["action"] not in known:
        yield _("there is no action “%(code)s”.") % {"code": row["action"]}
    if row["action"] and row["relation"] not in Relation.values:
        yield _("the relation must be one of: %s.") % ", ".join(Relation.values)


def _add(items: dict[tuple[str, str], ItemRow], row: dict[str, str]) -> None:
    key = (row["edition"], row["code"] or row["text"])
    item = items.setdefault(key, ItemRow(row["edition"], row["code"], row["text"], row["note"], row["provenance"]))
    if row["action"]:
        item.links.append(LinkRow(row["action"], row["relation"], row["rationale"]))


def export(framework: Framework) -> str:
    """The items and links of a framework as the file that imports them again."""
    links = Crosswalk.objects.select_related("action").order_by("action__code")
    out = io.StringIO()
    writer = csv.DictWriter(out, HEAD)
    writer.writeheader()
    for item in framework.items.prefetch_related(Prefetch("crosswalks", links)):
        base = {name: getattr(item, name) for name in ("edition", "code", "text", "note", "provenance")}
        found = list(item.crosswalks.all())
        for link in found:
            writer.writerow(
                {**base, "action": link.action.code, "relation": link.relation, "rationale": link.rationale}
            )
        if not found:
            writer.writerow(base)
    return out.getvalue()
