"""Good and bad workbooks, each with the exact message it is answered with; none of them stores an answer."""

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from nvap.models import Response
from nvap.workbook import layout
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_return, a_round
from tests.nvap.workbook_files import (
    cells,
    fill,
    filled,
    found,
    made,
    opened,
    outcome,
    place,
    repacked,
    sheet_part,
    some_workbook,
    stored,
)

pytestmark = pytest.mark.django_db
AGAIN = "Download the workbook again and copy your answers into it."
DAMAGED = "The file is damaged and cannot be opened. Open it in Excel, save it again and choose it again."
NO_WORKBOOK = "This is not an Excel workbook. Choose the workbook (.xlsx) that you downloaded here and filled in."
CHANGED = "the hidden id of this row was changed. Copy your answers into a workbook downloaded again."
UNMERGE = "Choose “Unmerge cells”, so that each answer has its own cell."
LEVELS = "“Not started”, “Planned”, “Developing”, “Embedding”, “Embedded”"


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


@pytest.fixture
def ret(force):
    return a_return(force)


@pytest.fixture
def lead(force):
    return person("nvap_lead", force)


@pytest.fixture
def good(ret, lead):
    """A workbook with one answer in it."""
    return filled(ret, lead, {"2.1.1/implementation": "Planned"})


def bent(data, change):
    book = opened(data)
    change(book)
    return stored(book)


