"""Forms of the choice: the ticked candidates, and the terms of a suggestion."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.shortlist.board import Board
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
MUST, NEVER = "in", "out"


def picked(data: Any) -> set[int]:
    """The numbers of the ticked candidates; what is no number is left out."""
    return {int(raw) for raw in data.getlist("c") if raw.isascii() and raw.isdecimal() and len(raw) <= 12}


class SuggestForm(forms.Form):
    """What the suggestion is to keep to: the round's terms unless other ones are typed."""

    title = forms.CharField(label=gettext_lazy("Name (optional)"), max_length=120, required=False)
    fund = forms.CharField(label=gettext_lazy("Fund in pounds"), max_length=20, required=False)
    at_least = forms.CharField(label=gettext_lazy("Examples at least"), max_length=6, required=False)
    serious_violence_at_least = forms.CharField(
        label=gettext_lazy("On serious violence at least"), max_length=6, required=False
    )

    def __init__(self, data: Any = None, *, now: Board) -> None:
        round_ = now.round
        usual = {"fund": f"{round_.fund:,}", "at_least": round_.at_least}
        super().__init__(data, initial={**usual, "serious_violence_at_least": round_.serious_violence_at_least})
        self.fields["title"].help_text = _("To tell it from others, for example “With £1m only”.")
        self.now = now
        for line in now.lines:
            self.fields[f"fix-{line.candidate.pk}"] = forms.ChoiceField(
                label=line.entry["title"],
                choices=[("", _("Free")), (MUST, _("Must be in")), (NEVER, _("Left out"))],
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.text("fund", label_size=SMALL, field_width=Fixed.TEN),
            Field.text("at_least", label_size=SMALL, field_width=Fixed.THREE),
            Field.text("serious_violence_at_least", label_size=SMALL, field_width=Fixed.THREE),
        )

    def fixes(self) -> list[dict[str, Any]]:
        """A choice for each candidate, for the table."""
        return [{"line": line, "field": self[f"fix-{line.candidate.pk}"]} for line in self.now.lines]

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        said = {line.candidate.pk: self.cleaned_data.get(f"fix-{line.candidate.pk}") for line in self.now.lines}
        names = ("fund", "at_least", "serious_violence_at_least")
        return {
            "title": self.cleaned_data["title"],
            "other": {name: self.cleaned_data[name] for name in names},
            "into": [pk for pk, value in said.items() if value == MUST],
            "out_of": [pk for pk, value in said.items() if value == NEVER],
        }
