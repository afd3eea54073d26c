"""The question to the owner of a published example: is it still so?"""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from practice import deadlines
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
CURRENT, CHANGE, ARCHIVE = "current", "change", "archive"
ANSWERS = {
    CURRENT: _("Yes, it is still current"),
    CHANGE: _("It needs a change: I take it up again to write"),
    ARCHIVE: _("No: archive it"),
}


class ReviewForm(forms.Form):
    """The answer, the next review, and the words that go with it."""

    answer = forms.ChoiceField(
        label=_("Is this example still so?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose one of the answers.")},
    )
    review_by = DayField(
        label=_("When shall we ask you again?"),
        help_text=_("If it is still current: a day within the next three years."),
    )
    words = area(_("What do readers or VKPP need to know?"), 2000)
    version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, revises: bool) -> None:
        super().__init__(data, initial={"review_by": deadlines.review_by()})
        choice: Any = self.fields["answer"]
        choice.choices = [(code, label) for code, label in ANSWERS.items() if revises or code != CHANGE]
        self.fields["words"].help_text = _("Needed when you archive it; readers of the example then see it.")
        self.helper = layout(
            Field.radios("answer", legend_size=SMALL, small=True),
            Field.text("review_by", label_size=SMALL),
            Field.textarea("words", rows=3, label_size=SMALL),
        )
