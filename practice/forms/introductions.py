"""Forms of evaluators and introductions; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.models import Strand
from practice.actions.evaluators import regions
from practice.forms.triage import helper
from practice.introductions.vocab import Availability, BodyKind, Method, NoteAudience
from practice.models import BodyProposal, EvaluatorBody, Introduction

SMALL = Size.SMALL
LONGEST = 4000
UNKNOWN = {"invalid_choice": gettext_lazy("Choose from the list.")}


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, required=False, error_messages=UNKNOWN
    )


def _line(label: Any, limit: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=False)


def _one(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, error_messages=UNKNOWN
    )


class BodyForm(forms.Form):
    """What the page of an evaluator says; `own`: what its own people may propose."""

    name = _line(gettext_lazy("Name"), 160)
    kind = _one(gettext_lazy("What kind of body is it?"), BodyKind.choices)
    about = area(gettext_lazy("What has it evaluated, and what does it want to evaluate?"), 3000)
    strands = _several(gettext_lazy("Strands that it is interested in"))
    methods = _several(gettext_lazy("What can it do?"))
    regions = _several(gettext_lazy("Where does it work?"))
    availability = _one(gettext_lazy("Can it take on work?"), Availability.choices)
    available_note = _line(gettext_lazy("What should people know about that? (optional)"), 200)
    contact_name = _line(gettext_lazy("Contact: a role or team (optional)"), 120)
    contact_email = _line(gettext_lazy("E-mail address of the contact (optional)"), 254)
    website = _line(gettext_lazy("Website (optional)"), 400)
    source_url = _line(gettext_lazy("Where is this published? (optional)"), 400)
    note = area(gettext_lazy("Note to VKPP (optional)"), 2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, body: EvaluatorBody | None = None, own: bool = False) -> None:
        names = [name for name in self.base_fields if name not in {"note", "version"}]
        now = {name: getattr(body, name) for name in [*names, "version"]} if body else {"availability": "open"}
        super().__init__(data, initial=now)
        for name in ("name", "kind", "source_url", "version") if own else ("note",):
            del self.fields[name]
        self._choices("strands", list(Strand.objects.order_by("label").values_list("code", "label")))
        self._choices("methods", Method.choices)
        self._choices("regions", [(region, region) for region in regions()])
        self._hints()
        self.helper = helper(*self._layout())

    def _choices(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _hints(self) -> None:
        self.fields["regions"].help_text = _("Leave all empty for everywhere.")
        self.fields["available_note"].help_text = _("For example “from April 2027, two projects a year”.")
        self.fields["contact_email"].help_text = _("Shown to owners when they are introduced. No personal address.")

    def _layout(self) -> list[Any]:
        radios, boxes = {"kind", "availability"}, {"strands", "methods", "regions"}
        shown: list[Any] = []
        for name in self.fields:
            if name in radios:
                shown.append(Field.radios(name, legend_size=SMALL, small=True))
            elif name in boxes:
                shown.append(Field.checkboxes(name, legend_size=SMALL, small=True))
            elif name in {"about", "note"}:
                shown.append(Field.textarea(name, rows=5, label_size=SMALL))
            else:
                shown.append(name if name == "version" else Field.text(name, label_size=SMALL))
        return shown


class PersonForm(forms.Form):
    """Who belongs to a body."""

    email = _line(gettext_lazy("E-mail address"), 254)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["email"].help_text = _("Of somebody with the role of an evaluator.")
        self.helper = helper(Field.text("email", label_size=SMALL))


class DecideForm(forms.Form):
    """What VKPP says to changes that a body proposed."""

    accept = forms.ChoiceField(
        label=gettext_lazy("Take these changes over?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={**UNKNOWN, "required": gettext_lazy("Choose yes or no.")},
    )
    reason = area(gettext_lazy("Why not? They read it."), 2000)

    def __init__(self, data: Any = None, *, proposal: BodyProposal) -> None:
        super().__init__(data)
        self.proposal = proposal
        self.helper = helper(
            Field.radios("accept", legend_size=SMALL, small=True), Field.textarea("reason", rows=3, label_size=SMALL)
        )


class AskForm(forms.Form):
    """What an introduction is about."""

    text = area(gettext_lazy("What is it about?"), LONGEST)

    def __init__(self, data: Any = None, *, hint: str = "") -> None:
        super().__init__(data)
        self.fields["text"].help_text = hint
        self.helper = helper(Field.textarea("text", rows=6, label_size=SMALL))


STEP_WORDS = {
    "agree": (gettext_lazy("What should they know? (optional)"), gettext_lazy("The evaluator and VKPP read this.")),
    "decline": (gettext_lazy("Why not? (optional)"), gettext_lazy("Who asked reads this.")),
    "withdraw": (gettext_lazy("Why? (optional)"), gettext_lazy("The others read this.")),
    "conclude": (
        gettext_lazy("What is to be evaluated, how, and until when?"),
        gettext_lazy("Both sides and VKPP read this."),
    ),
    "end": (gettext_lazy("Why does it end?"), gettext_lazy("Both sides and VKPP read this.")),
}


class StepForm(forms.Form):
    """The words that come with a step of an introduction."""

    text = area("", LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, introduction: Introduction, step: str) -> None:
        super().__init__(data, initial={"version": introduction.version})
        label, hint = STEP_WORDS.get(step, ("", ""))
        if label:
            self.fields["text"].label, self.fields["text"].help_text = label, hint
        else:
            del self.fields["text"]
        self.helper = helper(*([Field.textarea("text", rows=5, label_size=SMALL)] if label else []), "version")


class NoteForm(forms.Form):
    """A note on an introduction; VKPP chooses who reads it."""

    text = area(gettext_lazy("Note"), LONGEST)
    audience = _one(gettext_lazy("Who may read it?"), NoteAudience.choices)

    def __init__(self, data: Any = None, *, staff: bool) -> None:
        super().__init__(data, initial={"audience": NoteAudience.ALL})
        self.fields["text"].help_text = _("Write nothing about single people or cases.")
        shown = [Field.textarea("text", rows=4, label_size=SMALL)]
        if staff:
            shown.append(Field.radios("audience", legend_size=SMALL, small=True))
        else:
            self.fields["text"].help_text = _(
                "Both sides and VKPP read it. Write nothing about single people or cases."
            )
            del self.fields["audience"]
        self.helper = helper(*shown)
