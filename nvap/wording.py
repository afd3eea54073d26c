"""Stored values of answers in the words of their form."""

import datetime as dt
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from nvap.form_spec import QuestionSpec
from nvap.vocab import QuestionKind


def of_value(question: QuestionSpec | None, value: Any) -> str:
    """A value as people read it; an empty text when there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return _("%(n)s of %(d)s") % {"n": _number(value.get("n")), "d": _number(value.get("d"))}
    if isinstance(value, list):
        return ", ".join(question.label_of(item) if question else str(item) for item in value)
    if question is None:
        return str(value)
    if question.kind == QuestionKind.DATE:
        return _date(str(value))
    if question.kind == QuestionKind.NUMBER:
        return _number(value)
    return question.label_of(value) if question.options else str(value)


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "–" if value is None else str(value)


def _date(value: str) -> str:
    try:
        return str(formats.date_format(dt.date.fromisoformat(value), "j F Y"))
    except ValueError:
        return value
