"""Excel: the rows on the first sheet, then what the file is and what its columns mean."""

import csv
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analytics.datasets.columns import MOMENT, Column, Flavour, Kind
from analytics.datasets.files import About
from analytics.datasets.sources import Source
from vkpp.core.exceptions import Invalid

MOST_ROWS = 1_048_575
LONGEST = 32_767
"""What a sheet and a cell of Excel hold."""
CUT = " […]"
PIECE = 1 << 18


def write(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """The file in pieces, after it was made on disk: a workbook ends with its table of contents."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, "Data", about)
    sheet.append(_bold(sheet, [column.name for column in about.columns]))
    makers = [_maker(column) for column in about.columns]
    for number, row in enumerate(_rows(source.csv(Flavour.SHEET, apart=apart))):
        if number >= MOST_ROWS:
            raise Invalid(
                {"format": [_("This is more than a sheet of Excel holds. Filter it, or take CSV or Parquet.")]}
            )
        sheet.append([make(text) if text else None for make, text in zip(makers, row, strict=True)])
    _explain(book, about)
    with tempfile.TemporaryFile() as made:
        book.save(made)
        made.seek(0)
        while piece := made.read(PIECE):
            yield piece


def _sheet(book: Workbook, title: str, about: About) -> WriteOnlyWorksheet:
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for part in (sheet.oddHeader, sheet.oddFooter):
        if part is not None:
            part.center.text = str(about.marking.label)
    return sheet


def _bold(sheet: WriteOnlyWorksheet, words: list[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, value=word) for word in words]
    for one in cells:
        one.font = Font(bold=True)
    return cells


def _explain(book: Workbook, about: About) -> None:
    sheet = _sheet(book, "About", about)
    for name, words in about.facts().items():
        sheet.append([name, words])
    sheet = _sheet(book, "Columns", about)
    sheet.append(_bold(sheet, ["column", "type", "meaning", "values"]))
    for column in about.columns:
        values = "; ".join(f"{code} = {label}" for code, label in column.values)
        sheet.append([column.name, column.kind.value, str(column.meaning), values])


def _rows(pieces: Iterator[bytes]) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    return csv.reader(_text(pieces))


def _text(pieces: Iterator[bytes]) -> Iterator[str]:
    """Lines with their ends; the reader of CSV joins those of one quoted text again."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.decode() + "\n"
    if rest:
        yield rest.decode()


def _words(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, MOMENT)  # noqa: DTZ007 - Excel knows no zones: the column says UTC


MAKERS: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.YES_NO: "true".__eq__,
    Kind.DATE: dt.date.fromisoformat,
    Kind.MOMENT: _moment,
}


def _maker(column: Column) -> Callable[[str], Any]:
    return MAKERS.get(column.kind, _words)
