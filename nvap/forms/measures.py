"""Forms of measures: what is counted, and what a force reports."""

from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, MeasureDefinition, MeasureValue
from nvap.vocab import MeasureUnit
from vkpp.accounts.forms import layout

DIRECTIONS = (("yes", _("Higher is better")), ("no", _("Lower is better")), ("", _("Neither")))
TRUTH = {"yes": True, "no": False}


class DefinitionForm(forms.Form):
    """What is counted out of what, and which way is better."""

    action = forms.ModelChoiceField(
        label=_("Action of the plan"), queryset=Action.objects.all(), empty_label=_("Choose an action")
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Part of addresses and files, for example trained-call-handlers. It never changes."),
        max_length=40,
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=MeasureUnit.choices, widget=forms.RadioSelect, initial=MeasureUnit.PERCENT
    )
    numerator = forms.CharField(
        label=_("What is counted?"),
        help_text=_("For example: call handlers trained in the last two years."),
        max_length=200,
        required=False,
    )
    denominator = forms.CharField(
        label=_("Out of what? (not for a number)"),
        help_text=_("For example: all call handlers in post on the last day."),
        max_length=200,
        required=False,
    )
    higher_is_better = forms.TypedChoiceField(
        label=_("Which way is better?"),
        choices=DIRECTIONS,
        widget=forms.RadioSelect,
        required=False,
        coerce=TRUTH.get,
        empty_value=None,
    )
    counts_people = forms.BooleanField(
        label=_("It counts people: readers outside the force do not see numbers under five"), required=False
    )

    def __init__(self, data: Any = None, *, definition: MeasureDefinition | None = None) -> None:
        super().__init__(data, initial=_of(definition) if definition else None)
        rows: list[Any] = []
        if definition is None:
            rows = [Field.select("action", label_size=Size.SMALL)]
            rows.append(Field.text("code", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS))
        else:
            del self.fields["action"], self.fields["code"]
        self.helper = layout(
            *rows,
            Field.text("title", label_size=Size.SMALL),
            Field.radios("unit", legend_size=Size.SMALL, small=True),
            Field.text("numerator", label_size=Size.SMALL),
            Field.text("denominator", label_size=Size.SMALL),
            Field.radios("higher_is_better", legend_size=Size.SMALL, small=True),
            Field("counts_people"),
        )


def _of(definition: MeasureDefinition) -> dict[str, Any]:
    names = ("title", "unit", "numerator", "denominator", "counts_people")
    direction = {True: "yes", False: "no", None: ""}[definition.higher_is_better]
    return {name: getattr(definition, name) for name in names} | {"higher_is_better": direction}


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class ValueForm(forms.Form):
    """One figure of a force: the period when it is new, the numbers, and whether they are final."""

    period_from = DateInputField(label=_("First day of the period"), required=False, require_all_fields=False)
    period_to = DateInputField(label=_("Last day of the period"), required=False, require_all_fields=False)
    numerator = _number("")
    denominator = _number("")
    source = forms.CharField(
        label=_("Where do the numbers come from? (optional)"),
        help_text=_("For example: training records, read on 3 October 2026."),
        max_length=200,
        required=False,
    )
    final = forms.BooleanField(label=_("These numbers are final"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, definition: MeasureDefinition, value: MeasureValue | None = None) -> None:
        names = ("numerator", "denominator", "source", "final", "version")
        super().__init__(data, initial={name: getattr(value, name) for name in names} if value else None)
        rows: list[Any] = []
        if value is None:
            rows = [Field.text(name, legend_size=Size.SMALL) for name in ("period_from", "period_to")]
            del self.fields["version"]
        else:
            del self.fields["period_from"], self.fields["period_to"]
            rows = [Field("version")]
        self.fields["numerator"].label = definition.numerator
        self.fields["denominator"].label = definition.denominator
        if not definition.is_ratio:
            del self.fields["denominator"]
        rows += [
            Field.text(name, label_size=Size.SMALL, field_width=Fluid.ONE_THIRD)
            for name in ("numerator", "denominator")
            if name in self.fields
        ]
        self.helper = layout(*rows, Field.text("source", label_size=Size.SMALL), Field("final"))

    def figures(self) -> dict[str, Any]:
        """What `report` and `correct` take as values."""
        return {name: self.cleaned_data.get(name) for name in ("numerator", "denominator", "final", "source")}
