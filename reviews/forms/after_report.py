"""Forms of the factual-accuracy check, the follow-up and the feedback."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from reviews.models import FactualComment, PeerFeedback, Recommendation
from reviews.vocab import CommentState
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
HELPFUL = (
    (1, gettext_lazy("Not at all")),
    (2, gettext_lazy("A little")),
    (3, gettext_lazy("Quite")),
    (4, gettext_lazy("Very")),
)


class CommentForm(forms.Form):
    """What is wrong in fact in a paragraph."""

    text = area(gettext_lazy("What is wrong, and what would be right?"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, comment: FactualComment | None = None) -> None:
        super().__init__(data, initial={"text": comment.text, "version": comment.version} if comment else {})
        self.fields["text"].help_text = _("This is about facts: names of units, figures, dates, what was said.")
        self.helper = layout(Field.textarea("text", rows=6, label_size=SMALL), "version")


class AnswerForm(forms.Form):
    """The team's answer to a comment."""

    state = forms.ChoiceField(
        label=gettext_lazy("Is the force right?"),
        choices=[
            (CommentState.ACCEPTED, gettext_lazy("Yes: the report changes")),
            (CommentState.NOT_ACCEPTED, gettext_lazy("No: the paragraph stays")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    reply = area(gettext_lazy("Answer"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, comment: FactualComment) -> None:
        now = {"state": comment.state, "reply": comment.reply, "version": comment.version}
        super().__init__(data, initial=now)
        self.fields["reply"].help_text = _("The force reads it. Say why when the paragraph stays as it is.")
        self.helper = layout(
            Field.radios("state", legend_size=SMALL, small=True),
            Field.textarea("reply", rows=5, label_size=SMALL),
            "version",
        )


class FollowUpForm(forms.Form):
    """What a follow-up found, as a whole and for each recommendation."""

    held_on = DayField(label=gettext_lazy("When was it held?"))
    summary = area(gettext_lazy("What has moved since the report?"), 20_000)

    def __init__(self, data: Any = None, *, recommendations: list[Recommendation]) -> None:
        super().__init__(data)
        self.rows = recommendations
        for row in recommendations:
            self.fields[f"seen-{row.pk}"] = area(escape(f"{row.reference}: {row.text[:140]}"))
        seen = [Field.textarea(f"seen-{row.pk}", rows=3, label_size=SMALL) for row in recommendations]
        self.helper = layout(
            Field.text("held_on", label_size=SMALL), Field.textarea("summary", rows=6, label_size=SMALL), *seen
        )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        seen = {row.pk: data[f"seen-{row.pk}"] for row in self.rows}
        return {"held_on": data["held_on"], "summary": data["summary"], "seen": seen}


class FeedbackForm(forms.Form):
    """How the review was for the force."""

    helpful = forms.TypedChoiceField(
        label=gettext_lazy("How helpful was the review?"),
        choices=HELPFUL,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    changed = area(gettext_lazy("What has changed because of it?"))
    better = area(gettext_lazy("What could the team do better?"))

    def __init__(self, data: Any = None, *, given: PeerFeedback | None = None) -> None:
        names = ("helpful", "changed", "better")
        super().__init__(data, initial={name: getattr(given, name) for name in names} if given else {})
        self.helper = layout(
            Field.radios("helpful", legend_size=SMALL, small=True),
            Field.textarea("changed", rows=4, label_size=SMALL),
            Field.textarea("better", rows=4, label_size=SMALL),
        )
