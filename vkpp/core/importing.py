"""Rows that come in a file, each through the same actions as the forms and in a transaction of its own.

A row that is refused is named with its reasons, and the rest goes on. A key identifies a row for ever, so that importing
twice changes nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vkpp.core.exceptions import Invalid, PortalError


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass
class Report:
    """What an import did: how many rows, and each refused row with its reasons."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    def take(self, number: int, name: str, enter: Callable[[], str]) -> None:
        """Row `number`, which people know as `name`: what `enter` has made of it (created, updated, unchanged)."""
        try:
            with transaction.atomic():
                outcome = enter()
        except PortalError as error:
            self.refused.append((number, name, error.message))
        else:
            setattr(self, outcome, getattr(self, outcome) + 1)

    def lines(self) -> Iterator[str]:
        """The report in sentences."""
        yield _("%(created)d new, %(updated)d changed, %(unchanged)d as before, %(refused)d refused.") % {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }
        for number, key, reason in self.refused:
            yield _("Row %(number)d (%(key)s) refused: %(reason)s") % {"number": number, "key": key, "reason": reason}


def read_json(path: Path) -> list[Any]:
    """The rows of a JSON file."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFile(_("There is no file %(path)s.") % {"path": path}) from error
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableFile(
            _("%(path)s is not a JSON file in UTF-8: %(error)s.") % {"path": path, "error": error}
        ) from error
    if not isinstance(rows, list):
        raise UnreadableFile(_("%(path)s must hold a list of objects.") % {"path": path})
    return rows


def import_objects(rows: list[Any], enter: Callable[[str, Mapping[str, Any]], str]) -> Report:
    """Objects with a `key` each; `enter(key, row)` stores one and says what became of it."""
    report = Report()
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        key = str(row.get("key") or "") if isinstance(row, dict) else ""
        report.take(number, key or _("no key"), partial(_enter, row, key, seen, enter))
    return report


def _enter(row: Any, key: str, seen: set[str], enter: Callable[[str, Mapping[str, Any]], str]) -> str:
    if not isinstance(row, dict):
        raise Invalid({"": [_("it is not an object with fields.")]})
    if key in seen:
        raise Invalid({"key": [_("the key “%(key)s” stands twice in the file.") % {"key": key}]})
    seen.add(key)
    return enter(key, row)
