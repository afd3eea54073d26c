"""Cells of a filled in workbook: those to correct, each with its exact sentence, and what Excel makes of good answers."""

import datetime as dt

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from nvap.models import Response
from nvap.workbook import layout
from tests.nvap.workbook_files import (
    bent,
    cells,
    fill,
    filled,
    found,
    made,
    opened,
    outcome,
    place,
    stored,
)

pytestmark = pytest.mark.django_db
CHANGED = "the hidden id of this row was changed. Copy your answers into a workbook downloaded again."
UNMERGE = "Choose “Unmerge cells”, so that each answer has its own cell."
LEVELS = "“Not started”, “Planned”, “Developing”, “Embedding”, “Embedded”"


@pytest.fixture
def good(ret, lead):
    """A workbook with one answer in it."""
    return filled(ret, lead, {"2.1.1/implementation": "Planned"})


# ---- cells to correct ---------------------------------------------------------------------------------------------------
TURNED = (
    "the text contains an unseen character that turns the direction of writing (U+202E). "
    "Delete it, or paste the text without formatting."
)
WRONG = {
    "wrong choice": ("2.1.1/implementation", "Quite good", f"choose one of {LEVELS}."),
    "choice without a list": ("2.1.1/gap", "Perhaps", "choose one of “Yes”, “No”."),
    "formula": ("2.1.1/now", "=1+1", "this is a formula. Type the answer itself, or paste it as values."),
    "array formula": (
        "2.1.1/now",
        ArrayFormula("E5", "=SUM(A1:A2)"),
        "this is a formula. Type the answer itself, or paste it as values.",
    ),
    "error": ("2.1.1/now", "#REF!", "this cell shows an error (#REF!). Type the answer again."),
    "too long": (
        "2.1.1/now",
        "x" * 2001,
        "what do you do now? must be 2,000 characters or fewer. Remove 1 character.",
    ),
    "part of a number": ("2.1.1/posts", 1.5, "enter a whole number, for example 12."),
    "number in words": ("2.1.1/posts", "twelve", "enter a whole number, for example 12."),
    "negative number": ("2.1.1/posts", -3, "enter a whole number, for example 12."),
    "date as a number": (
        "2.1.1/posts",
        dt.date(2026, 2, 1),
        "Excel has made a date of this. Enter a whole number, for example 12.",
    ),
    "true as a number": ("2.1.1/posts", True, "enter a whole number, for example 12."),
    "no date": ("2.1.1/since", "31/2/2026", "enter a real date, for example 27/3/2026."),
    "time as a date": ("2.1.1/since", dt.time(12, 30), "enter a real date, for example 27/3/2026."),
    "year out of range": ("2.1.1/since", "1/1/1066", "enter a year between 1900 and 2200."),
    "half a ratio": ("2.1.1/trained/n", 12, "enter both the number and the total it is out of."),
    "writing turned round": (
        "2.1.1/now",
        "left \u202e thgir",
        TURNED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "value", "sentence"), WRONG.values(), ids=WRONG)
def test_cell_that_cannot_be_taken_is_named_with_what_to_do(ret, lead, row, value, sentence):
    data = filled(ret, lead, {row: value})

    told = outcome(ret, lead, data)

    assert [words.casefold() for words in told] == [f"{place(data, row)}: {sentence}".casefold()]


def test_ratio_above_its_total_is_named(ret, lead):
    data = filled(ret, lead, {"2.1.1/trained/n": 50, "2.1.1/trained/d": 40})

    assert outcome(ret, lead, data) == [
        f"{place(data, '2.1.1/trained/n')}: 50 is more than the total of 40. Check which is which."
    ]


def test_faults_stand_in_the_order_of_the_sheets(ret, lead):
    data = filled(ret, lead, {"2.2.1/gap": "?", "2.1.2/gap": "?", "2.1.1/gap": "?"})

    assert [fault.action for fault in found(ret, lead, data).faults] == ["2.1.1", "2.1.2", "2.2.1"]


def test_extra_column_is_named(ret, lead, good):
    def add(book):
        sheet, cell = cells(book)["2.1.1/now"]
        sheet.cell(cell.row, 9).value = "My notes"

    row = cells(opened(good))["2.1.1/now"][1].row
    assert outcome(ret, lead, bent(good, add)) == [
        f"Sheet 2.1, cell I{row}: this is outside the form. Delete what stands to the right of the remarks."
    ]


def test_added_row_is_named(ret, lead, good):
    def add(book):
        book["2.2"].cell(60, layout.ANSWER).value = "One more thing"

    assert outcome(ret, lead, bent(good, add)) == [
        "Sheet 2.2, cell E60: this row is not part of the form. Move your text to a yellow cell and delete the row."
    ]


