"""What may be stored as an answer: each value is cleaned here, for the forms, the API and the import alike."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from practice.fields import FIELDS, Field
from practice.models import CallQuestion
from practice.theory import cleaning as theory_cleaning
from practice.theory import vocab as theory
from vkpp.core import partial_dates
from vkpp.core.plain_text import Refused, not_listed, refuse_characters, text

ANSWER_LIMITS = {CallQuestion.Kind.TEXT: 300, CallQuestion.Kind.LONG_TEXT: 5000, CallQuestion.Kind.NUMBER: 12}
TRUTH = {"yes": True, "no": False, "": None}


def clean(name: str, value: Any, stored: Any = None) -> Any:
    """The value of field `name` as it is stored. What is `stored` already may stay although it left the lists."""
    if theory.is_name(name):
        return theory_cleaning.clean(name, value)
    field = FIELDS[name]
    if value is None and field.kind != "yes_no":
        value = [] if field.many else ""
    return _BY_KIND[field.kind](field, value, stored)


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
        raise not_listed(code)
    return code


def _some(field: Field, value: Any, stored: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise Refused(_("%(label)s must be a list of codes.") % {"label": field.label})
    known = _codes(field)
    allowed = {*known, *(stored or ())}
    for item in value:
        if item not in allowed:
            refuse_characters(item)
            raise not_listed(item)
    order = {code: place for place, code in enumerate(known)}
    return sorted(set(value), key=lambda code: (order.get(code, len(order)), code))


def _yes_no(_field: Field, value: Any, _stored: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in TRUTH:
        return TRUTH[value]
    raise Refused(_("Answer yes or no."))


def _date(field: Field, value: Any, _stored: Any) -> str:
    return partial_dates.parse(text(value, field.label, 0, one_line=True))


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
                raise not_listed(item)
