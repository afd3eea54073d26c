"""What the actions share: holding a return until the change is committed, and what actions of every app share."""

from django.db import models

from nvap import people
from nvap.models import Return
from vkpp.core.held import check_version, hold_row, insist, words

__all__ = ["check_version", "hold", "hold_row", "insist", "see", "words"]


def hold(ret: Return) -> None:
    """Keep the return's row until the transaction ends, and see it as it is now."""
    see(ret, Return.objects.select_for_update(no_key=True).get(pk=ret.pk))


def see(row: models.Model, now: models.Model) -> None:
    """Take over every column from another copy of the row, read while it is held."""
    for column in row._meta.concrete_fields:
        setattr(row, column.attname, getattr(now, column.attname))
    if isinstance(row, Return):
        people.forget(row)
