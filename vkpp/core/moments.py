"""A day and a time on London's clock, as two fields of a form that every app uses."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONDON = ZoneInfo("Europe/London")
CLOSE_OF_BUSINESS = dt.time(17, 0)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def clock(text: str) -> dt.time:
    """The time in "17:00", "5pm" or "5.30 pm"."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        raise forms.ValidationError(_("Enter a time, for example 17:00 or 5pm."))
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise forms.ValidationError(_("Enter a time, for example 17:00 or 5pm."))
    return dt.time(hour, minute)


class TimeField(forms.CharField):
    """A time as people write it. One left empty is the close of business, unless the time `matters`."""

    def __init__(self, *, matters: bool) -> None:
        example = gettext_lazy("For example 9:30 or 2pm.")
        closing = gettext_lazy("For example 17:00 or 5pm. If you leave it empty, it is 17:00.")
        super().__init__(
            label=gettext_lazy("Time in London"),
            help_text=example if matters else closing,
            required=False,
            max_length=10,
        )
        self.matters = matters


class Moment:
    """A day and a time on London's clock, as two fields of a form."""

    @staticmethod
    def fields(name: str, label: Any, hint: Any = "", *, timed: bool = False) -> dict[str, forms.Field]:
        """The two fields. Of what is `timed`, such as a start, the time has to be entered with the day."""
        return {
            f"{name}_on": DateInputField(label=label, help_text=hint, required=False, require_all_fields=False),
            f"{name}_time": TimeField(matters=timed),
        }

    @staticmethod
    def layout(name: str) -> list[Any]:
        """How they are laid out."""
        return [
            Field.text(f"{name}_on", legend_size=Size.SMALL),
            Field.text(f"{name}_time", label_size=Size.SMALL, field_width=Fixed.FIVE),
        ]

    @staticmethod
    def initial(name: str, value: dt.datetime | None) -> dict[str, Any]:
        """Their values for a moment."""
        local = timezone.localtime(value, LONDON) if value else None
        return {f"{name}_on": local.date(), f"{name}_time": f"{local:%H:%M}"} if local else {}

    @staticmethod
    def of(form: forms.Form, name: str) -> dt.datetime | None:
        """The moment that was entered; mistakes go next to the fields."""
        day, text = form.cleaned_data.get(f"{name}_on"), form.cleaned_data.get(f"{name}_time") or ""
        field: Any = form.fields[f"{name}_time"]
        if day is None:
            if text and f"{name}_on" not in form.errors:
                form.add_error(f"{name}_on", _("Enter the day as well, or leave the time empty."))
            return None
        try:
            return dt.datetime.combine(day, clock(text) if text or field.matters else CLOSE_OF_BUSINESS, LONDON)
        except forms.ValidationError as error:
            form.add_error(f"{name}_time", error)
            return None
