"""Forms of operators: read-only with its reason, a notice of maintenance, why something is given up."""

from typing import Any

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from vkpp.accounts.forms import layout
from vkpp.accounts.operations.actions import REASON_LENGTH, TEXT_LENGTH

NO_TIME = _("Enter a day and a time, for example 21 November 2026, 18:30.")


def moment(label: Any, *, required: bool, hint: Any = "") -> forms.DateTimeField:
    """Asks for a day and a time, as clocks in London show it."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=hint,
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReadOnlyForm(forms.Form):
    """Why nothing can be changed, and until when as far as anybody knows."""

    text = forms.CharField(
        label=_("Why can nothing be changed?"),
        max_length=TEXT_LENGTH,
        help_text=_(
            "Everybody reads this sentence, also on the public status page. Leave out what only we need to know."
        ),
        error_messages={"required": _("Say why, for everybody to read.")},
    )
    ends_at = moment(
        _("Until when, as you expect? (optional)"),
        required=False,
        hint=_("Only told to people. The portal stays read-only until somebody ends it here or on the server."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("text", label_size=Size.SMALL),
            Field.text("ends_at", label_size=Size.SMALL, field_width=Fluid.ONE_HALF),
        )


class NoticeForm(forms.Form):
    """Maintenance that is planned."""

    text = forms.CharField(
        label=_("What will people notice?"),
        max_length=TEXT_LENGTH,
        help_text=_("Everybody reads this sentence, for example “The portal is away for up to half an hour.”"),
        error_messages={"required": _("Say what people will notice.")},
    )
    starts_at = moment(_("From"), required=True)
    ends_at = moment(_("Until"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("text", label_size=Size.SMALL),
            Field.text("starts_at", label_size=Size.SMALL, field_width=Fluid.ONE_HALF),
            Field.text("ends_at", label_size=Size.SMALL, field_width=Fluid.ONE_HALF),
        )


class GiveUpForm(forms.Form):
    """Why something owed is not to be done."""

    reason = forms.CharField(
        label=_("Why is it not to be done?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea,
        help_text=_("It stands in the audit trail."),
        error_messages={"required": _("Say why it is not to be done.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field.textarea("reason", label_size=Size.SMALL, rows=3, max_characters=REASON_LENGTH))
