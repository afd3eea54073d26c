"""Forms of the improvement plan; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.queries import DayField
from nvap.models import Action, ImprovementAction
from vkpp.accounts.forms import layout
from vkpp.accounts.models import Force, User

SMALL = Size.SMALL


def area(label: Any = "", limit: int = 5000) -> forms.CharField:
    """A text of several lines that may be empty."""
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea, required=False, strip=False)


class ImprovementForm(forms.Form):
    """What an improvement action says: `led` also who, until when and under which title."""

    title = forms.CharField(label=gettext_lazy("What is to get better?"), max_length=200, required=False)
    description = area(gettext_lazy("Why, and what is to be done?"))
    action = forms.ModelChoiceField(Action.objects.all(), label=gettext_lazy("Action of the plan"), required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Owner"), required=False)
    accountable = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Accountable"), required=False)
    due_on = DayField(label=gettext_lazy("Due"))
    measure = area(gettext_lazy("How will you know that it worked?"), 2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, force: Force, improvement: ImprovementAction | None = None, led: bool = True
    ) -> None:
        names = ("title", "description", "owner", "accountable", "due_on", "measure", "version")
        now = {name: getattr(improvement, name) for name in names} if improvement else {}
        super().__init__(data, initial=now)
        people = User.objects.filter(is_active=True, memberships__force=force, memberships__ended_at=None).distinct()
        for name in ("owner", "accountable"):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = people.order_by("display_name"), _("Nobody yet")
        self.fields["owner"].help_text = _("Does the work and reports how far it is.")
        self.fields["accountable"].help_text = _("Sees that it happens, and is told when it is overdue.")
        dropped = [] if led else ["title", "owner", "accountable", "due_on"]
        for name in [*dropped, *(["action"] if improvement else [])]:
            del self.fields[name]
        self.helper = layout(*(self._shown(name) for name in self.fields))

    def _shown(self, name: str) -> Any:
        if name in {"description", "measure"}:
            return Field.textarea(name, rows=6 if name == "description" else 3, label_size=SMALL)
        if name in {"owner", "accountable", "action"}:
            return Field.select(name, label_size=SMALL)
        return Field(name) if name == "version" else Field.text(name, label_size=SMALL)


class WordsForm(forms.Form):
    """One text: a report, a result, a reason or a step. The action knows how long it may be."""

    text = forms.CharField(widget=forms.Textarea, required=False, strip=False)

    def __init__(self, *args: Any, label: Any, hint: Any = "", rows: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        self.helper = layout(Field.textarea("text", rows=rows, label_size=SMALL))


ASKED = {
    "report": (gettext_lazy("How far is it?"), 4),
    "add_step": (gettext_lazy("Add a step"), 2),
    "finish": (gettext_lazy("What came of it?"), 4),
    "drop": (gettext_lazy("Why will it not be done?"), 3),
}
"""What a step of the work asks for in words, and in how many lines."""


def words_form(action: str, improvement: ImprovementAction, data: Any = None) -> WordsForm:
    """The form of one such step; several stand on one page."""
    label, rows = ASKED[action]
    initial = {"text": improvement.result} if action == "finish" else None
    return WordsForm(data, label=label, rows=rows, initial=initial, auto_id=f"{action}_%s")
