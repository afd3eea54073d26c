"""Bringing back a box of a theory of change that was removed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice.actions import saving
from practice.actions.held import hold
from practice.models import Practice
from practice.theory import vocab
from vkpp.core.exceptions import Conflict


@transaction.atomic
def put_back(*, practice: Practice, key: str, by: Any) -> None:
    """Undo the last removal of the box `key`, with its arrows and what was said about them."""
    hold(practice)
    name = vocab.text_name(key)
    last = practice.revisions.filter(changes__has_key=name).order_by("-version").first()
    if last is None or last.changes[name][1] != "":
        raise Conflict(_("This box is there already, or was never written."))
    values = {changed: before for changed, (before, _after) in last.changes.items() if vocab.is_name(changed)}
    saving.save(practice=practice, values=values, version=None, by=by)
