"""How long it takes to read and check a filled in workbook of a whole return."""

import io
import time

from openpyxl import load_workbook

from nvap.actions import workbooks
from nvap.workbook import compare, layout, make, read

TEXT = "What we do now, in a few sentences that are as long as people write them in a return. " * 8


def seconds(ret, by):
    """Make the workbook of everything that the person may answer, fill in every text, and time the check."""
    responses = workbooks.mine(ret, by)
    data = _filled(make.make(ret, responses))
    started = time.perf_counter()
    found = read.read("return.xlsx", data, read.expected(ret, workbooks.allowed_codes(ret, by)))
    content, _same = compare.content_of(found, responses)
    taken = time.perf_counter() - started
    assert not found.faults
    assert len(content) == len(responses)
    return taken


def _filled(data):
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for line in sheet.iter_rows(min_row=layout.HEADER_ROW + 1, max_col=layout.ROW_ID):
            if len(line) == layout.ROW_ID and str(line[-1].value or "").endswith("/now"):
                line[layout.ANSWER - 1].value = TEXT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
