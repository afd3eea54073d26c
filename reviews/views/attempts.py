"""Saving what a form holds when two people may write at once: what is refused stands in the form, nothing is lost."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from vkpp.accounts.views.shared import told_in
from vkpp.core.exceptions import Conflict

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
            form.theirs = _compared(form, refusal.current)
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
        if name not in now or name == "version":
            continue
        theirs, mine = _words(field, now[name]), _words(field, form.cleaned_data.get(name))
        if theirs != mine:
            rows.append({"label": field.label, "left": theirs, "right": mine, "changed": True})
    return rows


def _words(field: Any, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ()) if code != ""}
    return labels.get(str(getattr(value, "pk", value)), str(value))
