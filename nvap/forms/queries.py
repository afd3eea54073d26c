"""Forms of queries and of VKPP's coding."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Query, Return
from nvap.telling import holders
from vkpp.accounts.forms import layout
from vkpp.accounts.roles import Permission

LONGEST = 5000


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Somebody of the force, or nobody."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=holders(Permission.RETURN_ANSWER).none(), required=False, **kwargs)

    def of_force(self, force_id: int, also: Any = None) -> None:
        """Offer those who answer for this force."""
        found = holders(Permission.RETURN_ANSWER, force_id)
        self.queryset = found | type(also).objects.filter(pk=also.pk) if also is not None else found
        self.empty_label = _("The NVAP lead decides")


class DayField(forms.DateField):
    """A day, typed or picked, with which calendars can reckon."""

    default_validators = [
        MinValueValidator(dt.date(1950, 1, 1), gettext_lazy("Enter a day from 1950 on.")),
        MaxValueValidator(dt.date(2099, 12, 31), gettext_lazy("Enter a day before 2100.")),
    ]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}, format="%Y-%m-%d"
        )
        errors = {"invalid": gettext_lazy("Enter the day as in 2026-12-03, or pick it.")}
        super().__init__(required=False, widget=widget, error_messages=errors, **kwargs)


class QueryForm(forms.Form):
    """A new query about an answer."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("What do you want to know?"), widget=forms.Textarea, max_length=LONGEST, required=False
    )
    assignee = PersonField(label=gettext_lazy("Who should answer?"))
    due_on = DayField(label=gettext_lazy("Answer until"), help_text=gettext_lazy("Empty: ten working days."))
    blocking = forms.BooleanField(
        label=gettext_lazy("The return cannot be accepted before this is closed"), required=False, initial=True
    )

    def __init__(self, *args: Any, ret: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignee: Any = self.fields["assignee"]
        assignee.of_force(ret.force_id)
        self.helper = layout(
            Field.text("subject", label_size=Size.SMALL),
            Field.textarea("text", rows=4, label_size=Size.SMALL),
            Field.select("assignee", label_size=Size.SMALL),
            Field.text("due_on", label_size=Size.SMALL),
            Field("blocking"),
        )


class QueryChangeForm(forms.Form):
    """Who answers and until when; whether it blocks is for VKPP."""

    assignee = PersonField(label=gettext_lazy("Who should answer?"))
    due_on = DayField(label=gettext_lazy("Answer until"))
    blocking = forms.BooleanField(label=gettext_lazy("It stops acceptance"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, query: Query, checks: bool) -> None:
        now = {name: getattr(query, name) for name in ("assignee", "due_on", "blocking", "version")}
        super().__init__(data, initial=now)
        assignee: Any = self.fields["assignee"]
        assignee.of_force(query.response.ret.force_id, query.assignee)
        shown = [Field.select("assignee", label_size=Size.SMALL)]
        if checks:
            shown += [Field.text("due_on", label_size=Size.SMALL), Field("blocking")]
        else:
            del self.fields["due_on"], self.fields["blocking"]
        self.helper = layout(*shown, Field("version"))


class MessageForm(forms.Form):
    """One message in a thread."""

    text = forms.CharField(widget=forms.Textarea, max_length=LONGEST, required=False, strip=False)

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or _("Your message")
        self.helper = layout(Field.textarea("text", rows=5, label_size=Size.SMALL))


class CodingForm(forms.Form):
    """What VKPP notes beside an answer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you see?"),
        choices=[("gap", gettext_lazy("A gap")), ("practice", gettext_lazy("Promising practice"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you see.")},
    )
    text = forms.CharField(label=gettext_lazy("In a few words"), widget=forms.Textarea, max_length=2000, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="coding_%s")
        self.helper = layout(
            Field.radios("kind", legend_size=Size.SMALL, small=True),
            Field.textarea("text", rows=3, label_size=Size.SMALL),
        )
