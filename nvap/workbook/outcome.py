"""What reading a workbook comes to: the answers in it, or sentences that say where and why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The file as a whole is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """Something to put right in one cell (`cell` may be empty: the sheet as a whole)."""

    sheet: str
    cell: str
    sentence: str
    action: str = ""
    question: str = ""

    @property
    def place(self) -> str:
        """The sheet and the cell, in words."""
        if not self.cell:
            return _("Sheet %(sheet)s:") % {"sheet": self.sheet}
        return _("Sheet %(sheet)s, cell %(cell)s:") % {"sheet": self.sheet, "cell": self.cell}

    @property
    def words(self) -> str:
        """The sentence as it goes on after the place."""
        starts = self.sentence[1:2].islower() and not self.sentence.startswith("Excel")
        return self.sentence[0].lower() + self.sentence[1:] if starts else self.sentence

    def __str__(self) -> str:
        return f"{self.place} {self.words}"


@dataclass
class Found:
    """Everything a workbook says: action code → question code → value, and the actions whose answers are confirmed."""

    versions: Mapping[str, int]
    made: str
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def by_sheet(rows: Sequence[Mapping[str, str]]) -> list[tuple[str, list[Fault]]]:
    """Stored faults as (sheet, its faults)."""
    faults = [Fault(**row) for row in rows]
    return [(sheet, list(group)) for sheet, group in groupby(faults, key=lambda fault: fault.sheet)]