# ---- files that are not taken -----------------------------------------------------------------------------------------
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
NOT_TAKEN = {
    "nothing at all": ("return.xlsx", b"", "The file is empty (0 bytes). Choose the file again."),
    "csv renamed": ("return.xlsx", b"Action,Answer\n2.1.1,Planned\n", NO_WORKBOOK),
    "picture renamed": ("return.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, NO_WORKBOOK),
    "old excel": (
        "return.xls",
        OLE + "Workbook".encode("utf-16-le"),
        "This is an old Excel file (.xls). Save it as “Excel Workbook (.xlsx)” and choose that file.",
    ),
    "encrypted": (
        "return.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "The workbook is protected by a password. Save it without a password and choose it again.",
    ),
    "named xlsm": (
        "return.xlsm",
        b"PK\x03\x04rest",
        "The workbook contains macros. Save it as “Excel Workbook (.xlsx)” and choose that file.",
    ),
    "other ending": (
        "return.zip",
        b"PK\x03\x04rest",
        "The name of the file must end in .xlsx. Save it as “Excel Workbook (.xlsx)”.",
    ),
    "start of an archive only": ("return.xlsx", b"PK\x03\x04rest", DAMAGED),
    "too large": (
        "return.xlsx",
        b"PK\x03\x04" + b"x" * (5 * 1024 * 1024),
        "The file is larger than 5 MB. A filled in workbook is far smaller: choose that one.",
    ),
}


@pytest.mark.parametrize(("name", "data", "sentence"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_file_of_another_kind_is_not_taken(ret, lead, name, data, sentence):
    assert outcome(ret, lead, data, name) == sentence


def test_damaged_archive_is_not_taken(ret, lead, good):
    assert outcome(ret, lead, good[:-200]) == DAMAGED


def test_workbook_of_something_else_is_not_taken(ret, lead):
    assert outcome(ret, lead, some_workbook()) == (
        "This is not a workbook of a return. Choose the workbook that you downloaded here and filled in."
    )


def test_macros_in_a_renamed_file_are_refused(ret, lead, good):
    def add_macros(name, content):
        return (
            content.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if "Content_Types" in name else content
        )

    assert outcome(ret, lead, repacked(good, add_macros)) == (
        "“return.xlsx” was not added: it contains macros. Save it without macros and choose it again."
    )


def test_zip_bomb_is_refused_unopened(ret, lead, good):
    data = io.BytesIO(good)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * (64 * 1024 * 1024))

    assert outcome(ret, lead, data.getvalue()) == (
        "The file unpacks to far more than it seems to hold (a “zip bomb”). Download the workbook again."
    )


@pytest.mark.parametrize("title", ["", "2.1"])
def test_xml_bomb_is_refused(ret, lead, good, title):
    part = sheet_part(good, title) if title else "xl/styles.xml"
    entities = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'

    def add_entities(name, content):
        if name != part:
            return content
        text = content.decode()
        start = re.match(r"(<\?xml[^>]*\?>)?", text)
        return (start.group() + entities + text[start.end() :]).encode()

    assert outcome(ret, lead, repacked(good, add_entities)) == (
        "The file holds hidden instructions (XML entities) that Excel never writes. Download the workbook again."
    )


@pytest.mark.parametrize(
    "spread",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
        b'<mergeCells count="1"><mergeCell ref="A:A"/></mergeCells>',
    ],
)
def test_cells_merged_or_linked_all_over_are_refused_before_they_are_opened(ret, lead, good, spread):
    part = sheet_part(good, "2.1")

    def add(name, content):
        return content.replace(b"</sheetData>", b"</sheetData>" + spread) if name == part else content

    assert outcome(ret, lead, repacked(good, add)) == (
        "Cells are merged or linked all over a sheet. Undo that, or copy your answers into a new workbook."
    )


def test_cell_that_makes_no_sense_is_a_damaged_file(ret, lead, good):
    part = sheet_part(good, "2.1")

    def bend(name, content):
        return (
            content.replace(b' t="inlineStr"', b' t="n"', 1).replace(b"<is><t>", b"<v>x</v><is><t>", 1)
            if name == part
            else content
        )

    assert outcome(ret, lead, repacked(good, bend)) == DAMAGED


def test_200_000_rows_are_refused(ret, lead):
    assert outcome(ret, lead, some_workbook(200_000)) == (
        "A sheet has more than 5,000 rows. The form is far shorter: remove what does not belong to it."
    )


def test_blank_workbook_takes_no_answer_away(ret, lead):
    data = filled(ret, lead, {})

    assert outcome(ret, lead, data) == (
        "There is no answer in this workbook, so nothing was changed. Fill it in first."
    )


def test_workbook_of_another_force_is_refused(ret, lead):
    other = ForceFactory(code="kent")
    data = filled(a_return(other), person("nvap_lead", other), {"2.1.1/headline": "zzq"})

    assert outcome(ret, lead, data) == (
        "This workbook belongs to another force. Choose the workbook of your own force."
    )


def test_workbook_of_an_old_round_is_refused(ret, lead, force):
    data = filled(a_return(force, round=a_round("2024")), lead, {"2.1.1/headline": "Old"})

    assert outcome(ret, lead, data) == (
        "This workbook belongs to another round, not to “2026 return”. Download the workbook of this round."
    )


def test_workbook_of_another_form_is_refused(ret, lead, good):
    ret.round.form = a_form("next-form")
    ret.round.save(update_fields=["form"])

    assert outcome(ret, lead, good) == (
        "The form has changed since this workbook was made. Download it again and copy your answers into it."
    )


def test_workbook_of_a_colleague_with_more_actions_is_refused(ret, lead, force, good):
    colleague = person("contributor", force)
    ret.assignments.create(person=colleague, action_version=ret.responses.first().action_version, assigned_by=lead)

    assert outcome(ret, colleague, good) == (
        "This workbook holds action 2.1.2, which is not yours to answer. Make a workbook of your own here."
    )


def test_changed_mark_is_refused(ret, lead, good):
    def change(book):
        book[layout.MARK]["A1"] = book[layout.MARK]["A1"].value[:-3] + "abc"

    assert outcome(ret, lead, bent(good, change)) == f"The hidden part of this workbook was changed. {AGAIN}"


def test_missing_sheet_is_named(ret, lead, good):
    assert outcome(ret, lead, bent(good, lambda book: book.remove(book["2.2"]))) == (
        "The sheet “2.2” is missing. Put it back, or download the workbook again."
    )


def test_added_sheet_is_named(ret, lead, good):
    assert outcome(ret, lead, bent(good, lambda book: book.create_sheet("Notes"))) == (
        "The sheet “Notes” is not part of the workbook. Delete it and choose the file again."
    )


def test_hidden_added_sheet_is_named(ret, lead, good):
    def hide(book):
        book.create_sheet("Secret").sheet_state = "hidden"

    assert outcome(ret, lead, bent(good, hide)) == (
        "The hidden sheet “Secret” is not part of the workbook. Delete it and choose the file again."
    )


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
