"""What somebody chooses for a pack: an edition, and questions of it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from analytics.packs.choice import Choice, Edition, chosen, codes_of, editions, fullest, items_of
from vkpp.accounts.models import Force

GONE = _("Choose from the list: this one is no longer there.")
NONE = _("Choose at least one question.")


class PackForm(forms.Form):
    """Questions of one edition. `edition` names it by framework and edition; unknown: the one with the most links."""

    item = forms.MultipleChoiceField(
        label=_("Questions"), error_messages={"required": NONE, "invalid_choice": GONE}, required=True
    )
    whole = forms.ChoiceField(choices=[("1", "zip"), ("", "pdf")], required=False)

    def __init__(self, data: QueryDict, *, force: Force) -> None:
        self.force, self.known = force, editions()
        asked = data.get("edition", "")
        self.edition: Edition | None = next((one for one in self.known if one.key == asked), fullest(self.known))
        self.items = items_of(self.edition) if self.edition is not None else []
        super().__init__(self._filled(data))
        field: Any = self.fields["item"]
        field.choices = [(str(item.pk), str(item)) for item in self.items]

    def _filled(self, data: QueryDict) -> QueryDict:
        """What was sent; before anything was chosen every question is that an action is linked to."""
        if "item" in data or "chosen" in data:
            return data
        filled = data.copy()
        filled.setlist("item", [str(item.pk) for item in self.items if codes_of(item)])
        return filled

    @property
    def ticked(self) -> set[str]:
        """Ids of the questions that are ticked."""
        sent: Any = self.data
        return set(sent.getlist("item"))

    @property
    def wanted(self) -> Choice:
        """What a valid form asks for."""
        assert self.edition is not None, "a valid form has questions"
        return Choice(self.force, self.edition, chosen(self.edition, map(int, self.cleaned_data["item"])))
