"""The last page before an example is sent: likely personal data, the declaration, a late-entry code."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.fields import FIELDS
from practice.theory import vocab
from vkpp.core.personal_data import Finding

KEEP, CHANGE = "keep", "change"


class SendForm(forms.Form):
    """Asks about each field with likely personal data: keep it, or go and change it. It never forbids."""

    declaration = forms.BooleanField(
        error_messages={"required": gettext_lazy("Confirm this before you send the example.")}
    )
    late_code = forms.CharField(required=False, max_length=20)

    def __init__(self, findings: Sequence[Finding], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.by_field = {name: list(found) for name, found in groupby(findings, key=lambda finding: finding.field)}
        for name in self.by_field:
            self.fields[f"finding-{name}"] = forms.ChoiceField(
                label=field_label(name),
                choices=((KEEP, _("Keep it")), (CHANGE, _("Change it"))),
                error_messages={"required": _("Say for each text whether you keep it or change it.")},
            )
        self.order_fields([*(f"finding-{name}" for name in self.by_field), "late_code", "declaration"])

    def questions(self) -> list[dict[str, Any]]:
        """One row for each field with findings, for the template."""
        return [
            {"name": name, "label": field_label(name), "found": found, "bound": self[f"finding-{name}"]}
            for name, found in self.by_field.items()
        ]

    def kept(self) -> list[str]:
        """Fingerprints of what the author looked at and keeps."""
        return [
            finding.fingerprint
            for name, found in self.by_field.items()
            if self.data.get(f"finding-{name}") == KEEP
            for finding in found
        ]

    def to_change(self) -> str:
        """The first field that the author wants to change; empty when there is none."""
        wanted = (name for name in self.by_field if self.data.get(f"finding-{name}") == CHANGE)
        return next(wanted, "")


def field_label(name: str) -> str:
    """What a field asks, in words."""
    if vocab.is_name(name):
        return vocab.label(name)
    return str(FIELDS[name].label) if name in FIELDS else _("A question of this call")
