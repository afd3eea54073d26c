"""Forms of case reviews; they take what was typed, the actions say what is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.layout import HTML, Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from reviews import cleaning
from reviews.models import CaseReview, HarmType, ReviewType
from reviews.vocab import Exclusion, Known
from vkpp.accounts.forms import layout
from vkpp.accounts.models import Force
from vkpp.core import partial_dates

SMALL = Size.SMALL
SHORT = ("type", "title", "partnership", "force", "published", "source_url", "police_before", "police_contact")
MORE = ("summary", "outcome", "age_band", "context", "strands")
LONG = (*SHORT, *MORE, "sex", "incident_year", "harm_types", "marking")
AREAS = {"police_contact": 3, "summary": 5}
HINTS = {
    "title": gettext_lazy("As it is published. Never the name of a child, a victim or a family."),
    "published": gettext_lazy("As exactly as you know it: 2021, 5 2021 or 17 5 2021."),
    "source_url": gettext_lazy("The web address of the review, if it has one."),
    "police_contact": gettext_lazy(
        "For example calls to the home, missing episodes, or a risk assessment. Without names."
    ),
    "summary": gettext_lazy("In a few sentences and without names. Leave it empty if you do not know."),
    "force": gettext_lazy("Whose area it happened in."),
    "age_band": gettext_lazy("At the incident."),
}


class CaseForm(forms.Form):
    """A case review. `names` are the fields that are asked; there is none for a name of a person.

    `initial`, what was typed before, goes before what `review` holds.
    """

    def __init__(
        self, data: Any = None, *, names: Iterable[str] = LONG, review: CaseReview | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.names = tuple(names)
        choices = _choices()
        for name in self.names:
            self.fields[name] = _field(name, choices)
            if review is not None:
                self.initial.setdefault(name, stored(review, name))
        if review is not None:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial.setdefault("version", review.version)
        self.initial.setdefault("police_before", Known.UNKNOWN.value)
        self.helper = layout(*self._layout())

    def _layout(self) -> list[Any]:
        """The short form folds away what is asked of nobody."""
        shown = [_shown(name) for name in self.fields if name not in MORE]
        folded = [_shown(name) for name in self.fields if name in MORE]
        if not folded or "marking" in self.fields:
            return [_shown(name) for name in self.fields]
        said = _("More about it, if you know it")
        opened = " open" if self.is_bound else ""
        begin = (
            f'<details class="govuk-details"{opened}><summary class="govuk-details__summary">'
            f'<span class="govuk-details__summary-text">{said}</span></summary><div class="govuk-details__text">'
        )
        return [*shown, HTML(begin), *folded, HTML("</div></details>")]

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the actions."""
        return {name: self.cleaned_data[name] for name in self.names}


def stored(review: CaseReview, name: str) -> Any:
    """A field as it goes back into the form."""
    value = getattr(review, name)
    if name == "published":
        return partial_dates.typed(value)
    return value.code if name in {"type", "force"} and value else value


def _choices() -> Mapping[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[str, Any]]] = {
        name: [("", _("Not known")), *words.choices] for name, words in cleaning.CHOICES.items()
    }
    found["police_before"], found["marking"] = found["police_before"][1:], found["marking"][1:]
    kinds = ReviewType.objects.filter(active=True).values_list("code", "label")
    found["type"] = [("", _("Choose one")), *kinds]
    found["force"] = [("", _("None, or more than one")), *Force.objects.values_list("code", "name")]
    found["strands"] = list(Strand.objects.filter(selectable=True).values_list("code", "label"))
    found["harm_types"] = list(HarmType.objects.filter(active=True).values_list("code", "label"))
    return found


def _field(name: str, choices: Mapping[str, list[tuple[str, Any]]]) -> forms.Field:
    said: dict[str, Any] = {"label": cleaning.LABELS[name], "help_text": HINTS.get(name, ""), "required": False}
    if name in {"strands", "harm_types"}:
        return forms.MultipleChoiceField(choices=choices[name], widget=forms.CheckboxSelectMultiple, **said)
    if name == "police_before":
        return forms.ChoiceField(choices=choices[name], widget=forms.RadioSelect, **said)
    if name in choices:
        return forms.ChoiceField(choices=choices[name], **said)
    return forms.CharField(widget=forms.Textarea if name in AREAS else forms.TextInput, strip=False, **said)


def _shown(name: str) -> Any:
    if name == "version":
        return Field(name)
    if name in {"strands", "harm_types"}:
        return Field.checkboxes(name, legend_size=SMALL, small=True)
    if name == "police_before":
        return Field.radios(name, legend_size=SMALL, small=True, inline=True)
    if name in {*cleaning.CHOICES, "type", "force"}:
        return Field.select(name, label_size=SMALL)
    return (
        Field.textarea(name, rows=AREAS[name], label_size=SMALL)
        if name in AREAS
        else Field.text(name, label_size=SMALL)
    )


class IncludeForm(CaseForm):
    """What the inclusion rule asks for, and why it holds."""

    ASKED = ("police_before", "published", "police_contact")

    def __init__(self, data: Any = None, *, review: CaseReview) -> None:
        super().__init__(data, names=self.ASKED, review=review, auto_id="include_%s")
        del self.fields["version"]
        self.fields["police_before"].label = _("Were police involved with the person or family before the incident?")
        self.fields["reason"] = _reason(_("Remark"), _("It is kept with the decision. You can leave it empty."))
        self.helper = layout(*(_shown(name) for name in self.ASKED), Field.textarea("reason", rows=2, label_size=SMALL))


class ExcludeForm(forms.Form):
    """Why it is not included."""

    exclusion = forms.ChoiceField(
        label=gettext_lazy("Why is it not included?"),
        choices=Exclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it is not included.")},
    )
    duplicate_of = forms.CharField(
        label=gettext_lazy("The review that the portal has already"),
        help_text=gettext_lazy("Only for a duplicate: its reference, for example CR-00017."),
        required=False,
        max_length=16,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="exclude_%s")
        hint = _("It is kept with the decision, and whoever sent the review in reads it.")
        self.fields["reason"] = _reason(_("Reason"), hint)
        self.helper = layout(
            Field.radios("exclusion", legend_size=SMALL, small=True),
            Field.text("duplicate_of", label_size=SMALL),
            Field.textarea("reason", rows=3, label_size=SMALL),
        )


def _reason(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea, required=False, strip=False)
