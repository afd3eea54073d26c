"""When two people write at once: what is there now stands beside what was typed, and saving again goes on from there."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateformat import time_format
from django.utils.translation import gettext as _

from vkpp.core.exceptions import Conflict
from vkpp.core.templatetags.dates import nice_date

OVERTAKEN = 409


def show_both(form: forms.BaseForm, refusal: Conflict) -> None:
    """`form.theirs` compares the two (`_components/theirs.html`), for a form that holds the version it was opened with.

    What is there now is what the form would show who opens it now, since one that was sent is made with the same first
    values as one that was not; a form without any is told by the refusal.
    """
    if "version" not in form.fields or "version" not in refusal.current:
        return
    if "version" in form.initial:
        asked = form.fields.items()
        now = {name: form.get_initial_for_field(field, name) for name, field in asked if name in form.initial}
    elif len(refusal.current) > 1:
        now = refusal.current
    else:
        return
    form.theirs = list(_compared(form, now))  # type: ignore[attr-defined]  # for the page
    sent: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was sent
    sent[form.add_prefix("version")] = str(now["version"])
    form.data = sent


def status_of(form: forms.BaseForm) -> int:
    """Of the page that shows the form: OVERTAKEN when somebody else was first."""
    return 200 if getattr(form, "theirs", None) is None else OVERTAKEN


def _compared(form: forms.BaseForm, now: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields that differ, as `_components/compare.html` takes them."""
    for name, field in form.fields.items():
        if name not in now or field.widget.is_hidden:
            continue
        labels = dict(_labels(getattr(field, "choices", ())))
        theirs, mine = _words(labels, now[name]), _words(labels, form.cleaned_data.get(name))
        if theirs != mine:
            yield {"label": field.label, "left": theirs, "right": mine, "changed": True}


def _labels(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Each choice with its words, those in groups too."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        elif code != "":
            yield str(code), str(label)


def _words(labels: Mapping[str, str], value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple | QuerySet):
        return "\n".join(sorted(_words(labels, one) for one in value))
    if isinstance(value, dt.date):
        return nice_date(value)
    if isinstance(value, dt.time):
        return time_format(value, "H:i")
    if isinstance(value, bool):
        return labels.get("yes" if value else "no", _("Yes") if value else _("No"))
    said = labels.get(str(getattr(value, "pk", value)), str(value))
    return "\n".join(said.split("\r\n")).strip()
