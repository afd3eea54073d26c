"""Saving what a form holds when two people may write at once: what is refused stands in the form, nothing is lost."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told_in

SAVED = 0


def attempt(request: HttpRequest, form: Any, act: Callable[[], object]) -> int:
    """0 when something was sent and `act` saved it, else the status of the page to show."""
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            act()
            return SAVED
    return status_of(form)
