"""The faults of a workbook: grouped by sheet for the page, and written into a copy of the person's own file."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from nvap.workbook import layout, safety, style
from nvap.workbook.outcome import Fault

AUTHOR = "VKPP portal"


def annotated(data: bytes, faults: Iterable[Fault]) -> bytes:
    """A copy of the file in which each fault is coloured, and explained in the remarks and in a comment."""
    book = load_workbook(io.BytesIO(data), keep_links=False)
    start = _("Correct this:")
    for sheet in book.worksheets:
        _clean(sheet, start)
    for fault in faults:
        if fault.cell and fault.sheet in book.sheetnames:
            _mark(book[fault.sheet], fault, start)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _clean(sheet: Worksheet, start: str) -> None:
    """Take away what an earlier copy said; the person has corrected it since, or it is said again."""
    last = min(sheet.max_row, safety.ROWS)
    for line in sheet.iter_rows(layout.HEADER_ROW + 1, last, layout.ANSWER, layout.REMARK):
        answer, remark = line
        if isinstance(remark.value, str) and remark.value.startswith(start):
            style.put(remark, "", font=style.SMALL)
            answer.comment = None
            answer.fill = style.fill(style.FIELD)


def _mark(sheet: Worksheet, fault: Fault, start: str) -> None:
    cell: Any = sheet[fault.cell]
    cell.fill = style.fill(style.FAULT)
    cell.comment = Comment(fault.sentence, AUTHOR, height=110, width=320)
    style.put(sheet.cell(cell.row, layout.REMARK), f"{start} {fault.sentence}", font=style.BOLD)