def test_changed_id_is_named_with_the_row_that_is_missing(ret, lead, good):
    def change(book):
        sheet, cell = cells(book)["2.2.1/now"]
        sheet.cell(cell.row, layout.ROW_ID).value = "9.9.9/now"

    assert outcome(ret, lead, bent(good, change)) == [
        "Sheet 2.2: the row “What do you do now?” of action 2.2.1 is missing. Put it back, or start from a new workbook.",
        f"{place(good, '2.2.1/now')}: {CHANGED}",
    ]


def test_deleted_row_is_named(ret, lead, good):
    def delete(book):
        sheet, cell = cells(book)["2.2.1/headline"]
        sheet.delete_rows(cell.row)

    assert outcome(ret, lead, bent(good, delete)) == [
        "Sheet 2.2: the row “In one line” of action 2.2.1 is missing. Put it back, or start from a new workbook."
    ]


def test_row_that_stands_twice_is_named(ret, lead, good):
    def copy(book):
        sheet, cell = cells(book)["2.2.1/headline"]
        sheet.cell(70, layout.ANSWER).value = "Again"
        sheet.cell(70, layout.ROW_ID).value = sheet.cell(cell.row, layout.ROW_ID).value

    first = place(good, "2.2.1/headline").rpartition(" ")[2]
    assert outcome(ret, lead, bent(good, copy)) == [
        f"Sheet 2.2, cell E70: this row stands twice (also in {first}). Delete one of the two."
    ]


def test_merged_cells_are_named(ret, lead, good):
    first, second = (cells(opened(good))[f"2.1.1/{code}"][1].row for code in ("now", "headline"))

    def merge(book):
        book["2.1"].merge_cells(f"E{first}:E{second}")

    assert outcome(ret, lead, bent(good, merge)) == [
        f"Sheet 2.1, cell E{first}: cells were merged here (E{first}:E{second}). {UNMERGE}"
    ]


# ---- what Excel and people make of good answers -------------------------------------------------------------------------
def at(time):
    """That day as Excel keeps it: without a time zone."""
    return dt.datetime.combine(dt.date(2026, 3, 27), time)


READ = {
    "choice in other letters": ("implementation", {"": " not  STARTED "}, "not_started"),
    "choice with no-break spaces": ("implementation", {"": "Not\u00a0started\u00a0"}, "not_started"),
    "code of a choice": ("implementation", {"": "not_started"}, "not_started"),
    "yes as a truth value": ("gap", {"": True}, True),
    "no in small letters": ("gap", {"": "no"}, False),
    "number as text": ("posts", {"": "1,200"}, 1200),
    "number with a no-break space": ("posts", {"": "\u00a012"}, 12),
    "whole number as a float": ("posts", {"": 12.0}, 12),
    "date as a date": ("since", {"": at(dt.time(9, 30))}, "2026-03-27"),
    "date as text": ("since", {"": "27/3/2026"}, "2026-03-27"),
    "number as a text": ("headline", {"": 12}, "12"),
    "date as a text": ("headline", {"": at(dt.time())}, "27 March 2026"),
    "ratio": ("trained", {"n": "12", "d": 40}, {"n": 12, "d": 40}),
    "several": ("partners", {"=charity": "Yes", "=health": "yes", "=council": "No"}, ["health", "charity"]),
    "text with a line break from elsewhere": ("now", {"": "One_x000D_\nTwo"}, "One\nTwo"),
    "only a no-break space": ("now", {"": "\u00a0"}, None),
}  # fmt: skip


@pytest.mark.parametrize(("code", "typed", "value"), READ.values(), ids=READ)
def test_answer_is_read_as_it_was_meant(ret, lead, code, typed, value):
    rows = {"/".join(part for part in ("2.1.1", code, part) if part): typed[part] for part in typed}

    result = found(ret, lead, filled(ret, lead, rows | {"2.1.2/headline": "Something"}))

    assert result.faults == []
    assert result.values["2.1.1"][code] == value


@pytest.mark.parametrize(("first_day", "serial"), [(1900, 46108), (1904, 44646)])
def test_date_as_a_bare_number_is_read_in_the_workbooks_own_calendar(ret, lead, first_day, serial):
    book = fill(opened(made(ret, lead)), {"2.1.1/since": serial})
    cells(book)["2.1.1/since"][1].number_format = "General"
    if first_day == 1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    assert found(ret, lead, stored(book)).values["2.1.1"]["since"] == "2026-03-27"


def test_reading_stores_nothing(ret, lead, good):
    found(ret, lead, good)

    assert set(Response.objects.values_list("version", "provenance")) == {(0, "empty")}
