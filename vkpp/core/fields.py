"""Small helpers of models and forms that every app uses."""

import re
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
"""What `partial_dates` stores, for check constraints."""

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def plain_line(text: str) -> None:
    """Refuse line breaks, control characters and what turns the direction of writing: a name must be what it looks like."""
    if UNSEEN.search(text):
        raise ValidationError(
            _("This holds a line break or a character that cannot be seen. Type it instead of pasting.")
        )


def choice_check(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database refuses a value of `field` that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def touched(name: str) -> pgtrigger.Trigger:
    """The database moves `updated_at` with every change of a row: who pulls changes must learn of each one."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
    )


def subset_check(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database refuses an array `field` with a member that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": choices.values}), name=name)


def together_check(first: str, second: str, name: str) -> models.CheckConstraint:
    """Two nullable columns are both empty or both filled (`*_at` with `*_by`)."""
    nothing: dict[str, Any] = {f"{first}__isnull": True, f"{second}__isnull": True}
    both: dict[str, Any] = {f"{first}__isnull": False, f"{second}__isnull": False}
    return models.CheckConstraint(condition=Q(**nothing) | Q(**both), name=name)
