"""Fields that take whatever was sent, so that nothing typed is lost; the action says what is wrong with it."""

from typing import Any

from django import forms


class Text(forms.Field):
    """One line or several lines."""


class Choice(forms.ChoiceField):
    """One of a list."""

    def clean(self, value: Any) -> Any:
        """Whatever was sent."""
        return value


class Choices(forms.MultipleChoiceField):
    """Several of a list."""

    def clean(self, value: Any) -> Any:
        """Whatever was sent."""
        return value
