"""Forms of commissioned evaluations."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from practice.models import CommissionedEvaluation
from practice.vocab import EMMIE, RUBRIC
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
LEVELS = [("", "–"), *((str(level), str(level)) for level in range(5))]


class CommissionForm(forms.Form):
    """Who evaluates, for how much, until when."""

    evaluator = forms.CharField(label=gettext_lazy("Which body evaluates?"), max_length=160, required=False)
    design = forms.CharField(label=gettext_lazy("How? (optional)"), max_length=300, required=False)
    cost = forms.CharField(label=gettext_lazy("Cost in pounds"), max_length=20, required=False)
    starts_on = DayField(label=gettext_lazy("Starts (optional)"))
    due_on = DayField(label=gettext_lazy("Report due (optional)"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        evaluation: CommissionedEvaluation | None = None,
        left: int = 0,
        cost: int | None = None,
    ) -> None:
        names = tuple(self.base_fields)
        now: dict[str, Any] = {name: getattr(evaluation, name) for name in names} if evaluation else {"cost": cost}
        now["cost"] = f"{now['cost']:,}" if now["cost"] else ""
        super().__init__(data, initial=now)
        self.fields["design"].help_text = _("For example: matched comparison of two divisions over a year.")
        self.fields["cost"].help_text = _("The fund has £%(left)s left for it.") % {"left": f"{left:,}"}
        self.helper = layout(
            Field.text("evaluator", label_size=SMALL),
            Field.text("design", label_size=SMALL),
            Field.text("cost", label_size=SMALL, field_width=Fixed.TEN),
            Field.text("starts_on", label_size=SMALL),
            Field.text("due_on", label_size=SMALL),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MilestoneForm(forms.Form):
    """A step of the evaluation."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=160, required=False)
    due_on = DayField(label=gettext_lazy("Until"))
    payment = forms.CharField(label=gettext_lazy("Paid for it, in pounds (optional)"), max_length=20, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.text("due_on", label_size=SMALL),
            Field.text("payment", label_size=SMALL, field_width=Fixed.TEN),
        )


class ResultForm(forms.Form):
    """What the evaluation found; it becomes evidence of the example."""

    title = forms.CharField(label=gettext_lazy("Title of the report"), max_length=300, required=False)
    url = forms.CharField(label=gettext_lazy("Web address of the report (optional)"), max_length=400, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter the year as a number, such as 2026.")},
    )
    design = forms.CharField(label=gettext_lazy("Design"), max_length=300, required=False)
    result = area(gettext_lazy("What did it find?"), 2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, evaluation: CommissionedEvaluation) -> None:
        super().__init__(data, initial={"version": evaluation.version, "design": evaluation.design})
        self.fields["result"].help_text = _("In plain words, also what did not work. Readers of the bank see it.")
        for name in EMMIE:
            label = str(RUBRIC[name]).partition(":")[0]
            self.fields[f"emmie_{name}"] = forms.ChoiceField(label=label, choices=LEVELS, required=False)
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.text("url", label_size=SMALL),
            Field.text("year", label_size=SMALL, field_width=Fixed.FOUR),
            Field.text("design", label_size=SMALL),
            Field.textarea("result", rows=5, label_size=SMALL),
            *(Field.select(f"emmie_{name}") for name in EMMIE),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        names = ("title", "url", "year", "design", "result")
        scores = {name: self.cleaned_data[f"emmie_{name}"] for name in EMMIE}
        emmie = {name: int(score) for name, score in scores.items() if score}
        return {**{name: self.cleaned_data[name] for name in names}, "emmie": emmie}
