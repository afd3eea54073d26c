"""Forms of operators: read-only with its reason, a notice of maintenance, why something is given up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from vkpp.accounts.forms import layout
from vkpp.accounts.operations.actions import REASON_LENGTH, TEXT_LENGTH
from vkpp.core.exceptions import Invalid
from vkpp.core.moments import Moment

DAYS = {"starts_at": "starts_on", "ends_at": "ends_on"}


@contextmanager
def beside_its_day() -> Iterator[None]:
    """What is refused about a moment is said beside the field of its day."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid({DAYS.get(name, name): said for name, said in refusal.errors.items()}) from refusal


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Only told to people. The portal stays read-only until somebody ends it here or on the server.")
        self.fields |= Moment.fields("ends", _("Until when, as you expect? (optional)"), hint)
        self.helper = layout(Field.text("text", label_size=Size.SMALL), *Moment.layout("ends"))

    def values(self) -> dict[str, Any]:
        """What the action takes; a mistake in the time goes next to it."""
        return {"text": self.cleaned_data["text"], "ends_at": Moment.of(self, "ends")}


class NoticeForm(forms.Form):
    """Maintenance that is planned."""

    text = forms.CharField(
        label=_("What will people notice?"),
        max_length=TEXT_LENGTH,
        help_text=_("Everybody reads this sentence, for example “The portal is away for up to half an hour.”"),
        error_messages={"required": _("Say what people will notice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= Moment.fields("starts", _("From when?"), timed=True) | Moment.fields("ends", _("Until when?"))
        self.helper = layout(
            Field.text("text", label_size=Size.SMALL), *Moment.layout("starts"), *Moment.layout("ends")
        )

    def values(self) -> dict[str, Any]:
        """What the action takes; a mistake in a time goes next to it, and a day that is missing too."""
        found: dict[str, Any] = {"text": self.cleaned_data["text"]}
        for name in ("starts", "ends"):
            found[f"{name}_at"] = Moment.of(self, name)
            if found[f"{name}_at"] is None and not self.errors:
                self.add_error(f"{name}_on", _("Enter the day and the time."))
        return found


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
