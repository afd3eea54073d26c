"""Forms of rating, evidence, settling and staging."""

from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practice import rubric
from practice.forms.triage import LONGEST, helper
from practice.models import EvidenceLink, Practice, Rating
from practice.vocab import EMMIE, RUBRIC, Audience, RatingValue

SCORES = [("", "–"), *((str(level), str(level)) for level in range(5))]


NO_RATING = {"required": _("Choose an overall rating.")}
NO_REASON = {"required": _("Say why you rate it so.")}


def _level_missing(dimension: str) -> Any:
    name = str(RUBRIC[dimension]).partition(":")[0]
    return format_lazy(_("{dimension}: choose a level, or “Cannot judge”."), dimension=name)


def _text(label: Any, **more: Any) -> forms.CharField:
    more = {"required": False, **more}
    return forms.CharField(label=label, widget=forms.Textarea, max_length=LONGEST, strip=False, **more)


class RatingForm(forms.Form):
    """The rubric, the overall rating and why."""

    overall = forms.ChoiceField(
        label=_("Overall rating"), widget=forms.RadioSelect, choices=RatingValue.choices, error_messages=NO_RATING
    )
    rationale = _text(_("Why do you rate it so?"), required=True, error_messages=NO_REASON)

    def __init__(self, *args: Any, rating: Rating | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for dimension, label in RUBRIC.items():
            self.fields[dimension] = forms.ChoiceField(
                label=label,
                widget=forms.RadioSelect,
                choices=[(option.value, option.label) for option in rubric.options(dimension)],
                error_messages={"required": _level_missing(dimension)},
            )
        self.order_fields([*RUBRIC, "overall", "rationale"])
        if rating is not None:
            self.initial.update({"overall": rating.overall, "rationale": rating.rationale})
            for dimension in RUBRIC:
                score = rating.scores.get(dimension)
                self.initial[dimension] = rubric.ABSTAIN if score is None else str(score)


class SettleForm(forms.Form):
    """The rating that settles a difference, and why."""

    overall = forms.ChoiceField(
        label=_("Settled rating"), widget=forms.RadioSelect, choices=RatingValue.choices, error_messages=NO_RATING
    )
    rationale = _text(_("Why?"), required=True, error_messages=NO_REASON)


class InterestForm(forms.Form):
    """What the rater's interest is."""

    reason = forms.CharField(
        label=_("What is your interest?"),
        help_text=_("For example: I advised the project, or I worked in the unit. Staff can read it."),
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Field.textarea("reason", rows=4, label_size=Size.SMALL))


class EvidenceForm(forms.Form):
    """One study, evaluation or What Works item."""

    kind = forms.ChoiceField(
        label=_("What kind of evidence is it?"),
        widget=forms.RadioSelect,
        choices=EvidenceLink.Kind.choices,
        error_messages={"required": _("Choose what kind of evidence it is.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Enter the title of the study or evaluation.")},
    )
    url = forms.CharField(label=_("Web address"), max_length=400, required=False)
    evaluator = forms.CharField(label=_("Who did it?"), max_length=160, required=False)
    year = forms.IntegerField(
        label=_("Year"), required=False, error_messages={"invalid": _("Enter the year as a number, such as 2024.")}
    )
    design = forms.CharField(
        label=_("Design"),
        help_text=_("For example: before and after, matched comparison, randomised trial."),
        max_length=300,
        required=False,
    )
    result = forms.CharField(
        label=_("What did it find?"), widget=forms.Textarea, max_length=2000, required=False, strip=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for dimension in EMMIE:
            label = str(RUBRIC[dimension]).partition(":")[0]
            self.fields[f"emmie_{dimension}"] = forms.ChoiceField(label=label, choices=SCORES, required=False)
        self.helper = helper(
            Field.radios("kind", legend_size=Size.SMALL, small=True),
            *(Field.text(name, label_size=Size.SMALL) for name in ("title", "url", "evaluator")),
            Field.text("year", label_size=Size.SMALL, field_width=Fixed.FOUR),
            Field.text("design", label_size=Size.SMALL),
            Field.textarea("result", rows=4, label_size=Size.SMALL),
            *(Field.select(f"emmie_{dimension}") for dimension in EMMIE),
        )

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        given = {name: self.cleaned_data[name] for name in self.fields if not name.startswith("emmie_")}
        scores = {dimension: self.cleaned_data[f"emmie_{dimension}"] for dimension in EMMIE}
        return given | {"emmie": {dimension: int(score) for dimension, score in scores.items() if score}}


class DecisionForm(forms.Form):
    """The outcome: rating, readers, when it is looked at again, and why."""

    rating = forms.ChoiceField(
        label=_("Rating"),
        widget=forms.RadioSelect,
        choices=[*RatingValue.choices, ("", _("Not rated"))],
        required=False,
    )
    audience = forms.TypedChoiceField(
        label=_("Who may read it?"),
        help_text=_("Only as far as the owner permits, now and later."),
        widget=forms.RadioSelect,
        coerce=int,
        choices=[(value, label) for value, label in Audience.choices if value],
        error_messages={"required": _("Choose who may read it.")},
    )
    review_by = DateInputField(
        label=_("When should it be looked at again?"), help_text=_("The owner is asked then whether it is still true.")
    )
    rationale = _text(_("Rationale"), help_text=_("Readers of the bank see this with the rating."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            Field.radios("audience", legend_size=Size.SMALL, small=True),
            Field.text("review_by", legend_size=Size.SMALL),
            Field.textarea("rationale", rows=6, max_characters=LONGEST, label_size=Size.SMALL),
        )


def groups(form: forms.Form, names: list[str], refused: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Groups of radio buttons for `practice/radios.html`, with the words of the rubric."""
    found = []
    for name in names:
        options = _overall_options(form, name, refused or {}) if name not in RUBRIC else rubric.options(name)
        bound = form[name]
        value = bound.value()
        found.append(
            {"field": bound, "options": options, "value": "" if value is None else str(value), "inline": name in RUBRIC}
        )
    return found


def _overall_options(form: forms.Form, name: str, refused: dict[str, str]) -> list[rubric.Option]:
    field: Any = form.fields[name]
    return [
        rubric.Option(
            value,
            label,
            rubric.OVERALL_HINTS.get(value, _("For examples that are shared without a judgement.")),
            refused.get(value, ""),
        )
        for value, label in field.choices
    ]


def refused_ratings(practice: Practice, missing: Any) -> dict[str, str]:
    """Rating → why it cannot be given now, as `missing(practice, rating)` says."""
    found = {}
    for value in RatingValue.values:
        errors = missing(practice, value)
        if errors:
            found[value] = " ".join(sentence for sentences in errors.values() for sentence in sentences)
    return found
