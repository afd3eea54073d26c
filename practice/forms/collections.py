"""Forms of collections of practice."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.triage import helper
from practice.models import PracticeCollection


class CollectionForm(forms.Form):
    """What a collection is called, what it is for, and for whom."""

    title = forms.CharField(
        label=_("Title"), help_text=_("For example “First steps against county lines”."), required=False
    )
    intro = forms.CharField(
        label=_("Introduction"),
        help_text=_("What the collection is for and how to use it. Readers see this above the examples."),
        widget=forms.Textarea,
        required=False,
        strip=False,
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        help_text=_("Each reader sees only the examples that their owners let them read."),
        choices=PracticeCollection.Audience.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("intro", rows=6, label_size=Size.SMALL),
            Field.radios("audience", legend_size=Size.SMALL, small=True),
            "version",
        )

    def values(self) -> dict[str, str]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("title", "intro", "audience")}


class ItemForm(forms.Form):
    """An example to put into a collection, and why."""

    reference = forms.CharField(
        label=_("Reference of the example"), help_text=_("For example VP-2026-00017."), required=False
    )
    note = forms.CharField(
        label=_("Why is it in the collection? (optional)"),
        help_text=_("Readers see this beside the example."),
        widget=forms.Textarea,
        required=False,
        strip=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: list[Any] = [Field.textarea("note", rows=3, label_size=Size.SMALL), "version"]
        if fixed:
            del self.fields["reference"]
        else:
            fields.insert(0, Field.text("reference", label_size=Size.SMALL))
        self.helper = helper(*fields)


class ChooseForm(forms.Form):
    """The collection that an example is put into, and why."""

    collection = forms.ChoiceField(
        label=_("Which collection?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a collection.")},
    )
    note = ItemForm.base_fields["note"]

    def __init__(self, *args: Any, collections: list[PracticeCollection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["collection"]
        field.choices = [(one.slug, f"{one.title} ({one.get_state_display()})") for one in collections]
        self.helper = helper(
            Field.radios("collection", legend_size=Size.SMALL, small=True),
            Field.textarea("note", rows=3, label_size=Size.SMALL),
        )


class StepForm(forms.Form):
    """Publishing, retiring or taking up again; retiring says why."""

    reason = forms.CharField(
        label=_("Why is it retired?"),
        help_text=_("Kept in the history of the collection, for staff."),
        widget=forms.Textarea,
        required=False,
        strip=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: list[Any] = ["version"]
        if needs_reason:
            fields.insert(0, Field.textarea("reason", rows=3, label_size=Size.SMALL))
        else:
            del self.fields["reason"]
        self.helper = helper(*fields)
