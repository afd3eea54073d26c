"""Makes the workbook of a return: a cover that says what to do, a sheet per theme, answers so far filled in."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nvap import cleaning, wording
from nvap.form_spec import FormSpec, spec
from nvap.models import Response, Return
from nvap.vocab import Provenance, QuestionKind
from nvap.workbook import cover, layout, style
from nvap.workbook.layout import ANSWER, HEADER_ROW, LAST, REMARK, Row

TEXTS = (QuestionKind.TEXT, QuestionKind.LINE)
HEADINGS = (
    gettext_lazy("Action"),
    gettext_lazy("Question"),
    gettext_lazy("What is asked"),
    gettext_lazy("Last round"),
    gettext_lazy("Your answer"),
    gettext_lazy("Remarks"),
)


def make(ret: Return, responses: Sequence[Response], *, step: Callable[[], None] = lambda: None) -> bytes:
    """The workbook of these answers of a return (in the order of the plan), as bytes."""
    book, form = Workbook(), spec(ret.round.form)
    lists = _Lists(book.create_sheet(layout.LISTS))
    first = book.worksheets[0]
    themes = [(theme, list(rows)) for theme, rows in groupby(responses, key=lambda row: row.action_version.theme)]
    places: dict[str, str] = {}
    has_last = any(response.carried_from_id for response in responses)
    for theme, rows in themes:
        sheet = book.create_sheet(theme.code)
        _head(sheet, f"{theme.code} {theme.title}")
        sheet.column_dimensions["D"].hidden = not has_last
        writer = _Writer(sheet, form, lists)
        for response in rows:
            places[response.action_version.code] = f"#{quote_sheetname(theme.code)}!A{writer.row}"
            writer.action(response)
            step()
    cover.write(first, ret, themes, places)
    _hide(book, ret, responses)
    book.properties.title, book.properties.creator = str(ret), "VKPP portal"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def file_name(ret: Return) -> str:
    """What the workbook is called when it is downloaded."""
    return f"NVAP {ret.round.code} {ret.force.code}.xlsx"


def _head(sheet: Worksheet, title: str) -> None:
    style.put(sheet.cell(1, 1), title, font=style.TITLE, alignment=style.FLAT)
    sheet.row_dimensions[1].height = 30
    words = _("Fill in the yellow cells in the column “Your answer”. Leave everything else as it is.")
    style.put(sheet.cell(2, 1), words, font=style.SMALL, alignment=style.FLAT)
    for column, heading in enumerate(HEADINGS, start=1):
        style.put(sheet.cell(HEADER_ROW, column), str(heading), font=style.BOLD, ground=style.TINT).border = style.BOX
    style.prepare(sheet, HEADER_ROW)


def _hide(book: Workbook, ret: Return, responses: Sequence[Response]) -> None:
    """The lists behind the drop-downs, and the mark by which the portal knows the workbook again."""
    lists = book[layout.LISTS]
    lists.sheet_state = "hidden"
    style.protect(lists)
    hidden = book.create_sheet(layout.MARK)
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = layout.sealed(layout.mark_of(ret, responses, timezone.now().isoformat(timespec="seconds")))
    style.protect(hidden)
    book.move_sheet(lists, len(book.sheetnames))
    book.move_sheet(hidden, len(book.sheetnames))


class _Lists:
    """The hidden sheet with one column for each list to choose from."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.known: dict[tuple[str, ...], str] = {}

    def address(self, choices: Sequence[str]) -> str:
        """Where this list stands; written the first time."""
        key = tuple(choices)
        if key not in self.known:
            column = len(self.known) + 1
            for place, words in enumerate(key, start=1):
                style.put(self.sheet.cell(place, column), words)
            letter = get_column_letter(column)
            self.known[key] = f"{quote_sheetname(layout.LISTS)}!${letter}$1:${letter}${len(key)}"
        return self.known[key]


