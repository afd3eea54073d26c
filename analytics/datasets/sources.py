"""Where the rows of a data set come from: a query that the database writes itself, or figures made by the portal."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from django.db import connection, models

from analytics.datasets.columns import BETWEEN, UNIT, Column, Flavour, Kind, plain, written
from analytics.datasets.copying import copied
from vkpp.core.csv_files import cell

Row = dict[str, Any]
ID = "pk"  # no column of a data set is called so
PER_PIECE = 500
ROW_QUOTE, ROW_PART = "E'\\x01'", "E'\\x02'"
"""Characters that JSON never holds as they are, so that COPY writes each object as it is."""


class Source(Protocol):
    """The rows of one data set for one person and one filter."""

    columns: Sequence[Column]

    def count(self) -> int:
        """How many rows there are."""
        ...

    def first(self, number: int) -> list[Row]:
        """The first rows, as the API shows them."""
        ...

    def csv(self, flavour: Flavour, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as CSV without heading."""
        ...

    def lines(self, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as JSON objects, one to a line."""
        ...


class Query:
    """Rows that one query reads, in the order of their ids. Lists, pages and files are all made from this query."""

    def __init__(self, rows: "models.QuerySet[Any]", columns: Sequence[Column]) -> None:
        self.rows = rows.order_by("pk")
        self.columns = columns

    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count()

    def first(self, number: int) -> list[Row]:
        """The first rows."""
        return self._read(self.rows[:number])

    def with_ids(self, rows: "models.QuerySet[Any, Any]") -> list[Row]:
        """Some of the rows, in the order in which they are asked for, each with its id."""
        return self._read(rows, with_id=True)

    def csv(self, flavour: Flavour, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as CSV without heading."""
        return copied(f"COPY ({self.sql(self.rows, flavour)}) TO STDOUT (FORMAT csv)", apart=apart)

    def lines(self, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as JSON objects, one to a line."""
        objects = f"SELECT row_to_json(o) FROM ({self.sql(self.rows, Flavour.JSON)}) o"  # noqa: S608 - as below
        options = f"FORMAT csv, QUOTE {ROW_QUOTE}, DELIMITER {ROW_PART}"
        return copied(f"COPY ({objects}) TO STDOUT ({options})", apart=apart)

    def sql(self, rows: "models.QuerySet[Any, Any]", flavour: Flavour, *, with_id: bool = False) -> str:
        """The statement with its values in it."""
        named = {f"_{at}": column.path for at, column in enumerate(self.columns) if not isinstance(column.path, str)}
        paths = [column.path if isinstance(column.path, str) else f"_{at}" for at, column in enumerate(self.columns)]
        inner = rows.annotate(**named).values_list("pk", *paths)
        compiler = inner.query.get_compiler(
            connection.alias, elide_empty=False
        )  # a statement also when it finds nothing
        statement, values = compiler.as_sql()
        places = ", ".join(["c_id", *(f"c{at}" for at in range(len(self.columns)))])
        shown = [f'{written(column, f"c{at}", flavour)} AS "{column.name}"' for at, column in enumerate(self.columns)]
        if with_id:
            shown.append(f'c_id AS "{ID}"')
        with connection.cursor() as cursor:
            inside = cursor.mogrify(statement, values).decode()
        return f"SELECT {', '.join(shown)} FROM ({inside}) t({places})"  # noqa: S608 - names of ours; values are quoted by the driver

    def _read(self, rows: "models.QuerySet[Any, Any]", *, with_id: bool = False) -> list[Row]:
        statement = self.sql(rows, Flavour.JSON, with_id=with_id)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row_to_json(o)::text FROM ({statement}) o")  # noqa: S608 - the statement of this class
            found: list[Row] = [json.loads(text) for (text,) in cursor.fetchall()]
        return found


class Made:
    """Rows that the portal makes: figures after disclosure. There are thousands of them at most."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> None:
        self.columns = columns
        self.made = [{column.name: plain(row.get(column.name)) for column in columns} for row in rows]

    def count(self) -> int:
        """How many rows there are."""
        return len(self.made)

    def first(self, number: int) -> list[Row]:
        """The first rows."""
        return self.made[:number]

    def csv(self, flavour: Flavour, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as CSV without heading."""
        del apart
        rows = iter(self.made)
        while some := list(islice(rows, PER_PIECE)):
            text = io.StringIO()
            cells = ([_cell(column, row[column.name], flavour) for column in self.columns] for row in some)
            csv.writer(text, lineterminator="\n").writerows(cells)
            yield text.getvalue().encode()

    def lines(self, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as JSON objects, one to a line."""
        del apart
        for row in self.made:
            yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _cell(column: Column, value: Any, flavour: Flavour) -> Any:
    """A value as it stands in CSV."""
    if value is None:
        return ""
    if column.kind == Kind.YES_NO:
        return "true" if value else "false"
    if column.kind == Kind.OBJECT:
        return json.dumps(value, ensure_ascii=False)
    if column.kind == Kind.CODES:
        value = (UNIT if flavour == Flavour.ARROW else BETWEEN).join(value)
    return cell(value) if flavour == Flavour.SHEET else value
