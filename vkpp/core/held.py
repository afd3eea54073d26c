"""What actions of every app share: holding a row until the change is committed, and cleaning what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from vkpp.core import plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed


def hold_row(row: models.Model) -> None:
    """Keep a row until the transaction ends, and see it as it is now."""
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    row.refresh_from_db(from_queryset=rows)


def check_version(row: Any, version: int | None, now: Callable[[], Mapping[str, Any]] = dict) -> None:
    """Refused when somebody saved `row` after this person opened the page; `now` says what it holds, to be compared."""
    if version is not None and row.version != version:
        words = _("Somebody changed this while you were writing. Look at their change below, then save again.")
        raise Conflict(words, {**now(), "version": row.version})


def words(value: str, field: str, label: str, *, limit: int = 5000, required: str = "", one_line: bool = False) -> str:
    """Text as it is stored; refused next to `field` when it cannot be, or when it is empty though `required` says so."""
    try:
        value = plain_text.text(value, label, limit, one_line=one_line)
    except plain_text.Refused as error:
        raise Invalid({field: [str(error)]}) from error
    if required and not value:
        raise Invalid({field: [required]})
    return value


def insist(allowed: bool, sentence: str) -> None:
    """Go on only when allowed; otherwise the sentence is the refusal."""
    if not allowed:
        raise NotAllowed(sentence)
