"""Forms of the register of collections; they take what was typed, the actions say what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import Collection, CollectionItem, Overlap
from analytics.register import cleaning
from analytics.register.vocab import ItemKind
from analytics.register.workflow import DECISIONS, OVERLAP
from nvap.models import Strand
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
AREAS = {"purpose": 4, "topics": 3, "items": 4, "provenance": 3}
NARROW = {"burden_hours": Fixed.FIVE, "forces_asked": Fixed.THREE}
HINTS = {
    "frequency": gettext_lazy("For example “quarterly, by the end of the next month”."),
    "legal_basis": gettext_lazy("The Act and section, the regulation, or who agreed to it."),
    "burden_hours": gettext_lazy("Of a typical force. Leave it empty when nobody knows."),
    "burden_source": gettext_lazy("For example “asked five forces in May 2026”."),
    "topics": gettext_lazy("One on each line."),
    "items": gettext_lazy("What the collection asks of forces, one thing on each line."),
    "sample": gettext_lazy("Untick it once the owner has confirmed what is said here."),
    "part_of": gettext_lazy("The wider collection that this one belongs to."),
}


class CollectionForm(forms.Form):
    """A collection as it stands in the register; a new one is entered with what it asks for."""

    def __init__(self, data: Any = None, *, collection: Collection | None = None) -> None:
        super().__init__(data)
        for name in cleaning.LABELS:
            self.fields[name] = _field(name, collection)
            if collection is not None:
                self.initial[name] = stored(collection, name)
        if collection is None:
            self.fields["items"] = _text("items", gettext_lazy("What it asks for"))
            self.initial["sample"] = True
        else:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial["version"] = collection.version
        self.helper = layout(*(_shown(name) for name in self.fields))

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the actions."""
        return {name: self.cleaned_data[name] for name in cleaning.LABELS}

    def items(self) -> list[str]:
        """What a new collection asks for."""
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


def stored(collection: Collection, name: str) -> Any:
    """A field as it goes back into the form."""
    value = getattr(collection, name)
    if name == "topics":
        return "\n".join(value)
    return value.code if isinstance(value, Collection) else value


def _field(name: str, collection: Collection | None) -> forms.Field:
    said: dict[str, Any] = {"label": cleaning.LABELS[name], "help_text": HINTS.get(name, ""), "required": False}
    if name == "strands":
        choices = list(Strand.objects.filter(selectable=True).values_list("code", "label"))
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
    if name == "sample":
        return forms.BooleanField(**said)
    if name == "part_of":
        others = Collection.objects.exclude(code=collection.code if collection else "").values_list("code", "name")
        return forms.ChoiceField(choices=[("", _("Nothing wider")), *others], **said)
    if name in cleaning.CHOICES:
        return forms.ChoiceField(choices=[("", _("Not known")), *cleaning.CHOICES[name].choices], **said)
    return _text(name, cleaning.LABELS[name])


def _text(name: str, label: Any) -> forms.CharField:
    widget = forms.Textarea if name in AREAS else forms.TextInput
    return forms.CharField(label=label, help_text=HINTS.get(name, ""), widget=widget, required=False, strip=False)


def _shown(name: str) -> Any:
    if name == "version":
        return Field(name)
    if name == "strands":
        return Field.checkboxes(name, legend_size=SMALL, small=True)
    if name == "sample":
        return Field(name)
    if name in {"part_of", *cleaning.CHOICES}:
        return Field.select(name, label_size=SMALL)
    if name in AREAS:
        return Field.textarea(name, rows=AREAS[name], label_size=SMALL)
    return Field.text(name, label_size=SMALL, field_width=NARROW.get(name))


class ItemForm(forms.Form):
    """One thing that a collection asks for."""

    text = forms.CharField(
        label=gettext_lazy("What is asked for"),
        help_text=gettext_lazy("For example “domestic abuse crimes by outcome”."),
        required=False,
        strip=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Shape"), choices=ItemKind.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, collection: Collection, item: CollectionItem | None = None) -> None:
        initial = {"text": item.text, "kind": item.kind} if item else {}
        super().__init__(data, initial={**initial, "version": collection.version}, auto_id="item_%s")
        shown = (Field.text("text", label_size=SMALL), Field.select("kind", label_size=SMALL))
        self.helper = layout(*shown, Field("version"))


class ReasonForm(forms.Form):
    """Why a collection is ended or in use again."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea, required=False, strip=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="move_%s")
        self.fields["reason"].help_text = _("It is kept with the collection.")
        self.helper = layout(Field.textarea("reason", rows=2, label_size=SMALL))


class DecideForm(forms.Form):
    """What is to be done about an overlap, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What is to be done?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is to be done.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Readers of the register see it, and the owners when they ask."),
        widget=forms.Textarea,
        required=False,
        strip=False,
    )

    def __init__(self, data: Any = None, *, overlap: Overlap, user: Any) -> None:
        super().__init__(data, auto_id="decide_%s")
        steps = [OVERLAP.step(action) for action in DECISIONS]  # of what was sent the action says why it comes too late
        if not self.is_bound:
            steps = [step for step in OVERLAP.available(overlap, user) if step.action in DECISIONS]
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(step.action, step.label) for step in steps]
        self.helper = layout(
            Field.radios("decision", legend_size=SMALL, small=True), Field.textarea("reason", rows=3, label_size=SMALL)
        )
