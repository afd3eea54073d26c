"""PostgreSQL's own programs: where they are, and how they are told which database."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def run(name: str, *words: str | Path) -> None:
    """Run `pg_dump` or `pg_restore` on the portal's database; what it says is the error when it fails."""
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [_found(name), *(str(word) for word in words)],
        env={**os.environ, **_environment(connection.settings_dict)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name} could not do its work:\n{done.stdout[-4000:]}")


def _found(name: str) -> str:
    folder: str = settings.POSTGRES_PROGRAMS
    path = shutil.which(name, path=folder or None)
    if path is None:
        raise ImproperlyConfigured(
            f"{name} is not here. Install PostgreSQL's client programs of the server's version, "
            "or set POSTGRES_PROGRAMS to the folder they are in."
        )
    return path


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """The address of the database as these programs read it; the password never stands in a list of processes."""
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {variable: str(database[key]) for variable, key in named.items() if database[key]}
    options = database.get("OPTIONS", {})
    return given | {f"PG{key.upper()}": str(value) for key, value in options.items() if key in SSL}


SSL = ("sslmode", "sslrootcert", "sslcert", "sslkey")
