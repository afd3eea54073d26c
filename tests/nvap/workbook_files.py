"""Workbooks for the tests: made by the portal, then filled in, bent or broken as people and programs do.

book = filled(ret, lead, {"2.1.1/implementation": "Planned"})    a made workbook with these cells filled in, as bytes
outcome(ret, lead, data)                                         the sentence or sentences it is answered with
"""

import io
import zipfile

from openpyxl import Workbook, load_workbook

from nvap.actions import workbooks
from nvap.workbook import layout, make, read, safety
from nvap.workbook.outcome import Unreadable

NAME = "return.xlsx"


def made(ret, by):
    """The workbook of what the person may fill in."""
    return make.make(ret, workbooks.mine(ret, by))


def opened(data):
    return load_workbook(io.BytesIO(data))


def stored(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bent(data, change):
    """The workbook after `change` was done to it."""
    book = opened(data)
    change(book)
    return stored(book)


def cells(book):
    """Row id → (sheet, cell of the answer)."""
    found = {}
    for sheet in book.worksheets:
        for line in sheet.iter_rows(min_row=layout.HEADER_ROW + 1, max_col=layout.ROW_ID):
            if len(line) == layout.ROW_ID and line[-1].value:
                found[line[-1].value] = (sheet, line[layout.ANSWER - 1])
    return found


def fill(book, values):
    """Type values into the answers of these row ids."""
    known = cells(book)
    for row_id, value in values.items():
        known[row_id][1].value = value
    return book


def place(data, row_id):
    """`Sheet 2.1, cell E5`, of the answer of this row."""
    sheet, cell = cells(opened(data))[row_id]
    return f"Sheet {sheet.title}, cell {cell.coordinate}"


def filled(ret, by, values):
    return stored(fill(opened(made(ret, by)), values))


def found(ret, by, data, name=NAME):
    """What is read; Unreadable with its sentence otherwise."""
    name = safety.first_look(name, data)
    return read.read(name, data, read.expected(ret, workbooks.allowed_codes(ret, by)))


def outcome(ret, by, data, name=NAME):
    """The sentence that refuses the file, or the sentences about its cells."""
    try:
        return [str(fault) for fault in found(ret, by, data, name).faults]
    except Unreadable as refusal:
        return str(refusal)


def repacked(data, change):
    """The same archive with parts changed: `change(name, content)` gives the content, None to leave a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
    return out.getvalue()


def sheet_part(data, title):
    """The part of the archive that holds this sheet."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    return book[title]._worksheet_path


def some_workbook(rows=3):
    """A workbook that has nothing to do with the portal."""
    book = Workbook()
    book.active["A1"] = 1
    lines = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, rows + 1)).encode()

    def fill_in(name, content):
        return content.replace(b"</sheetData>", lines + b"</sheetData>")

    return repacked(stored(book), fill_in)