class _Writer:
    """Writes the actions of one sheet, one below the other."""

    def __init__(self, sheet: Worksheet, form: FormSpec, lists: _Lists) -> None:
        self.sheet, self.form, self.lists = sheet, form, lists
        self.row = HEADER_ROW + 1
        self.rules: dict[str, DataValidation] = {}

    def action(self, response: Response) -> None:
        """The heading of an action and its rows."""
        version, carried = response.action_version, response.provenance == Provenance.CARRIED
        for column, words in enumerate((version.code, version.title, version.statement, "", "", ""), start=1):
            style.put(self.sheet.cell(self.row, column), words, font=style.HEADING, ground=style.NAVY)
        self.row += 1
        last = response.carried_from.answers if response.carried_from is not None else {}
        for row in layout.rows_of(self.form, version.code, carried=carried):
            self._row(row, response, last, carried=carried)
            self.row += 1

    def _row(self, row: Row, response: Response, last: dict[str, Any], *, carried: bool) -> None:
        sheet, place = self.sheet, self.row
        value = response.answers.get(row.code)
        earlier = layout.part_of(row, last.get(row.code))
        if isinstance(earlier, str) and row.question is not None and row.question.kind == QuestionKind.DATE:
            earlier = wording.of_value(row.question, earlier)
        style.put(sheet.cell(place, layout.ACTION), row.action, font=style.SMALL)
        style.put(sheet.cell(place, layout.QUESTION), row.label, font=style.BOLD)
        style.put(sheet.cell(place, layout.GUIDANCE), row.guidance, font=style.SMALL)
        style.put(sheet.cell(place, LAST), earlier, font=style.SMALL)
        marked = carried and (row.question is None or layout.part_of(row, value) is not None)
        self._answer(row, layout.part_of(row, value), style.CARRIED if marked else style.FIELD)
        remark = _("From the last round, not confirmed") if marked and row.question is not None else ""
        style.put(sheet.cell(place, REMARK), remark, font=style.SMALL)
        style.put(sheet.cell(place, layout.ROW_ID), row.id, font=style.SMALL)

    def _answer(self, row: Row, value: Any, ground: str) -> None:
        cell = self.sheet.cell(self.row, ANSWER)
        kind = row.question.kind if row.question is not None else None
        if kind == QuestionKind.DATE:
            value = dt.date.fromisoformat(value) if value else None
        style.put(cell, value, ground=ground)
        cell.border, cell.protection = style.BOX, style.OPEN
        if kind in TEXTS:
            cell.number_format = "@"
        elif kind == QuestionKind.DATE:
            cell.number_format = "d mmmm yyyy"
        if kind in (QuestionKind.DATE, QuestionKind.NUMBER, QuestionKind.RATIO):
            cell.alignment = style.NUMERIC
        self._rule(row).add(cell)

    def _rule(self, row: Row) -> DataValidation:
        """What Excel itself lets people put into the cell; rows of one kind share one rule."""
        key, made = self._new_rule(row)
        if key not in self.rules:
            self.rules[key] = made
            self.sheet.add_data_validation(made)
        return self.rules[key]

    def _new_rule(self, row: Row) -> tuple[str, DataValidation]:
        if choices := row.choices:
            address = self.lists.address(choices)
            rule = DataValidation(type="list", formula1=f"={address}", allow_blank=True)
            return address, _speaking(rule, _("Choose from the list."))
        question = row.question
        if question is not None and question.kind in TEXTS:
            limit = cleaning.limit_of(question)
            rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(limit), allow_blank=True)
            return f"text {limit}", _speaking(rule, _("At most %(limit)s characters.") % {"limit": f"{limit:,}"})
        if question is not None and question.kind == QuestionKind.DATE:
            rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True)
            return "date", _speaking(rule, _("Enter a date, for example 27/3/2026."))
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        return "whole", _speaking(rule, _("Enter a whole number, for example 12."))


def _speaking(rule: DataValidation, words: str) -> DataValidation:
    rule.showErrorMessage, rule.errorTitle, rule.error = True, _("Please check"), words
    return rule
