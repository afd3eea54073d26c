"""What may be stored as an answer: each value is cleaned here, for the forms, the API and the import alike.

Line breaks become "\\n"; what pasted text brings along unseen (byte order marks, zero-width spaces, direction marks) is
dropped. NUL, other control characters and characters that turn the direction of writing are refused by name.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import partial_dates
from practice.fields import FIELDS, Field
from practice.models import CallQuestion

ANSWER_LIMITS = {CallQuestion.Kind.TEXT: 300, CallQuestion.Kind.LONG_TEXT: 5000, CallQuestion.Kind.NUMBER: 12}
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
TRUTH = {"yes": True, "no": False, "": None}


class Refused(ValueError):
    """A value that cannot be stored; the message says what to do."""


def clean(name: str, value: Any, stored: Any = None) -> Any:
    """The value of field `name` as it is stored. What is `stored` already may stay although it left the lists."""
    field = FIELDS[name]
    if value is None and field.kind != "yes_no":
        value = [] if field.many else ""
    return _BY_KIND[field.kind](field, value, stored)


def text(value: Any, label: Any, limit: int, *, one_line: bool = False) -> str:
    """Free text without anything that must not be stored, at most `limit` characters long (0: any length)."""
    if not isinstance(value, str):
        raise Refused(_("%(label)s must be text.") % {"label": label})
    _refuse_characters(value)
    kept: str = UNSEEN.sub("", LINE_BREAKS.sub("\n", value))
    if one_line:
        kept = re.sub(r"[\n\t]+", " ", kept)
    kept = unicodedata.normalize("NFC", kept).strip()
    if limit and (over := len(kept) - limit) > 0:
        raise Refused(
            ngettext(
                "%(label)s must be %(limit)s characters or fewer. Remove %(over)s character.",
                "%(label)s must be %(limit)s characters or fewer. Remove %(over)s characters.",
                over,
            )
            % {"label": label, "limit": f"{limit:,}", "over": f"{over:,}"}
        )
    return kept


def _refuse_characters(value: str) -> None:
    if "\x00" in value:
        raise Refused(_("The text contains a NUL character (U+0000). Delete it, or type the text again."))
    if found := SURROGATE.search(value):
        raise Refused(
            _("The text contains half a character (U+%(code)s). Delete it, or type the text again.")
            % {"code": f"{ord(found.group()):04X}"}
        )
    if found := DIRECTION.search(value):
        raise Refused(
            _(
                "The text contains an unseen character that turns the direction of writing (U+%(code)s). "
                "Delete it, or paste the text without formatting."
            )
            % {"code": f"{ord(found.group()):04X}"}
        )
    if found := CONTROL.search(value):
        raise Refused(
            _("The text contains a control character (U+%(code)s). Delete it, or type the text again.")
            % {"code": f"{ord(found.group()):04X}"}
        )


def _line(field: Field, value: Any, _stored: Any) -> str:
    return text(value, field.label, field.limit, one_line=True)


def _text(field: Field, value: Any, _stored: Any) -> str:
    return text(value, field.label, field.limit)


def _email(field: Field, value: Any, _stored: Any) -> str:
    address = text(value, field.label, field.limit, one_line=True)
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Refused(_("Enter an e-mail address in the right form, such as name@example.police.uk.")) from error
    return address


def _one(field: Field, value: Any, stored: Any) -> str:
    code = text(value, field.label, 0, one_line=True)
    if code and code != stored and code not in _codes(field):
        raise Refused(_("“%(value)s” is not in the list. Choose one of the list.") % {"value": code[:60]})
    return code


def _some(field: Field, value: Any, stored: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise Refused(_("%(label)s must be a list of codes.") % {"label": field.label})
    known = _codes(field)
    allowed = {*known, *(stored or ())}
    for item in value:
        if item not in allowed:
            _refuse_characters(item)
            raise Refused(_("“%(value)s” is not in the list. Choose from the list.") % {"value": item[:60]})
    order = {code: place for place, code in enumerate(known)}
    return sorted(set(value), key=lambda code: (order.get(code, len(order)), code))


def _yes_no(_field: Field, value: Any, _stored: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in TRUTH:
        return TRUTH[value]
    raise Refused(_("Answer yes or no."))


def _date(field: Field, value: Any, _stored: Any) -> str:
    try:
        return partial_dates.parse(text(value, field.label, 0, one_line=True))
    except partial_dates.NoDate as error:
        raise Refused(str(error)) from error


def _codes(field: Field) -> list[str]:
    return [code for code, _label in field.choices()] if field.choices else []


_BY_KIND: dict[str, Callable[[Field, Any, Any], Any]] = {
    "line": _line,
    "text": _text,
    "email": _email,
    "one": _one,
    "some": _some,
    "yes_no": _yes_no,
    "date": _date,
}


def answer(question: CallQuestion, value: Any) -> str:
    """The answer to a call's own question as it is stored; several choices are joined by line breaks."""
    kind = question.kind
    if isinstance(value, (list, tuple)):
        value = "\n".join(str(item) for item in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, int):
        value = str(value)
    stored = text(
        "" if value is None else value,
        question.text,
        ANSWER_LIMITS.get(CallQuestion.Kind(kind), 0),
        one_line=kind not in {CallQuestion.Kind.LONG_TEXT, CallQuestion.Kind.SOME_OF},
    )
    if stored:
        _check_answer(question, stored)
    return stored


def _check_answer(question: CallQuestion, value: str) -> None:
    kind = question.kind
    if kind == CallQuestion.Kind.YES_NO and value not in {"yes", "no"}:
        raise Refused(_("Answer yes or no."))
    if kind == CallQuestion.Kind.NUMBER and not re.fullmatch(r"[0-9]{1,12}", value):
        raise Refused(_("Enter a whole number, for example 12."))
    chosen = value.split("\n") if kind == CallQuestion.Kind.SOME_OF else [value]
    if kind in {CallQuestion.Kind.ONE_OF, CallQuestion.Kind.SOME_OF}:
        for item in chosen:
            if item not in question.options:
                raise Refused(_("“%(value)s” is not in the list. Choose from the list.") % {"value": item[:60]})
