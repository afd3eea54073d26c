"""The form of the decision: minutes, who took part, and a reason for each limit that does not hold."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from practice.shortlist.board import Board
from vkpp.accounts.forms import layout

SMALL = Size.SMALL


class DecideForm(forms.Form):
    """The minutes. Each broken limit asks why; each candidate may have a word of its own."""

    minutes = area(gettext_lazy("Minutes: what was said, and why this set?"), 10_000)
    present = forms.CharField(label=gettext_lazy("Who took part?"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, now: Board) -> None:
        super().__init__(data, initial={"version": now.round.version})
        self.now = now
        self.fields["present"].help_text = _("By role or body, not by name: “College of Policing, Home Office”.")
        self.broken = [row for row in now.measured(now.selected()) if not row.met]
        shown = []
        for row in self.broken:
            name = f"override-{row.limit.code}"
            self.fields[name] = area(_("%(limit)s: why may it be so?") % {"limit": row.limit.label}, 2000)
            self.fields[name].help_text = row.said
            shown.append(Field.textarea(name, rows=2, label_size=SMALL))
        for line in now.lines:
            label = _("A word on “%(title)s” (optional)") % {"title": line.entry["title"]}
            widget = forms.TextInput(attrs={"class": "govuk-input"})
            self.fields[f"reason-{line.candidate.pk}"] = forms.CharField(
                label=label, required=False, max_length=2000, widget=widget
            )
        self.helper = layout(
            *shown,
            Field.textarea("minutes", rows=8, label_size=SMALL),
            Field.text("present", label_size=SMALL),
            "version",
        )

    def reasons(self) -> list[dict[str, Any]]:
        """A field for each candidate, the chosen first."""
        rows = [{"line": line, "field": self[f"reason-{line.candidate.pk}"]} for line in self.now.lines]
        return sorted(rows, key=lambda row: not row["line"].candidate.selected)

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        data = self.cleaned_data
        codes = [row.limit.code for row in self.broken]
        pks = [line.candidate.pk for line in self.now.lines]
        return {
            **{name: data[name] for name in ("minutes", "present", "version")},
            "overrides": {code: data[f"override-{code}"] for code in codes},
            "reasons": {pk: data[f"reason-{pk}"] for pk in pks if data[f"reason-{pk}"]},
        }
