"""Forms of signing, reopening and amending."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from vkpp.accounts.forms import layout

LONGEST = 2000


class AgreeForm(forms.Form):
    """The box under the declaration, and the hash of what was read."""

    agree = forms.BooleanField(
        label=_("I have read the declaration and agree to it"),
        error_messages={"required": _("Tick the box if you agree to the declaration.")},
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field("content_hash"), Field("agree"))


class ReasonForm(forms.Form):
    """Words that go with a decision; the action says what is missing."""

    reason = forms.CharField(widget=forms.Textarea, max_length=LONGEST, required=False, strip=False)

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        self.helper = layout(Field.textarea("reason", rows=5, max_characters=LONGEST, label_size=Size.SMALL))


class DecisionForm(ReasonForm):
    """VKPP's decision about an amendment."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Approve: the force may change its return")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Approve or refuse.")},
    )
    material = forms.TypedChoiceField(
        label=_("Is the change material?"),
        help_text=_("Material: figures that were published change. Asked only when you approve."),
        choices=[("yes", _("Yes, published figures change")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.radios("approve", legend_size=Size.SMALL),
            Field.radios("material", legend_size=Size.SMALL, inline=True),
            Field.textarea("reason", rows=4, max_characters=LONGEST, label_size=Size.SMALL),
        )
