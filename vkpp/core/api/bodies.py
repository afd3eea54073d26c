"""Bodies of requests: an object of the fields that the address takes, and nothing beside them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError


def only(data: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse what the address does not take, naming it."""
    if unknown := sorted(set(data) - set(known)):
        raise ValidationError({name: [_("There is no such field here.")] for name in unknown})


def taken(data: Any, shape: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
    """What was sent, in this shape and nothing beside it; with `partial` its needed fields may be left out.

    `data` is an object: the parsers refuse every other body.
    """
    read = shape(data=dict(data), partial=partial)
    only(data, read.fields)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = dict(read.validated_data)
    return values
