"""CSV: downloads that a spreadsheet opens as text and numbers, never as formulas, and files that somebody sends."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vkpp.core.exceptions import Invalid

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 131_072
"""Characters of a cell. Python's own limit is the same until something else in the process moves it."""


def cell(value: Any) -> Any:
    """A value as it may stand in a cell: text that a spreadsheet would run is made plain by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def response(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file `name`.csv to keep; UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def read(text: str, needed: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file by its columns; Invalid when a column is missing or the file is no CSV."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise Invalid({"file": [_("The first row must name the columns. Missing: %s.") % ", ".join(missing)]})
        for row in reader:
            if any(len(words) > LONGEST for words in row.values() if isinstance(words, str)):
                raise csv.Error("A cell is longer than any text of ours.")
            yield row
    except csv.Error as error:
        words = _(
            "Line %(line)s cannot be read as CSV: a cell is too long, or a quotation mark is not closed. Mend it."
        )
        raise Invalid({"file": [words % {"line": reader.reader.line_num}]}) from error
