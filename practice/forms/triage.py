"""Forms of triage."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from practice.models import Comment
from vkpp.core.models import Marking

LONGEST = 5000


def helper(*fields: Any) -> FormHelper:
    """The layout of a form that brings its own form tag and buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*fields)
    return made


class ReasonForm(forms.Form):
    """Asks for the words that go with a decision."""

    reason = forms.CharField(widget=forms.Textarea, max_length=LONGEST, required=False, strip=False)

    LABELS = {
        "return": (
            _("Your questions to the authors"),
            _("Leave an empty line between questions. The authors are told and may change the example."),
        ),
        "not_take_forward": (
            _("Why is it not taken forward?"),
            _("The authors read this. Say what they could do next, if anything."),
        ),
    }

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint = self.LABELS[action]
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        self.helper = helper(Field.textarea("reason", rows=8, max_characters=LONGEST, label_size=Size.SMALL))


class CommentForm(forms.Form):
    """A comment and who may read it; for colleagues only unless chosen otherwise."""

    text = forms.CharField(label=_("Comment"), widget=forms.Textarea, max_length=LONGEST, required=False, strip=False)
    audience = forms.ChoiceField(
        label=_("Who may read it?"), widget=forms.RadioSelect, choices=Comment.Audience.choices, required=False
    )

    def __init__(self, *args: Any, audiences: Iterable[str] = Comment.Audience.values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["audience"]
        field.choices = [(value, label) for value, label in Comment.Audience.choices if value in audiences]
        self.initial.setdefault("audience", Comment.Audience.STAFF)
        self.helper = helper(
            Field.textarea("text", rows=3, label_size=Size.SMALL),
            Field.radios("audience", legend_size=Size.SMALL, small=True),
        )


class MarkingForm(forms.Form):
    """The security marking, with the reason."""

    marking = forms.ChoiceField(label=_("Marking"), widget=forms.RadioSelect, choices=Marking.choices, required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=LONGEST, required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            Field.radios("marking", legend_size=Size.SMALL),
            Field.textarea("reason", rows=3, label_size=Size.SMALL),
        )
