"""Filters of lists: strict, with sentences, and each able to say in the description of the API what it takes."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")

Text = str | Promise


class WordsField(forms.MultipleChoiceField):
    """Several words of a list; the list is read only when somebody filters by it."""

    def __init__(self, *, words: Callable[[], Iterable[str]], **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def validate(self, value: list[str]) -> None:
        """Refuse the first word that is not in the list."""
        known = set(self.words()) if value else set()
        for word in value:
            if word not in known:
                raise forms.ValidationError(_("“%(word)s” is not one of the known values.") % {"word": word[:80]})


class Words(django_filters.Filter):
    """May be given several times: rows with any of these words. `array` when the column holds a list.

    `words` is either the fixed list, which the API's description then shows, or a function that reads it.
    """

    field_class: type[forms.Field] = WordsField

    def __init__(
        self,
        *,
        help_text: Text,
        words: Collection[str] | Callable[[], Iterable[str]],
        array: bool = False,
        **options: Any,
    ) -> None:
        self.fixed = () if callable(words) else tuple(words)
        super().__init__(help_text=help_text, words=words if callable(words) else lambda: self.fixed, **options)
        self.array = array

    def filter(self, qs: "models.QuerySet[Any]", value: list[str]) -> "models.QuerySet[Any]":
        """Rows that have any of the words."""
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}__{'overlap' if self.array else 'in'}": value})


class AnyWordsField(forms.MultipleChoiceField):
    """Several words, looked at when it is known who asks."""

    def validate(self, value: list[str]) -> None:
        """Take every word."""


class Seen(Words):
    """Like Words, of what this person may see: `words(user)`. Others learn no more from it than from the list itself."""

    field_class = AnyWordsField
    parent: django_filters.FilterSet

    def __init__(self, *, words: Callable[[Any], Iterable[str]], help_text: Text, **options: Any) -> None:
        super().__init__(words=tuple, help_text=help_text, **options)
        del self.extra["words"]
        self.seen = words

    def filter(self, qs: "models.QuerySet[Any]", value: list[str]) -> "models.QuerySet[Any]":
        """Rows that have any of the words."""
        self.check(value)
        return super().filter(qs, value)

    def check(self, value: list[str]) -> None:
        """Refuse the first word that names nothing that this person sees."""
        known = set(self.seen(self.parent.request.user)) if value else set()
        for word in value:
            if word not in known:
                name = next(name for name, one in self.parent.filters.items() if one is self)
                raise ValidationError({name: [_("“%(word)s” is not one of the known values.") % {"word": word[:80]}]})


class OneField(forms.CharField):
    """One word of a fixed list."""

    def __init__(self, *, words: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def validate(self, value: str) -> None:
        """Refuse what is not in the list."""
        if value and value not in self.words:
            raise forms.ValidationError(_("Use one of: %(words)s.") % {"words": ", ".join(self.words)})


class One(django_filters.Filter):
    """A choice that the endpoint itself acts on."""

    field_class = OneField

    def __init__(self, *, help_text: Text, words: Collection[str], **options: Any) -> None:
        super().__init__(help_text=help_text, words=words, **options)
        self.words = words

    def filter(self, qs: "models.QuerySet[Any]", value: str) -> "models.QuerySet[Any]":
        """Leaves the rows as they are."""
        del value
        return qs


class MomentField(forms.DateTimeField):
    """A date-time as ISO 8601 writes it; one without zone is London's. A plus that became a space is put back."""

    def to_python(self, value: Any) -> Any:
        """The moment, in UTC: the database does not know every offset that a program may write."""
        moment = super().to_python(LOST_PLUS.sub(r"+\1", value) if isinstance(value, str) else value)
        try:
            return moment and moment.astimezone(dt.UTC)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error


class Moment(django_filters.Filter):
    """Rows whose time is this or later."""

    field_class = MomentField

    def __init__(self, *, help_text: Text, **options: Any) -> None:
        wrong = _("Use a date and time such as 2026-11-21T09:30:00Z.")
        super().__init__(help_text=help_text, error_messages={"invalid": wrong}, lookup_expr="gte", **options)


class YesNoField(forms.Field):
    """`true` or `false`, nothing else; None when not asked."""

    def to_python(self, value: Any) -> bool | None:
        """The answer."""
        if value in self.empty_values:
            return None
        if value not in {"true", "false"}:
            raise forms.ValidationError(_("Use true or false."))
        return bool(value == "true")


class YesNo(django_filters.Filter):
    """Rows that say yes, or no."""

    field_class = YesNoField

    def __init__(self, *, help_text: Text, **options: Any) -> None:
        super().__init__(help_text=help_text, **options)


class Search(django_filters.CharFilter):
    """Words to search for."""

    def __init__(self, *, help_text: Text, **options: Any) -> None:
        super().__init__(help_text=help_text, max_length=200, **options)


class Filters(django_filters.FilterSet):
    """The filters of a list."""

    base_filters: ClassVar[Mapping[str, django_filters.Filter]]

    @classmethod
    def names(cls) -> set[str]:
        """The parameters it knows."""
        return set(cls.base_filters)

    @classmethod
    def repeatable(cls) -> Collection[str]:
        """The parameters that may be given several times."""
        return {name for name, one in cls.base_filters.items() if isinstance(one, Words)}

    def cleaned(self) -> dict[str, Any]:
        """The values, or the refusal that names each parameter that cannot be used."""
        if not self.is_valid():  # type: ignore[no-untyped-call]  # django-filter says no types
            raise ValidationError({name: list(found) for name, found in self.errors.items()})
        found = self.form.cleaned_data
        return {name: found[name] if name in found else _nothing(one) for name, one in self.filters.items()}

    def get_form_class(self) -> type[forms.Form]:
        """A form of the parameters that were given: who filters by one pays nothing for the twenty others."""
        given = {name: one.field for name, one in self.filters.items() if name in self.data}
        return type(f"{type(self).__name__}Form", (forms.Form,), given)


def _nothing(one: django_filters.Filter) -> Any:
    """What a filter that was not given comes to."""
    if isinstance(one, Words):
        return []
    return None if isinstance(one, Moment | YesNo) else ""


def described(one: django_filters.Filter) -> dict[str, Any]:
    """The schema of a filter's value."""
    if isinstance(one, Words):
        return {"type": "array", "items": {"type": "string", **({"enum": list(one.fixed)} if one.fixed else {})}}
    if isinstance(one, One):
        return {"type": "string", "enum": list(one.words)}
    if isinstance(one, Moment):
        return {"type": "string", "format": "date-time"}
    if isinstance(one, YesNo):
        return {"type": "string", "enum": ["true", "false"]}
    return {"type": "string", "maxLength": one.extra.get("max_length", 200)}


def narrowed(filters: type[Filters], request: Request, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """The rows that pass the filters of this address."""
    chosen = filters(request.query_params, queryset=rows, request=request)
    chosen.cleaned()
    passed: models.QuerySet[Any] = chosen.qs
    return passed
