"""Saving what a form holds when two people may write at once: what is refused stands in the form, nothing is lost."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateformat import time_format

from vkpp.accounts.views.shared import told_in
from vkpp.core.exceptions import Conflict
from vkpp.core.templatetags.dates import nice_date

SAVED, REFUSED, OVERTAKEN = 0, 200, 409


def attempt(request: HttpRequest, form: Any, act: Callable[[], object]) -> int:
    """0 when something was sent and `act` saved it, else the status of the page to show.

    When somebody saved meanwhile, `form.theirs` compares the two, and saving again goes on from their version.
    """
    if request.method != "POST" or not form.is_valid():
        return REFUSED
    with told_in(form):
        try:
            act()
        except Conflict as refusal:
            if "version" not in refusal.current:
                raise
            as_fields: Callable[[dict[str, Any]], dict[str, Any]] = getattr(form, "as_fields", dict)
            form.theirs = _compared(form, as_fields(refusal.current))
            form.data = form.data.copy()
            form.data["version"] = str(refusal.current["version"])
            form.add_error(None, refusal.message)
            return OVERTAKEN
        return SAVED
    return REFUSED


def _compared(form: Any, now: dict[str, Any]) -> list[dict[str, Any]]:
    """What is stored beside what was typed, for the fields that differ, as `_components/compare.html` takes it."""
    rows = []
    for name, field in form.fields.items():
        if name not in now or field.widget.is_hidden:
            continue
        labels = dict(_labels(getattr(field, "choices", ())))
        theirs, mine = _words(labels, now[name]), _words(labels, form.cleaned_data.get(name))
        if theirs != mine:
            rows.append({"label": field.label, "left": theirs, "right": mine, "changed": True})
    return rows


def _labels(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Each choice with its words, those in groups too."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        elif code != "":
            yield str(code), str(label)


def _words(labels: dict[str, str], value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | QuerySet):
        return "\n".join(sorted(_words(labels, one) for one in value))
    if isinstance(value, dt.date):
        return nice_date(value)
    if isinstance(value, dt.time):
        return time_format(value, "H:i")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return labels.get(str(getattr(value, "pk", value)), str(value))
