"""Forms of saved searches."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.triage import helper


class NameForm(forms.Form):
    """The name of a saved search."""

    name = forms.CharField(label=_("Name"), required=False, help_text=_("Only you see it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.text("name", label_size=Size.SMALL))


class SaveForm(NameForm):
    """A search to keep: its name, and whether mail is wanted about what is new."""

    alert = forms.BooleanField(
        label=_("Send me a mail when new examples fit this search, at most once a day"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.text("name", label_size=Size.SMALL), "alert")
