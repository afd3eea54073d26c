"""The first sheet of the workbook: whose it is, by when, how it is filled in, and where each action stands."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from nvap.models import Response, Return, Theme
from nvap.workbook import layout, style
from vkpp.core.templatetags.dates import nice_datetime

Themes = Sequence[tuple[Theme, Sequence[Response]]]


def write(sheet: Worksheet, ret: Return, themes: Themes, places: Mapping[str, str]) -> None:
    """Fill the cover."""
    sheet.title = layout.COVER
    for letter, width in {"A": 16, "B": 64, "C": 26}.items():
        sheet.column_dimensions[letter].width = width
    style.put(sheet.cell(1, 1), ret.get_marking_display(), font=style.BOLD, alignment=style.FLAT)
    style.put(sheet.cell(2, 1), ret.round.title, font=style.TITLE, alignment=style.FLAT)
    sheet.row_dimensions[2].height = 30
    place = 3
    for label, words in _facts(ret):
        style.put(sheet.cell(place, 1), label, font=style.BOLD)
        style.put(sheet.cell(place, 2), words)
        place += 1
    place = _steps(sheet, place + 1)
    _contents(sheet, place + 1, themes, places)
    sheet.sheet_view.showGridLines = False
    style.protect(sheet)
    style.one_page_wide(sheet)


def _facts(ret: Return) -> list[tuple[str, str]]:
    due = ret.round.due_at
    return [
        (_("Force"), ret.force.name),
        (_("Due"), nice_datetime(due) if due is not None else _("No date: this round stays open")),
        (_("Made"), nice_datetime(timezone.now())),
    ]


def _steps(sheet: Worksheet, place: int) -> int:
    style.put(sheet.cell(place, 1), _("What to do"), font=style.BOLD)
    steps = (
        _("Go through the sheets at the bottom, one for each theme, or follow a link below."),
        _("Fill in the yellow cells. Where a cell has an arrow, choose from its list. An empty cell means: no answer."),
        _("Blue cells hold answers of the last round. Read them, change them, then choose “Yes” to confirm them."),
        _("Name no victim, suspect, witness or member of the public."),
        _("Do not add, remove or move sheets, rows or columns. Save the file as an Excel workbook (.xlsx)."),
        _("Upload it in the portal on the page of the return. You see what would change before anything is applied."),
    )
    for number, words in enumerate(steps, start=1):
        style.put(sheet.cell(place + number, 1), number, alignment=style.NUMERIC)
        style.put(sheet.cell(place + number, 2), words)
    return place + len(steps) + 1


def _contents(sheet: Worksheet, place: int, themes: Themes, places: Mapping[str, str]) -> None:
    for column, words in enumerate((_("Action"), _("Title"), _("Answered so far")), start=1):
        style.put(sheet.cell(place, column), words, font=style.HEADING, ground=style.NAVY)
    for theme, responses in themes:
        place += 1
        for column, words in enumerate((theme.code, theme.title, ""), start=1):
            style.put(sheet.cell(place, column), words, font=style.BOLD, ground=style.TINT)
        for response in responses:
            place += 1
            version = response.action_version
            style.put(sheet.cell(place, 1), version.code)
            linked = sheet.cell(place, 2)
            linked.hyperlink = places[version.code]
            style.put(linked, version.title, font=style.LINK)
            style.put(sheet.cell(place, 3), response.get_provenance_display())
