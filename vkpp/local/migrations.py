"""Whether new migrations are safe while the version before still runs: their SQL is read by Squawk, as a part of `make check`.

A release migrates first and replaces the processes afterwards, so that for minutes old code meets the new tables, while
people work. Migrations up to BEFORE were written before anybody used the portal and are not looked at.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEFORE = {"accounts": 4, "analytics": 7, "core": 5, "nvap": 10, "practice": 15, "reviews": 12}
OLDEST_SERVER = "15.0"

# What Squawk would say beyond that, and why it is not asked: matters of taste, or held otherwise.
NOT_ASKED = {
    "prefer-text-field": "lengths are limits that people see",
    "prefer-bigint-over-int": "numbers of this size are bounded by what they count",
    "prefer-bigint-over-smallint": "the same",
    "prefer-identity": "Django makes the keys",
    "prefer-robust-stmts": "Django keeps account of what was applied",
    "prefer-timestamptz": "Django makes the columns",
    "require-lock-timeout": "docker-compose.yml sets it for the migration (PGOPTIONS)",
    "require-statement-timeout": "building an index may take its time",
    "ban-drop-constraint": "old code works with fewer constraints",
}

FEW_ROWS = "these tables hold a few hundred rows: written anew within a moment, for which saves wait"

# (app, number, rule) → why it is safe here. Look at the table and at what old code does before you add one.
SAFE: dict[tuple[str, int, str], str] = {
    (
        "practice",
        16,
        "constraint-missing-not-valid",
    ): "suggested sets are a few rows a year: checking them takes no time",
    (
        "nvap",
        11,
        "adding-field-with-default",
    ): "the time of a statement is the same for all rows of it, so that PostgreSQL keeps one value and rewrites nothing",
    **{
        (app, number, rule): FEW_ROWS
        for app, number in (("nvap", 12), ("practice", 17), ("reviews", 13))
        for rule in ("adding-field-with-default", "require-concurrent-index-creation")
    },
}


@dataclass(frozen=True)
class Finding:
    """One statement that would stop people, or break the code that still runs."""

    migration: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.rule}. {self.sentence}"


def program() -> Path:
    """Squawk, beside the Python that runs."""
    return Path(sys.executable).parent / "squawk"


def read(sql: str, *, in_transaction: bool = True) -> list[tuple[str, str]]:
    """What Squawk finds in statements: rule and sentence."""
    words = [str(program()), "--reporter", "json", f"--pg-version={OLDEST_SERVER}", f"--exclude={','.join(NOT_ASKED)}"]
    if in_transaction:
        words.append("--assume-in-transaction")
    done = subprocess.run(words, input=sql, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"Squawk could not read the statements:\n{done.stdout}{done.stderr}") from None
    return [(one["rule_name"], " ".join(filter(None, (one["message"], one.get("help"))))) for one in found]


def findings() -> Iterator[Finding]:
    """What is wrong with each new migration, in the order in which they are applied."""
    for app, name, sql, atomic in _new():
        for rule, sentence in read(sql, in_transaction=atomic):
            if (app, _number(name), rule) not in SAFE:
                yield Finding(f"{app} {name}", rule, sentence)


def _new() -> Iterator[tuple[str, str, str, bool]]:
    """App, name, SQL, and whether it runs in one transaction."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    loader = MigrationExecutor(connection).loader
    for key in sorted(loader.graph.nodes):
        app, name = key
        if app in BEFORE and _number(name) > BEFORE[app]:
            migration = loader.get_migration(app, name)
            statements = loader.collect_sql([(migration, False)])
            yield app, name, "\n".join(statements), bool(migration.atomic)


def _number(name: str) -> int:
    return int(name.split("_", 1)[0])


def main() -> int:
    """Say what was found; 1 when there is something."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")
    import django

    django.setup()
    found = list(findings())
    for one in found:
        print(one)
    if found:
        print(
            "Change the migration (docs/upgrade.md says how), or say in vkpp/local/migrations.py why it is safe here."
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
