"""What may be stored as an answer to a question of the form: for the pages, the workbook, the API and the import alike.

Nothing (None, empty text, empty list) means "not answered" and is stored as no answer at all.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nvap.vocab import QuestionKind
from vkpp.core.plain_text import Refused, not_listed, refuse_characters, text

if TYPE_CHECKING:
    from nvap.form_spec import QuestionSpec

LIMITS: dict[str, int] = {QuestionKind.LINE: 300, QuestionKind.TEXT: 5000}
MOST = 10**12
TRUTH = {"yes": True, "no": False}
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
NUMBER = re.compile(r"[0-9]{1,13}")
YEARS = (1900, 2200)


def limit_of(question: "QuestionSpec") -> int:
    """Most characters of a text."""
    return question.limit or LIMITS.get(question.kind, 0)


def clean(question: "QuestionSpec", value: Any) -> Any:
    """`value` as it is stored, None when it is no answer; Refused with a sentence when it cannot be stored."""
    if value is None or value in ("", []):
        return None
    return _BY_KIND[question.kind](question, value)


def _line(question: "QuestionSpec", value: Any) -> str | None:
    return text(value, question.label, limit_of(question), one_line=True) or None


def _text(question: "QuestionSpec", value: Any) -> str | None:
    return text(value, question.label, limit_of(question)) or None


def _one(question: "QuestionSpec", value: Any) -> str | None:
    code = text(value, question.label, 0, one_line=True)
    if code and code not in {option.value for option in question.options}:
        raise not_listed(code)
    return code or None


def _some(question: "QuestionSpec", value: Any) -> list[str] | None:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise Refused(_("%(label)s must be a list of codes.") % {"label": question.label})
    known = [option.value for option in question.options]
    for item in value:
        refuse_characters(item)
        if item and item not in known:
            raise not_listed(item)
    return [code for code in known if code in value] or None


def _yes_no(_question: "QuestionSpec", value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in TRUTH:
        return TRUTH[value]
    raise Refused(_("Answer yes or no."))


def whole(value: Any) -> int | None:
    """A whole number from 0 to a million million, typed or sent; None for nothing typed."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise Refused(_("Enter a whole number, for example 12."))
    if isinstance(value, str):
        typed = value.strip().replace(",", "")
        if not typed:
            return None
        if not NUMBER.fullmatch(typed):
            raise Refused(_("Enter a whole number, for example 12."))
        value = int(typed)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or value < 0:
        raise Refused(_("Enter a whole number, for example 12."))
    if value > MOST:
        raise Refused(_("Enter a number up to %(most)s.") % {"most": f"{MOST:,}"})
    return value


def _number(_question: "QuestionSpec", value: Any) -> int | None:
    return whole(value)


def _ratio(_question: "QuestionSpec", value: Any) -> dict[str, int] | None:
    if not isinstance(value, Mapping) or set(value) - {"n", "d"}:
        raise Refused(_("Give the number and the total, for example 12 out of 40."))
    number, total = whole(value.get("n")), whole(value.get("d"))
    if number is None and total is None:
        return None
    if number is None or total is None:
        raise Refused(_("Enter both the number and the total it is out of."))
    if total == 0:
        raise Refused(_("The total must be more than 0. Leave both empty if there is nothing to count."))
    if number > total:
        raise Refused(
            _("%(number)s is more than the total of %(total)s. Check which is which.")
            % {"number": f"{number:,}", "total": f"{total:,}"}
        )
    return {"n": number, "d": total}


def _date(_question: "QuestionSpec", value: Any) -> str | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    day = value if isinstance(value, dt.date) else _parsed(text(value, _("The date"), 60, one_line=True))
    if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
        raise Refused(_("Enter a year between %(first)s and %(last)s.") % {"first": YEARS[0], "last": YEARS[1]})
    return day.isoformat() if day is not None else None


def _parsed(typed: str) -> dt.date | None:
    if not typed:
        return None
    for form in DATE_FORMS:
        try:
            return dt.datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day without a time
        except ValueError:
            continue
    raise Refused(_("Enter a real date, for example 27/3/2026."))


_BY_KIND: dict[str, Callable[["QuestionSpec", Any], Any]] = {
    QuestionKind.LEVEL: _one,
    QuestionKind.ONE_OF: _one,
    QuestionKind.SOME_OF: _some,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.LINE: _line,
    QuestionKind.TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.RATIO: _ratio,
    QuestionKind.DATE: _date,
}
