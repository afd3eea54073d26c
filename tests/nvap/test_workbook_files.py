"""Good and bad workbooks, each with the exact message it is answered with; none of them stores an answer."""

import io
import re
import zipfile

import pytest

from nvap.workbook import layout
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_return, a_round
from tests.nvap.workbook_files import (
    bent,
    filled,
    outcome,
    repacked,
    sheet_part,
    some_workbook,
)

pytestmark = pytest.mark.django_db
AGAIN = "Download the workbook again and copy your answers into it."
DAMAGED = "The file is damaged and cannot be opened. Open it in Excel, save it again and choose it again."
NO_WORKBOOK = "This is not an Excel workbook. Choose the workbook (.xlsx) that you downloaded here and filled in."


@pytest.fixture
def good(ret, lead):
    """A workbook with one answer in it."""
    return filled(ret, lead, {"2.1.1/implementation": "Planned"})


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
        "“return.xlsx” was not added: it is damaged and cannot be opened. Save it again and choose it again."
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
