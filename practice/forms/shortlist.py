"""Forms of rounds; they take what was typed, the action says what is wrong with it."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.models import Strand
from practice.models import EvaluationRound
from practice.shortlist_vocab import CriterionSource, RuleKind
from practice.vocab import Category
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
EMPTY_ROWS = 2
FUND, NUMBER, SERIOUS = 1_500_000, 10, 5


def _line(label: Any, length: int = 160) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class RoundForm(forms.Form):
    """What a round says."""

    title = _line(gettext_lazy("Title"))
    purpose = area(gettext_lazy("What is it for?"), 4000)
    fund = _line(gettext_lazy("Fund in pounds"), 20)
    at_least = _line(gettext_lazy("How many examples at least?"), 6)
    serious_violence_at_least = _line(gettext_lazy("How many of them on serious violence?"), 6)
    opens_on = DayField(label=gettext_lazy("Scoring starts (optional)"))
    closes_on = DayField(label=gettext_lazy("Scoring ends (optional)"))
    version = _version()

    def __init__(self, data: Any = None, *, round_: EvaluationRound | None = None) -> None:
        usual = {"fund": f"{FUND:,}", "at_least": NUMBER, "serious_violence_at_least": SERIOUS}
        now = {name: getattr(round_, name) for name in self.base_fields} if round_ else usual
        super().__init__(data, initial={**now, **({"fund": f"{round_.fund:,}"} if round_ else {})})
        self.fields["closes_on"].help_text = _("Who scores is reminded a week before.")
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.textarea("purpose", rows=4, label_size=SMALL),
            Field.text("fund", label_size=SMALL, field_width=Fixed.TEN),
            Field.text("at_least", label_size=SMALL, field_width=Fixed.THREE),
            Field.text("serious_violence_at_least", label_size=SMALL, field_width=Fixed.THREE),
            Field.text("opens_on", label_size=SMALL),
            Field.text("closes_on", label_size=SMALL),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReasonForm(forms.Form):
    """The reason that goes with a step, where there is one to give."""

    reason = area(gettext_lazy("Why?"), 2000)
    version = _version()

    def __init__(self, data: Any = None, *, initial: Any = None, needed: bool = True) -> None:
        super().__init__(data, initial=initial)
        if needed:
            self.fields["reason"].help_text = _("It is kept with the round.")
            self.helper = layout(Field.textarea("reason", rows=4, label_size=SMALL), "version")
        else:
            del self.fields["reason"]
            self.helper = layout("version")


class RowsForm(forms.Form):
    """A table of rows, with some empty ones below; a row without its first column counts as taken out."""

    version = _version()
    columns: tuple[str, ...] = ()

    def make_rows(self, known: Sequence[Any], cells: Any) -> None:
        """A field for each cell: `<column>-<row>`, with what is stored now."""
        self.count = len(known) + EMPTY_ROWS
        for place in range(self.count):
            row = known[place] if place < len(known) else {}
            for column in self.columns:
                self.fields[f"{column}-{place}"] = cells(column, row)
            self.initial.update({f"{column}-{place}": value for column, value in row.items()})

    def table(self) -> list[list[forms.BoundField]]:
        """The cells, row by row, for the template."""
        return [[self[f"{column}-{place}"] for column in self.columns] for place in range(self.count)]

    def rows(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        found = [
            {column: self.cleaned_data[f"{column}-{place}"] for column in self.columns} for place in range(self.count)
        ]
        return [row for row in found if row[self.columns[0]]]


class CriteriaForm(RowsForm):
    """Criteria with their weights."""

    columns = ("label", "hint", "source", "weight", "id")

    def __init__(self, data: Any = None, *, round_: EvaluationRound) -> None:
        super().__init__(data, initial={"version": round_.version})
        known = tuple(round_.criteria.values("id", "label", "hint", "source", "weight"))
        self.make_rows(known, self._cell)

    def _cell(self, column: str, row: dict[str, Any]) -> forms.Field:
        if column == "id":
            return forms.IntegerField(widget=forms.HiddenInput, required=False)
        if column == "source":
            return forms.ChoiceField(
                label=_("Where the score comes from"),
                choices=CriterionSource.choices,
                required=False,
                disabled=bool(row),
                widget=forms.Select(attrs={"class": "govuk-select app-select-full"}),
            )
        labels = {"label": _("Criterion"), "hint": _("What to look at"), "weight": _("Weight")}
        width = "govuk-input govuk-input--width-3" if column == "weight" else "govuk-input"
        widget = forms.TextInput(attrs={"class": width})
        return forms.CharField(label=labels[column], required=False, max_length=300, widget=widget)

    def weights(self) -> dict[int, int]:
        """Criterion → weight as typed now, as far as these are numbers: to show what they would do."""
        found = {}
        for place in range(self.count):
            pk, weight = (self[f"{name}-{place}"].value() for name in ("id", "weight"))
            if str(pk or "").isdecimal() and str(weight or "").isdecimal() and int(weight) <= 100:
                found[int(pk)] = int(weight)
        return found


class RulesForm(RowsForm):
    """Further limits on the set."""

    columns = ("kind", "code", "least", "most")

    def __init__(self, data: Any = None, *, round_: EvaluationRound) -> None:
        super().__init__(data, initial={"version": round_.version})
        self.make_rows(tuple(round_.rules.values("kind", "code", "least", "most")), self._cell)

    def _cell(self, column: str, row: dict[str, Any]) -> forms.Field:  # noqa: ARG002 - asked like the other form's
        if column == "kind":
            return self._choice(_("What it counts"), [("", _("No limit")), *RuleKind.choices])
        if column == "code":
            strands = list(Strand.objects.order_by("label").values_list("code", "label"))
            groups = [("", "–"), (_("Strands"), strands), (_("Categories"), list(Category.choices))]
            return self._choice(_("Which strand or category"), groups)
        label = _("At least") if column == "least" else _("At most")
        widget = forms.TextInput(attrs={"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"})
        return forms.CharField(label=label, required=False, max_length=6, widget=widget)

    def _choice(self, label: str, choices: Any) -> forms.ChoiceField:
        widget = forms.Select(attrs={"class": "govuk-select app-select-full"})
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)
