"""Forms of contact requests; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.forms.improvement import area
from nvap.models import Action, Strand
from practice.contacts import people
from practice.contacts.vocab import LONGEST
from practice.models import ContactRequest
from vkpp.accounts.forms import layout
from vkpp.accounts.models import User

SMALL = Size.SMALL
HINT = _("Who is asked reads it, and VKPP can. Write nothing about single people or cases.")


class AskForm(forms.Form):
    """A question about an example, or to a force about a strand or an action of the plan."""

    strand = forms.ModelChoiceField(
        Strand.objects.filter(selectable=True).order_by("order", "code"),
        to_field_name="code",
        label=_("Strand (optional)"),
        required=False,
        empty_label=_("Choose a strand"),
        error_messages={"invalid_choice": _("Choose a strand from the list.")},
    )
    action = forms.ModelChoiceField(
        Action.objects.order_by("code"),
        to_field_name="code",
        label=_("Action of the plan (optional)"),
        required=False,
        empty_label=_("Choose an action"),
        error_messages={"invalid_choice": _("Choose an action from the list.")},
    )
    text = area(_("Your question"), LONGEST)

    def __init__(self, data: Any = None, *, about_practice: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].help_text = HINT
        choices: list[Any] = []
        if about_practice:
            del self.fields["strand"], self.fields["action"]
        else:
            self.fields["action"].label_from_instance = lambda action: f"{action.code} {action.title}"  # type: ignore[attr-defined]  # a field of choices
            self.fields["strand"].label_from_instance = lambda strand: strand.label  # type: ignore[attr-defined]  # as above
            choices = [Field.select("strand", label_size=SMALL), Field.select("action", label_size=SMALL)]
        self.helper = layout(*choices, Field.textarea("text", rows=6, label_size=SMALL))


STEP_WORDS = {
    "answer": (_("Your answer"), _("For example who works on it, how to reach them, what you can send.")),
    "decline": (_("Why?"), _("The person who asked reads this.")),
    "pass_on": (_("A note for your colleague (optional)"), _("The person who asked reads it too.")),
}


class StepForm(forms.Form):
    """What comes with a step of a request."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("To whom?"),
        required=False,
        empty_label=_("Choose a colleague"),
        error_messages={"invalid_choice": _("Choose a colleague from the list.")},
    )
    text = area("", LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, request: ContactRequest, step: str) -> None:
        super().__init__(data, initial={"version": request.version})
        shown: list[Any] = []
        if step == "pass_on":
            self.fields["to"].queryset = people.colleagues(request)  # type: ignore[attr-defined]  # a field of choices
            shown.append(Field.select("to", label_size=SMALL))
        else:
            del self.fields["to"]
        if step in STEP_WORDS:
            self.fields["text"].label, self.fields["text"].help_text = STEP_WORDS[step]
            shown.append(Field.textarea("text", rows=6, label_size=SMALL))
        else:
            del self.fields["text"]
        self.helper = layout(*shown, "version")


class MessageForm(forms.Form):
    """A message to the other side."""

    text = area(_("Message"), LONGEST)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"].help_text = HINT
        self.helper = layout(Field.textarea("text", rows=4, label_size=SMALL))
