"""Values by field, as forms, the API and imports send them, into what is stored."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vkpp.core.exceptions import Invalid
from vkpp.core.plain_text import Refused

Cleaner = Callable[[str, Any], Any]


def clean_fields(
    values: Mapping[str, Any], cleaners: Mapping[str, Cleaner], needed: Mapping[str, object]
) -> dict[str, Any]:
    """The values as they are stored, for the fields that `values` names; Invalid says what is wrong with each.

    `cleaners` has a function for each field, `needed` the sentence for one that must not be empty.
    """
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for name in values:
        if name not in cleaners:
            errors[name] = [_("There is no such field here.")]
            continue
        try:
            cleaned[name] = cleaners[name](name, values[name])
        except Refused as refusal:
            errors[name] = [str(refusal)]
    for name, sentence in needed.items():
        if name in values and name not in errors and not cleaned[name]:
            errors[name] = [str(sentence)]
    if errors:
        raise Invalid(errors)
    return cleaned
