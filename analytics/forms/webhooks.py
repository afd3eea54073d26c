"""The form that makes a webhook."""

from typing import Any

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.feeds.vocab import Event
from vkpp.accounts.forms import layout


class WebhookForm(forms.Form):
    """Name, address and what to be told of; the action checks them."""

    name = forms.CharField(
        label=_("What is it for?"),
        required=False,
        help_text=_("Name the program that listens, for example “Practice library, Norfolk intranet”."),
    )
    url = forms.CharField(
        label=_("Address"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Where your program takes messages. It begins with https://."),
    )
    events = forms.MultipleChoiceField(
        label=_("What should it be told of?"),
        widget=forms.CheckboxSelectMultiple,
        choices=Event.choices,
        required=False,
        initial=[Event.PRACTICE_PUBLISHED, Event.PRACTICE_CHANGED, Event.PRACTICE_REMOVED],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("name", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.text("url", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.checkboxes("events", legend_size=Size.SMALL),
        )
