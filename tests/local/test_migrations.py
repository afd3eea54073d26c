"""New migrations are safe while the version before still runs: what is refused, what is not, and that ours are."""

from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from vkpp.local import migrations

ROOT = Path(__file__).resolve().parents[2]
UNSAFE = {
    "adding-required-field": "ALTER TABLE practice_practice ADD COLUMN colour varchar(20) NOT NULL;",
    "adding-not-nullable-field": "ALTER TABLE practice_practice ALTER COLUMN region SET NOT NULL;",
    "ban-drop-column": "ALTER TABLE practice_practice DROP COLUMN region;",
    "ban-drop-table": "DROP TABLE practice_practice;",
    "renaming-column": "ALTER TABLE practice_practice RENAME COLUMN region TO area;",
    "renaming-table": "ALTER TABLE practice_practice RENAME TO practice_example;",
    "changing-column-type": "ALTER TABLE practice_practice ALTER COLUMN title TYPE text USING title::text;",
    "require-concurrent-index-creation": "CREATE INDEX by_region ON practice_practice (region);",
    "constraint-missing-not-valid": "ALTER TABLE practice_practice ADD CONSTRAINT known CHECK (region <> '');",
    "adding-foreign-key-constraint": (
        "ALTER TABLE practice_practice ADD CONSTRAINT of_force FOREIGN KEY (force_id) REFERENCES accounts_force (id);"
    ),
    "disallowed-unique-constraint": "ALTER TABLE practice_practice ADD CONSTRAINT once UNIQUE (title);",
    "adding-field-with-default": "ALTER TABLE practice_practice ADD COLUMN drawn uuid DEFAULT gen_random_uuid();",
}
SAFE = {
    "a column that may be empty": "ALTER TABLE practice_practice ADD COLUMN colour varchar(20) NULL;",
    "a column with a default": "ALTER TABLE practice_practice ADD COLUMN colour varchar(20) DEFAULT '' NOT NULL;",
    "a table": "CREATE TABLE practice_new (id bigint PRIMARY KEY, name varchar(20) NOT NULL);"
    " CREATE INDEX by_name ON practice_new (name);",
    "a constraint that is not checked yet": (
        "ALTER TABLE practice_practice ADD CONSTRAINT known CHECK (region <> '') NOT VALID;"
    ),
}


@pytest.mark.parametrize(("rule", "sql"), UNSAFE.items(), ids=str)
def test_what_would_stop_people_or_break_old_code_is_refused(rule, sql):
    assert rule in [found for found, _sentence in migrations.read(sql)]


@pytest.mark.parametrize(("what", "sql"), SAFE.items(), ids=str)
def test_what_old_code_does_not_notice_is_taken(what, sql):
    assert migrations.read(sql) == [], what


def test_an_index_is_built_beside_the_work_of_others():
    sql = "CREATE INDEX CONCURRENTLY by_region ON practice_practice (region);"

    assert migrations.read(sql, in_transaction=False) == []


def test_statements_that_cannot_be_read_are_said():
    assert {rule for rule, _sentence in migrations.read("ALTER TABEL practice;")} == {"syntax-error"}


@pytest.mark.django_db(transaction=True)
def test_our_new_migrations_are_safe():
    assert [str(found) for found in migrations.findings()] == []


@pytest.mark.django_db
def test_what_is_called_safe_exists_and_says_why():
    known = {(app, int(name[:4])) for app, name in MigrationLoader(connection).graph.nodes if name[:4].isdigit()}

    assert {(app, number) for app, number, _rule in migrations.SAFE} - known == set()
    assert {(app, number) for app, number in migrations.BEFORE.items()} - known == set()
    assert [key for key, why in {**migrations.SAFE, **migrations.NOT_ASKED}.items() if len(why) < 8] == []


def test_the_migration_of_a_release_does_not_wait_long_for_a_lock():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

    assert compose["services"]["migrate"]["environment"]["PGOPTIONS"] == "-c lock_timeout=10s"
