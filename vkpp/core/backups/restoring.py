"""Restoring a backup: checked first, into an empty database, compared with its manifest row by row at the end."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from vkpp.core import audit
from vkpp.core.backups import manifest, programs
from vkpp.core.backups.manifest import Manifest
from vkpp.core.backups.taking import DUMP, FILES

Say = Callable[[str], Any]
EMPTY = (
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
    "ALTER SCHEMA public OWNER TO pg_database_owner",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
)


class Refused(Exception):
    """Nothing was changed; the sentence says why and what to do."""


def check(folder: Path) -> Manifest:
    """The manifest of a backup that is whole: every file is there with the content it had."""
    try:
        made = manifest.read(folder)
    except FileNotFoundError:
        raise Refused(f"{folder} has no {manifest.NAME}: it is no backup, or was not finished.") from None
    named = {DUMP: made.database} | {f"{FILES}/{name}": one for name, one in made.files.items()}
    for name, one in named.items():
        path = folder / name
        if not path.is_file():
            raise Refused(f"{name} is missing in the backup. Take another backup.")
        if path.stat().st_size != one["size"] or manifest.checksum(path) != one["sha256"]:
            raise Refused(f"{name} is not what it was when the backup was taken. Take another backup.")
    return made


def restore(folder: Path, *, replace: bool = False, say: Say = print) -> list[str]:
    """Bring database and files back; returns what differs from the manifest afterwards, as sentences.

    Refused where the database has tables already, unless they are to be replaced. Stop web, worker and beat before.
    """
    made = check(folder)
    if manifest.tables_there() and not replace:
        raise Refused("The database is not empty. Restore into an empty one, or say --replace to lose what it has.")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in EMPTY:
            cursor.execute(statement)
    connection.close()
    database = connection.settings_dict["NAME"]
    programs.run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={database}",
        folder / DUMP,
    )
    say(f"The database of {made.taken_at} is back; comparing its rows.")
    with transaction.atomic():
        problems = list(manifest.differences(made.tables, manifest.tables()))
    problems += _files(folder, made)
    say(f"{len(made.files):,} files are back.")
    return problems + audit.verify().problems


def _files(folder: Path, made: Manifest) -> list[str]:
    """Copy them to where the portal reads them; returns what is not as it should be."""
    problems = []
    for name, one in made.files.items():
        target = Path(settings.MEDIA_ROOT) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.is_file() and manifest.checksum(target) == one["sha256"]):
            shutil.copyfile(folder / FILES / name, target)
        if manifest.checksum(target) != one["sha256"]:
            problems.append(f"The file {name} could not be written as it was.")
    return problems
