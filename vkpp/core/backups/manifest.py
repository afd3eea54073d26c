"""What a backup says of itself: when, of which version, every table with its rows' checksum, every file with its own."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

NAME = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""
ROWS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} AS t"


@dataclass(frozen=True)
class Rows:
    """A table's content in two figures: how many rows, and the sum of their hashes, whatever their order."""

    count: int
    checksum: str


@dataclass(frozen=True)
class Manifest:
    """Everything a backup holds. Sizes in bytes, checksums SHA-256 in hexadecimal but for rows."""

    taken_at: str
    server: str
    database: Mapping[str, Any]
    tables: Mapping[str, Rows]
    files: Mapping[str, Mapping[str, Any]]
    storage: str
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.count for table in self.tables.values())

    @property
    def size(self) -> int:
        """Of the dump and the files together."""
        return int(self.database["size"]) + sum(int(one["size"]) for one in self.files.values())


def write(folder: Path, manifest: Manifest) -> None:
    """Last of all: a folder without it is no backup."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup; FileNotFoundError where there is none, ValueError where it is of another kind."""
    values = json.loads((folder / NAME).read_text(encoding="utf-8"))
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ValueError(f"{folder / NAME} is not the manifest of a backup that this version knows.")
    values["tables"] = {name: Rows(**rows) for name, rows in values["tables"].items()}
    return Manifest(**values)


def tables() -> dict[str, Rows]:
    """Every table as it is now, in the transaction that asks: how many rows, and their checksum. Reads all of it."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute(TABLES)
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL(ROWS).format(sql.Identifier(name)))
            found[name] = Rows(*cursor.fetchone())
    return found


def tables_there() -> bool:
    """Whether the database has any table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return cursor.fetchone() is not None


def checksum(path: Path) -> str:
    """Of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def differences(before: Mapping[str, Rows], now: Mapping[str, Rows]) -> Iterator[str]:
    """Each table that is not what the manifest says, as a sentence."""
    for name in sorted({*before, *now}):
        one, other = before.get(name), now.get(name)
        if one == other:
            continue
        if other is None:
            yield f"{name} is missing."
        elif one is None:
            yield f"{name} is not in the backup."
        elif one.count != other.count:
            yield f"{name} has {other.count:,} rows, the backup {one.count:,}."
        else:
            yield f"{name} has as many rows as the backup, but not the same."
