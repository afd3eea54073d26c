"""Small model helpers every app uses."""

from typing import Any

from django.db import models
from django.db.models import Q


def choice_check(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database refuses a value of `field` that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def subset_check(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database refuses an array `field` with a member that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": choices.values}), name=name)


def together_check(first: str, second: str, name: str) -> models.CheckConstraint:
    """Two nullable columns are both empty or both filled (`*_at` with `*_by`)."""
    nothing: dict[str, Any] = {f"{first}__isnull": True, f"{second}__isnull": True}
    both: dict[str, Any] = {f"{first}__isnull": False, f"{second}__isnull": False}
    return models.CheckConstraint(condition=Q(**nothing) | Q(**both), name=name)
