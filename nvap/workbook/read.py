"""Reads a filled in workbook: first whether it is this return's at all, then every cell, each fault with its place."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from nvap import cleaning
from nvap.form_spec import FormSpec, QuestionSpec, spec
from nvap.models import ActionVersion, Return
from nvap.workbook import cells, layout, safety
from nvap.workbook.layout import ANSWER, ROW_ID, Mark, Row
from nvap.workbook.outcome import Fault, Found, Unreadable
from vkpp.core.plain_text import Refused

log = structlog.get_logger(__name__)

NOTHING = (None, "")
COLUMNS = 40


@dataclass(frozen=True)
class Expected:
    """The return that the workbook must be of, and what its reader may answer in it."""

    round: str
    round_title: str
    force: str
    form: FormSpec
    form_code: str
    sheets: Mapping[str, str]
    allowed: Collection[str]


def expected(ret: Return, allowed: Collection[str]) -> Expected:
    """What a workbook of this return is measured by; `allowed`: codes of the actions that the person may answer."""
    actions = ActionVersion.objects.filter(plan=ret.round.plan_id).values_list("code", "theme__code")
    form = ret.round.form
    return Expected(ret.round.code, ret.round.title, ret.force.code, spec(form), form.code, dict(actions), allowed)


def read(name: str, data: bytes, wanted: Expected, *, step: Callable[[], None] = lambda: None) -> Found:
    """Everything that the workbook says; Unreadable when it is not a workbook of this return."""
    surveys = safety.look_inside(name, data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Exception as error:
        raise Unreadable(safety.damaged()) from error
    try:
        return _Reader(book, surveys, wanted, step).found()
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, SyntaxError) as error:
        log.warning("workbook_unreadable", error=type(error).__name__, exc_info=True)
        raise Unreadable(safety.damaged()) from error
    finally:
        book.close()


class _Reader:
    """One workbook on its way."""

    def __init__(self, book: Any, surveys: Mapping[str, safety.Survey], wanted: Expected, step: Any) -> None:
        self.book, self.surveys, self.wanted, self.step = book, surveys, wanted, step
        self.mark = _mark(book, wanted)
        self.rows = {row.id: row for code in self.mark.versions for row in self._rows_of(code)}
        self.places: dict[str, str] = {}
        self.parts: dict[tuple[str, str], dict[str, Any]] = {}
        self.broken: set[tuple[str, str]] = set()
        self.anything = False
        self.result = Found(self.mark.versions, self.mark.made)

    def _rows_of(self, code: str) -> Iterator[Row]:
        return layout.rows_of(self.wanted.form, code, carried=code in self.mark.carried)

    def found(self) -> Found:
        """Sheet by sheet, then what is missing, then the answers put together."""
        self._check_sheets()
        for name in self._sheets():
            self._sheet(name)
            self.step()
        self._check_missing()
        if not self.anything and not self.result.faults:
            raise Unreadable(_("There is no answer in this workbook, so nothing was changed. Fill it in first."))
        self._join()
        self.result.faults.sort(key=lambda fault: (fault.sheet, _row_number(fault.cell)))
        return self.result

    def _sheets(self) -> list[str]:
        return list(dict.fromkeys(self.wanted.sheets[code] for code in self.mark.versions))

    def _check_sheets(self) -> None:
        ours = {layout.COVER, layout.LISTS, layout.MARK, *self._sheets()}
        if missing := [name for name in self._sheets() if name not in self.book.sheetnames]:
            raise Unreadable(
                _("The sheet “%(name)s” is missing. Put it back, or download the workbook again.")
                % {"name": missing[0]}
            )
        if added := [name for name in self.book.sheetnames if name not in ours]:
            hidden = self.book[added[0]].sheet_state != "visible"
            words = (
                _("The hidden sheet “%(name)s” is not part of the workbook. Delete it and choose the file again.")
                if hidden
                else _("The sheet “%(name)s” is not part of the workbook. Delete it and choose the file again.")
            )
            raise Unreadable(words % {"name": added[0]})

    def _sheet(self, name: str) -> None:
        sheet = self.book[name]
        sheet.reset_dimensions()
        merged = self.surveys[sheet._worksheet_path.lstrip("/")].merged
        here: dict[int, Row] = {}
        for number, row in enumerate(sheet.iter_rows(max_row=safety.ROWS, max_col=COLUMNS), start=1):
            found = self._line(name, number, row)
            if found is not None:
                here[number] = found
        for area in merged:
            self._check_merged(name, area, here)

    def _line(self, name: str, number: int, line: tuple[Any, ...]) -> Row | None:
        """One row of a sheet: below the headings, either ours by its id, or without anything in the answer column."""
        if number <= layout.HEADER_ROW:
            return None
        for column, cell in enumerate(line[ROW_ID:], start=ROW_ID + 1):
            if cell.value not in NOTHING:
                words = _("This is outside the form. Delete what stands to the right of the remarks.")
                self._fault(name, f"{get_column_letter(column)}{number}", words)
                break
        place = f"{get_column_letter(ANSWER)}{number}"
        answer = line[ANSWER - 1] if len(line) >= ANSWER else None
        row_id = str(line[ROW_ID - 1].value or "").strip() if len(line) >= ROW_ID else ""
        row = self.rows.get(row_id)
        if row is None:
            self._stray(name, place, row_id, answer)
            return None
        if row_id in self.places:
            words = _("This row stands twice (also in %(other)s). Delete one of the two.")
            self._fault(name, place, words % {"other": self.places[row_id]}, row)
            return row
        self.places[row_id] = place
        self._cell(name, place, row, answer)
        return row

    def _stray(self, name: str, place: str, row_id: str, answer: Any) -> None:
        if row_id:
            words = _("The hidden id of this row was changed. Copy your answers into a workbook downloaded again.")
            self._fault(name, place, words)
        elif answer is not None and answer.value not in NOTHING:
            words = _("This row is not part of the form. Move your text to a yellow cell and delete the row.")
            self._fault(name, place, words)

    def _cell(self, name: str, place: str, row: Row, answer: Any) -> None:
        key = (row.action, row.code)
        try:
            value = cells.read(row, answer, self.book.epoch) if answer is not None else None
        except Refused as refusal:
            self.anything = True
            self.broken.add(key)
            self._fault(name, place, str(refusal), row)
            return
        self.anything = self.anything or value is not None
        if row.question is None:
            if value:
                self.result.confirmed.add(row.action)
            return
        self.parts.setdefault(key, {})[row.part] = value

    def _check_merged(self, name: str, area: str, here: Mapping[int, Row]) -> None:
        _left, top, _right, bottom = range_boundaries(area)
        hit = next((number for number in here if (top or 0) <= number <= (bottom or 0)), None)
        if hit is not None:
            words = _(
                "Cells were merged here (%(area)s). Choose “Unmerge cells”, so that each answer has its own cell."
            )
            self._fault(name, f"{get_column_letter(ANSWER)}{hit}", words % {"area": area}, here[hit])

    def _check_missing(self) -> None:
        for row in self.rows.values():
            if row.id not in self.places:
                words = _(
                    "The row “%(label)s” of action %(action)s is missing. Put it back, or start from a new workbook."
                )
                values = {"label": row.label, "action": row.action}
                self._fault(self.wanted.sheets[row.action], "", words % values, row)
                self.broken.add((row.action, row.code))

    def _join(self) -> None:
        """Put the rows of each question together and clean it as the form would."""
        for (action, code), parts in self.parts.items():
            if (action, code) in self.broken:
                continue
            question = self.wanted.form.questions[code]
            try:
                value = cleaning.clean(question, cells.joined(question, parts))
            except Refused as refusal:
                row = next(row for row in self.rows.values() if (row.action, row.code) == (action, code))
                self._fault(self.wanted.sheets[action], self.places[row.id], str(refusal), row)
                continue
            self.result.values.setdefault(action, {})[code] = value

    def _fault(self, sheet: str, cell: str, sentence: str, row: Row | None = None) -> None:
        question: QuestionSpec | None = row.question if row is not None else None
        label = question.label if question is not None else ""
        self.result.faults.append(Fault(sheet, cell, sentence, row.action if row is not None else "", label))


def _row_number(cell: str) -> int:
    return int("".join(sign for sign in cell if sign.isdigit()) or 0)


def _mark(book: Any, wanted: Expected) -> Mark:
    """Whose workbook it is, or the sentence why it is not this return's."""
    if layout.MARK not in book.sheetnames:
        raise Unreadable(
            _("This is not a workbook of a return. Choose the workbook that you downloaded here and filled in.")
        )
    first = next(book[layout.MARK].iter_rows(max_row=1, max_col=1), ())
    mark = layout.unsealed(str(first[0].value or "")) if first else None
    if mark is None:
        raise Unreadable(
            _(
                "The hidden part of this workbook was changed. Download the workbook again and copy your answers into it."
            )
        )
    if mark.template != layout.TEMPLATE:
        raise Unreadable(
            _(
                "This workbook was made by an older version of the portal. Download it again and copy your answers into it."
            )
        )
    _check_whose(mark, wanted)
    return mark


def _check_whose(mark: Mark, wanted: Expected) -> None:
    if mark.force != wanted.force:
        raise Unreadable(_("This workbook belongs to another force. Choose the workbook of your own force."))
    if mark.round != wanted.round:
        raise Unreadable(
            _("This workbook belongs to another round, not to “%(round)s”. Download the workbook of this round.")
            % {"round": wanted.round_title}
        )
    if mark.form != wanted.form_code:
        raise Unreadable(
            _("The form has changed since this workbook was made. Download it again and copy your answers into it.")
        )
    for code in mark.versions:
        if code not in wanted.sheets:
            raise Unreadable(
                _("The plan has changed since this workbook was made. Download it again and copy your answers into it.")
            )
        if code not in wanted.allowed:
            raise Unreadable(
                _(
                    "This workbook holds action %(code)s, which is not yours to answer. Make a workbook of your own here."
                )
                % {"code": code}
            )
