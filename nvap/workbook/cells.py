"""What stands in a cell, as the value that the form would take: whatever Excel has made of what people typed."""

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from nvap import cleaning
from nvap.form_spec import QuestionSpec
from nvap.vocab import QuestionKind
from nvap.workbook import style
from nvap.workbook.layout import CHOSEN, Row, labels
from vkpp.core.plain_text import Refused
from vkpp.core.templatetags.dates import nice_date

SPACES = re.compile(r"\s+")
RETURN = re.compile("(?<!_x005F)_x000D_")  # how Excel writes the first half of a line break that came from elsewhere
TYPED_YES, TYPED_NO = {"yes", "y", "true"}, {"no", "n", "false"}


def read(row: Row, cell: Any, epoch: dt.datetime) -> Any:
    """The value of a cell (openpyxl's) for this row, None when it is empty; Refused with a sentence."""
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "f":
        raise Refused(_("This is a formula. Type the answer itself, or paste it as values."))
    if cell.data_type == "e":
        raise Refused(_("This cell shows an error (%(error)s). Type the answer again.") % {"error": value})
    if row.question is None:
        return _yes_no(value)
    return _by_kind(row.question, value, epoch)


def _by_kind(question: QuestionSpec, value: Any, epoch: dt.datetime) -> Any:
    if question.kind in CHOSEN:
        return _choice(question, value)
    if question.kind in (QuestionKind.YES_NO, QuestionKind.SOME_OF):
        return _yes_no(value)
    if question.kind in (QuestionKind.NUMBER, QuestionKind.RATIO):
        return _number(value)
    if question.kind == QuestionKind.DATE:
        return _date(question, value, epoch)
    return _text(value)


def joined(question: QuestionSpec, parts: dict[str, Any]) -> Any:
    """The answer that the parts of a question's rows make up."""
    if question.kind == QuestionKind.RATIO:
        return {"n": parts.get("n"), "d": parts.get("d")}
    if question.kind == QuestionKind.SOME_OF:
        return [part[1:] for part, chosen in parts.items() if chosen]
    return parts.get("")


def _words(value: Any) -> str:
    """A cell's text without what Excel and web pages leave in it: no-break spaces and runs of spaces."""
    return SPACES.sub(" ", str(value).replace("\u00a0", " ")).strip()


def _choice(question: QuestionSpec, value: Any) -> str:
    typed = _words(value).casefold()
    for option, label in zip(question.options, labels(question), strict=True):
        if typed in {label.casefold(), option.value.casefold()}:
            return option.value
    choices = ", ".join(f"“{label}”" for label in labels(question))
    raise Refused(_("Choose one of %(choices)s.") % {"choices": choices})


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    typed = _words(value).casefold()
    if typed in TYPED_YES | {_("Yes").casefold()}:
        return True
    if typed in TYPED_NO | {_("No").casefold()}:
        return False
    raise Refused(_("Choose one of “Yes”, “No”."))


def _number(value: Any) -> int | None:
    if isinstance(value, dt.date | dt.time):
        raise Refused(_("Excel has made a date of this. Enter a whole number, for example 12."))
    return cleaning.whole(_words(value) if isinstance(value, str) else value)


def _date(question: QuestionSpec, value: Any, epoch: dt.datetime) -> Any:
    if isinstance(value, bool | dt.time | dt.timedelta):
        raise Refused(_("Enter a real date, for example 27/3/2026."))
    if isinstance(value, int | float):
        try:
            value = from_excel(value, epoch)
        except (ValueError, OverflowError) as error:
            raise Refused(_("Enter a real date, for example 27/3/2026.")) from error
    return cleaning.clean(question, _words(value) if isinstance(value, str) else value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime | dt.date):
        return nice_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return style.plain(RETURN.sub("", str(value))).strip()
