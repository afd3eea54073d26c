"""Files that no row names: of a request that ended between the file and its row, or of a row whose file did not go with it.

Nobody can open them, and no other rule would ever find them. A file is written before the row that names it, and under a
name that is never used again; so what no row names after two days never will be.
"""

import datetime as dt
from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from vkpp.core.retention import Timed

KEEP = dt.timedelta(days=2)
FEW = 20
SHARE = 10
"""More than one file in ten, and more than a few: then the database is not the one to which these files belong."""


class NotTheirs(Exception):
    """So many files are named by no row that the database must be of another time, or of another portal."""


class StrayFiles(Timed):
    """The rule for files in the storage, in its folders, that no column of any table names."""

    def look(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """Counted file by file."""
        ages = self.due(now).values()
        return len(ages), min(ages, default=None)

    def end(self, now: dt.datetime) -> None:
        """NotTheirs when there are too many of them: a person must look first."""
        found = self.due(now)
        if len(found) > max(FEW, len(stored()) // SHARE):
            raise NotTheirs(f"{len(found)} files are named by no row; the runbook says what to do.")
        for name in found:
            default_storage.delete(name)

    def due(self, now: dt.datetime) -> dict[str, dt.datetime]:
        """Name of each → when it was written."""
        unnamed = stored() - named()
        ages = {name: age for name in sorted(unnamed) if (age := _written_at(name)) is not None}
        return {name: age for name, age in ages.items() if age < now - self.keep}


def stored() -> set[str]:
    """The names of all files in the folders of the storage."""
    return {name for folder in _listed("")[0] for name in _below(folder)}


def named() -> set[str]:
    """The names of files that some row names."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                found.update(model._base_manager.values_list(field.name, flat=True))
    return found


def _below(folder: str) -> Iterator[str]:
    folders, files = _listed(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _below(f"{folder}/{name}")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has saved a file yet
        return [], []


def _written_at(name: str) -> dt.datetime | None:
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:  # gone meanwhile
        return None


RULE = StrayFiles(
    code="stray-files",
    what=_("Files that nothing in the portal names any more, for instance of an upload that broke off"),
    keep=KEEP,
    since=_("after they were written"),
    why=_("nobody can open them"),
    order=43,
)
