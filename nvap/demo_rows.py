"""Many rows at once, with times of the past, for the demonstration and the measurements: one statement per table.

Rows are dictionaries of column → value; columns that are not named keep the database's default for null.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from psycopg2 import sql

Row = dict[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Add the rows; all of them name the same columns."""
    if not rows:
        return
    table, columns = _names(model, rows)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    ).format(table=table, columns=sql.SQL(", ").join(columns))
    _run(statement, rows)


def change(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Set the named columns of existing rows; each row names its `id`."""
    if not rows:
        return
    table, columns = _names(model, rows)
    changed = [column for column in columns if column.strings != ("id",)]
    statement = sql.SQL(
        "UPDATE {table} AS old SET {changes} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS new"
        " WHERE old.id = new.id"
    ).format(table=table, changes=sql.SQL(", ").join(sql.SQL("{0} = new.{0}").format(column) for column in changed))
    _run(statement, rows)


def _names(model: type[models.Model], rows: Sequence[Row]) -> tuple[sql.Identifier, list[sql.Identifier]]:
    return sql.Identifier(model._meta.db_table), [sql.Identifier(name) for name in rows[0]]


def _run(statement: sql.Composable, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)])
