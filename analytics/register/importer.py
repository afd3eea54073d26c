"""Imports national data collections from a CSV file of the shape of analytics/data/data_collections.csv.

Columns: name, owner, frequency, topics, provenance; also purpose, legal_basis, basis, rhythm, burden_hours,
burden_source, forces_asked, strands. Topics are separated by semicolons and become what the collection asks for. A last
column that holds commas without quotes is put together again. The name identifies a collection for ever, so that
importing twice changes nothing; each row goes through the same actions as the form, in a transaction of its own.
"""

import csv
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.actions import register
from analytics.models import Collection
from analytics.register import spelling
from analytics.register.vocab import LegalBasis, Rhythm
from vkpp.core.exceptions import Invalid
from vkpp.core.importing import Report, UnreadableFile

NEEDED = ("name", "owner")
KNOWN = {
    *("name", "owner", "frequency", "topics", "provenance", "purpose", "legal_basis", "basis", "rhythm"),
    *("burden_hours", "burden_source", "forces_asked", "strands"),
}
AS_THEY_ARE = ("purpose", "legal_basis", "basis", "rhythm", "burden_hours", "burden_source", "forces_asked")
RHYTHMS = {
    r"\bmonthly\b": Rhythm.MONTHLY,
    r"\bquarterly\b": Rhythm.QUARTERLY,
    r"\bsix-monthly\b": Rhythm.SIX_MONTHLY,
    r"\bannual\b(?!/biennial)|\bannually\b": Rhythm.ANNUAL,
    r"\bcontinuous\b|\bon completion\b|\bper (death|case)\b": Rhythm.CONTINUOUS,
    r"\bper cycle\b|\bper PEEL inspection\b": Rhythm.CYCLE,
    r"\bonce\b|\bad hoc\b": Rhythm.ONCE,
}
UMBRELLA = "annual-data-requirement-adr-umbrella-list"
ADR = "Annual Data Requirement: the Home Secretary's powers to ask police forces for data"
FORCES = re.compile(r"^(?:all )?43 forces(?P<btp> \+ BTP)?(?: answered)?$")
ADDRESS = re.compile(r"https?://[^\s,;)]+")
LARGEST = 5_000_000


def import_file(path: Path, *, by: Any) -> Report:
    """Import every row of the file at `path`, acting for `by` (None: the portal itself)."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(_("The file is larger than 5 MB. Split it."))
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error}) from error
    return import_rows(rows, by=by)


def import_rows(rows: list[list[str]], *, by: Any) -> Report:
    """The same for rows that were read already; the first names the columns."""
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    _check_columns(head)
    report = Report()
    seen: set[str] = set()
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = together(head, cells)
        report.take(number, row.get("name") or _("no name"), partial(_enter, row, seen, by))
    return report


def _enter(row: dict[str, str], seen: set[str], by: Any) -> str:
    key = slugify(row.get("name", ""))[:120]
    if key in seen:
        raise Invalid({"name": [_("this name stands twice in the file.")]})
    seen.add(key)
    return register.enter(key=key, values=values_of(row), items=items_of(row), by=by)


def together(head: list[str], cells: list[str]) -> dict[str, str]:
    """A row by its columns. What stands behind the last column belongs to it: commas that nobody put in quotes."""
    last = len(head) - 1
    kept = [*cells[:last], ",".join(cells[last:])]
    return {name: cell.strip() for name, cell in zip(head, kept, strict=False)}


def values_of(row: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a collection as the row says them; nothing is made up where it is silent."""
    provenance, frequency = row.get("provenance", ""), row.get("frequency", "")
    address = ADDRESS.search(provenance)
    asked = [found for part in _parts(row) if (found := FORCES.match(part))]
    values: dict[str, Any] = {
        **{name: row[name] for name in AS_THEY_ARE if row.get(name)},
        "name": row.get("name", ""),
        "owner": row.get("owner", ""),
        "frequency": frequency,
        "topics": items_of(row),
        "strands": _strands(row),
        "provenance": provenance,
        "source_url": address.group() if address else "",
        "sample": "unverified" in provenance.casefold() or not address,
    }
    if not values.get("rhythm"):
        values["rhythm"] = rhythm_of(frequency)
    if asked and not values.get("forces_asked"):
        values["forces_asked"] = 44 if asked[0]["btp"] else 43
    if values["name"].startswith(("ADR: ", "Annual Data Requirement")):
        values.setdefault("basis", LegalBasis.STATUTORY.value)
        values.setdefault("legal_basis", ADR)
    if values["name"].startswith("ADR: "):
        values["part_of"] = Collection.objects.filter(import_key=UMBRELLA).first()
    return values


def items_of(row: Mapping[str, str]) -> list[str]:
    """What the collection asks for: its topics, without remarks on which forces are asked."""
    return list(dict.fromkeys(part for part in _parts(row) if not FORCES.match(part)))


def rhythm_of(frequency: str) -> str:
    """How often, where the words say one thing only; `annual (quarterly in 2009)` says two."""
    said = {rhythm.value for pattern, rhythm in RHYTHMS.items() if re.search(pattern, frequency)}
    if Rhythm.SIX_MONTHLY in said:
        said.discard(Rhythm.MONTHLY.value)
    return said.pop() if len(said) == 1 else ""


def _parts(row: Mapping[str, str]) -> list[str]:
    return [part for cell in row.get("topics", "").split(";") if (part := cell.strip())]


def _strands(row: Mapping[str, str]) -> list[str]:
    """Those that the row names, or that its name and topics speak of."""
    if named := [code.strip() for code in row.get("strands", "").split(";") if code.strip()]:
        return named
    texts = [row.get("name", ""), *items_of(row)]
    return sorted({code for text in texts for code in spelling.strands_in(text)})


def _check_columns(head: list[str]) -> None:
    missing = [name for name in NEEDED if name not in head]
    unknown = sorted(set(head) - KNOWN)
    if missing:
        words = _("The first line must name the columns. Missing: %(names)s.")
        raise UnreadableFile(words % {"names": ", ".join(missing)})
    if unknown or len(set(head)) < len(head):
        words = _("Take out or rename these columns: %(names)s. Known are: %(known)s.")
        names = ", ".join(unknown or head)
        raise UnreadableFile(words % {"names": names, "known": ", ".join(sorted(KNOWN))})
