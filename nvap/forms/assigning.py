"""Asking a colleague to answer actions or themes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.models import ActionVersion, Return, Theme
from nvap.telling import holders
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission


class AssignForm(forms.Form):
    """Who, what, until when. What is chosen is checked by the action."""

    person = forms.ModelChoiceField(User.objects.none(), error_messages={"required": _("Choose a colleague.")})
    themes = forms.ModelMultipleChoiceField(Theme.objects.none(), required=False)
    actions = forms.ModelMultipleChoiceField(ActionVersion.objects.none(), required=False)
    due_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Enter a real date, for example 27/3/2026.")},
    )
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, data: Any, *, ret: Return) -> None:
        super().__init__(data)
        self.choose("person", holders(Permission.RETURN_ANSWER, ret.force_id))
        self.choose("themes", Theme.objects.filter(plan=ret.round.plan_id))
        self.choose("actions", ActionVersion.objects.filter(plan=ret.round.plan_id).order_by("order", "code"))

    def choose(self, name: str, rows: Any) -> None:
        """Offer these rows in the field."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def things(self) -> list[ActionVersion | Theme]:
        """The themes and actions that were chosen."""
        return [*self.cleaned_data["themes"], *self.cleaned_data["actions"]]
