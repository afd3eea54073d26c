"""How the workbook looks: the portal's colours, wrapped text, what is locked and what is to be filled in."""

from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

NAVY, TINT, FIELD, CARRIED, FAULT, LINE = "12284B", "EEF2F7", "FFFBE6", "E3EEFA", "F9D7D4", "B1BAC8"
SIDE = Side(style="thin", color=LINE)
BOX = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
WRAP = Alignment(wrap_text=True, vertical="top")
FLAT = Alignment(vertical="center")
NUMERIC = Alignment(horizontal="left", vertical="top")
TITLE = Font(name="Arial", size=18, bold=True, color=NAVY)
HEADING = Font(name="Arial", size=11, bold=True, color="FFFFFF")
BODY = Font(name="Arial", size=11)
BOLD = Font(name="Arial", size=11, bold=True)
SMALL = Font(name="Arial", size=10, color="444F5F")
LINK = Font(name="Arial", size=11, color="1D5FB8", underline="single")
OPEN = Protection(locked=False)
WIDTHS = {"A": 9, "B": 34, "C": 52, "D": 34, "E": 60, "F": 34, "G": 4}


def fill(colour: str) -> PatternFill:
    """A plain ground."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def put(cell: Any, value: Any, *, font: Font = BODY, alignment: Alignment = WRAP, ground: str = "") -> Cell:
    """Write a value that Excel never takes for a formula, whatever it starts with."""
    written: Cell = cell
    if isinstance(value, str):
        written.value = escaped(value)
        written.data_type = "s"
        if value[:1] in {"=", "+", "-", "@", "'", "\t"}:
            written.quotePrefix = True
    else:
        written.value = value
    written.font, written.alignment = font, alignment
    if ground:
        written.fill = fill(ground)
    return written


def escaped(text: str) -> str:
    """Text that Excel would take for one of its own escapes (_x0041_) marked as plain."""
    return text.replace("_x", "_x005F_x") if "_x" in text else text


def plain(text: str) -> str:
    """The text that `escaped` was given."""
    return text.replace("_x005F_x", "_x")


def prepare(sheet: Worksheet, header: int) -> None:
    """Columns, frozen headings, protection and how it prints."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["G"].hidden = True
    sheet.freeze_panes = f"C{header + 1}"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    one_page_wide(sheet)


def protect(sheet: Worksheet) -> None:
    """Nothing but the open cells can be changed; rows and columns can still be made larger."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def one_page_wide(sheet: Worksheet) -> None:
    """Printed on A4, as many pages long as it takes."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
