"""The form in which staff edit the guidance beside an action."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.plan_files import TOOLKIT_FIELDS
from vkpp.accounts.forms import layout

ONE_A_LINE = _("One a line.")
LABELS: dict[str, tuple[Any, Any, int]] = {
    "aims": (_("Aims"), ONE_A_LINE, 4),
    "organisational_impact": (_("Organisational impact"), "", 4),
    "external_impact": (_("External impact"), "", 4),
    "meaning": (_("What do we mean?"), "", 5),
    "good_looks_like": (_("What good looks like"), ONE_A_LINE, 6),
    "steps": (_("Journey to good"), _("The steps in order, one a line."), 6),
    "forces_doing": (_("What forces are doing"), _("In words; examples from the bank are shown below it."), 8),
    "key_findings": (_("Key findings"), _("A heading on its own line, then its points, each after a hyphen."), 6),
    "measures": (_("Suggested measures"), ONE_A_LINE, 4),
    "links": (_("Useful links"), _("One a line: what it is | its address."), 5),
}


class ToolkitForm(forms.Form):
    """All parts of the guidance, and the version of the draft that the editor had."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Any] = []
        for name in TOOLKIT_FIELDS:
            label, hint, height = LABELS[name]
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, widget=forms.Textarea, required=False, strip=False
            )
            rows.append(Field.textarea(name, rows=height, label_size=Size.SMALL))
        self.helper = layout(*rows, "version")

    def texts(self) -> dict[str, str]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in TOOLKIT_FIELDS}
