"""Forms of a form's sections, questions and rules: options and conditions are written in words."""

from typing import Any

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from nvap import condition_text
from nvap.vocab import QuestionKind, QuestionRole, Severity
from vkpp.accounts.forms import layout
from vkpp.core.exceptions import Invalid

OPTION_PARTS = 4
CONDITION_HINT = _l("For example: gap is yes, or: impact at least 2 and evidence is none.")


class ConditionField(forms.CharField):
    """A condition in words; empty for none."""

    def clean(self, value: Any) -> dict[str, Any]:
        """The condition as data."""
        try:
            return condition_text.read(super().clean(value))
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class CodesField(forms.CharField):
    """Codes of actions, parted by commas or spaces."""

    def clean(self, value: Any) -> list[str]:
        """The codes, each once."""
        return list(dict.fromkeys(super().clean(value).replace(",", " ").split()))


class OptionsField(forms.CharField):
    """Options one a line: value | label | hint | score."""

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The options as rows of the form's file."""
        rows = []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|")]
            if not 2 <= len(parts) <= OPTION_PARTS:
                raise forms.ValidationError(
                    _("Line %(number)s: write value | label | hint | score; hint and score may be left out.")
                    % {"number": number}
                )
            parts += [""] * (OPTION_PARTS - len(parts))
            score = parts[3]
            if score and not (score.isascii() and score.isdigit()):
                raise forms.ValidationError(
                    _("Line %(number)s: the score must be a whole number.") % {"number": number}
                )
            rows.append(
                {"value": parts[0], "label": parts[1], "hint": parts[2], "score": int(score) if score else None}
            )
        return rows


def option_lines(options: list[dict[str, Any]]) -> str:
    """Options as the field shows them."""
    return "\n".join(_option_line(row) for row in options)


def _option_line(row: dict[str, Any]) -> str:
    parts = [row["value"], row["label"], row["hint"], "" if row["score"] is None else str(row["score"])]
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


class SectionForm(forms.Form):
    """A group of questions."""

    code = forms.SlugField(label=_l("Code"), max_length=30)
    title = forms.CharField(label=_l("Title"), max_length=120)
    hint = forms.CharField(label=_l("Hint (optional)"), widget=forms.Textarea, required=False, max_length=2000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]
        rows = [Field.text(name, label_size=Size.SMALL) for name in ("code", "title") if name in self.fields]
        self.helper = layout(*rows, Field.textarea("hint", rows=3, label_size=Size.SMALL), "seen")

    def row(self) -> dict[str, Any]:
        """The words of the section as a row of the form's file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class QuestionForm(forms.Form):
    """One question."""

    section = forms.ChoiceField(label=_l("Section"))
    code = forms.SlugField(
        label=_l("Code"),
        help_text=_l("Short and lasting: answers are kept under it, and it links this round with the last."),
        max_length=30,
    )
    label = forms.CharField(label=_l("Question"), max_length=200)
    hint = forms.CharField(label=_l("Hint (optional)"), widget=forms.Textarea, required=False, max_length=2000)
    kind = forms.ChoiceField(label=_l("How is it answered?"), choices=QuestionKind.choices, widget=forms.RadioSelect)
    options = OptionsField(
        label=_l("Options"),
        help_text=_l("For levels and lists, one a line: value | label | hint | score. Levels need a score."),
        widget=forms.Textarea,
        required=False,
    )
    role = forms.ChoiceField(
        label=_l("What does the portal do with the answer?"), choices=QuestionRole.choices, required=False
    )
    required = forms.BooleanField(label=_l("It must be answered"), required=False)
    summarised = forms.BooleanField(label=_l("Benchmarking summarises this level"), required=False)
    shown_when = ConditionField(
        label=_l("Shown only when (optional)"), help_text=CONDITION_HINT, required=False, max_length=2000
    )
    required_when = ConditionField(
        label=_l("Must be answered when (optional)"), help_text=CONDITION_HINT, required=False, max_length=2000
    )
    only_actions = CodesField(
        label=_l("Only for these actions (optional)"),
        help_text=_l("Codes parted by spaces. Leave empty for all actions."),
        required=False,
    )
    limit = forms.IntegerField(
        label=_l("Most characters of a text"),
        help_text=_l("0 for the usual limit."),
        min_value=0,
        max_value=20000,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]  # a choice field
        self.helper = layout(
            Field.select("section", label_size=Size.SMALL),
            Field.text("code", label_size=Size.SMALL, field_width=Fluid.ONE_THIRD),
            Field.text("label", label_size=Size.SMALL),
            Field.textarea("hint", rows=2, label_size=Size.SMALL),
            Field.radios("kind", legend_size=Size.SMALL, small=True),
            Field.textarea("options", rows=6, label_size=Size.SMALL),
            Field.select("role", label_size=Size.SMALL),
            *("required", "summarised"),
            Field.text("shown_when", label_size=Size.SMALL),
            Field.text("required_when", label_size=Size.SMALL),
            Field.text("only_actions", label_size=Size.SMALL),
            Field.text("limit", label_size=Size.SMALL, field_width=Fluid.ONE_QUARTER),
            "seen",
        )

    def row(self) -> dict[str, Any]:
        """The question as a row of the form's file."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"section", "seen"}}

    @staticmethod
    def initial_of(row: dict[str, Any], section: str, seen: str) -> dict[str, Any]:
        """What the fields hold for a question."""
        words = {name: condition_text.write(row[name]) for name in ("shown_when", "required_when")}
        lines = {"options": option_lines(row["options"]), "only_actions": " ".join(row["only_actions"])}
        return {**row, **words, **lines, "section": section, "seen": seen}


class RuleForm(forms.Form):
    """A check over the answers of one action."""

    code = forms.SlugField(label=_l("Code"), max_length=40)
    severity = forms.ChoiceField(label=_l("What does it ask for?"), choices=Severity.choices, widget=forms.RadioSelect)
    condition = ConditionField(label=_l("It finds something when"), help_text=CONDITION_HINT, max_length=2000)
    message = forms.CharField(
        label=_l("What does it say?"),
        help_text=_l("Say what is odd, and what to do."),
        widget=forms.Textarea,
        max_length=2000,
    )
    only_actions = CodesField(
        label=_l("Only for these actions (optional)"),
        help_text=_l("Codes parted by spaces. Leave empty for all actions."),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("code", label_size=Size.SMALL),
            Field.radios("severity", legend_size=Size.SMALL),
            Field.text("condition", label_size=Size.SMALL),
            Field.textarea("message", rows=3, label_size=Size.SMALL),
            Field.text("only_actions", label_size=Size.SMALL),
            "seen",
        )

    def row(self) -> dict[str, Any]:
        """The rule as a row of the form's file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @staticmethod
    def initial_of(row: dict[str, Any], seen: str) -> dict[str, Any]:
        """What the fields hold for a rule."""
        words = {"condition": condition_text.write(row["condition"]), "only_actions": " ".join(row["only_actions"])}
        return {**row, **words, "seen": seen}


class CopyForm(forms.Form):
    """A new form version that begins as a copy."""

    code = forms.SlugField(label=_l("Code"), help_text=_l("For example nvap-form-2."), max_length=40)
    title = forms.CharField(label=_l("Title"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(*(Field.text(name, label_size=Size.SMALL) for name in ("code", "title")))
