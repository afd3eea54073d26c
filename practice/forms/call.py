"""Forms of calls for practice: the call, its times, its questions, late entries."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from practice.forms.triage import helper
from practice.models import Call, CallQuestion
from vkpp.core.moments import Moment


class CallForm(forms.Form):
    """What a call says and when it runs."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False)
    theme = forms.CharField(
        label=gettext_lazy("Theme (optional)"),
        help_text=gettext_lazy("For example Voice of the Victim."),
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("What are you asking for?"), widget=forms.Textarea, required=False, strip=False
    )
    sponsors = forms.CharField(
        label=gettext_lazy("Sponsors (optional)"),
        help_text=gettext_lazy("The bodies behind the call, one a line."),
        widget=forms.Textarea,
        required=False,
    )
    strands = forms.MultipleChoiceField(
        label=gettext_lazy("Strands (optional)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Grace after the close, in minutes"),
        help_text=gettext_lazy("Examples are still taken for so long, for people who were in the middle of sending."),
        min_value=0,
        max_value=10080,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the minutes of grace, or 0.")},
    )
    sealed = forms.BooleanField(
        label=gettext_lazy("Seal the call: nobody at VKPP reads the examples before it has closed"), required=False
    )

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timed = call is None or not call.has_opened
        self.fields["strands"].choices = Strand.objects.filter(selectable=True).values_list("code", "label")  # type: ignore[attr-defined]  # a choice field
        rows: list[Any] = [
            Field.text("title", label_size=Size.SMALL),
            Field.text("theme", label_size=Size.SMALL),
            Field.textarea("description", rows=8, label_size=Size.SMALL),
            Field.textarea("sponsors", rows=4, label_size=Size.SMALL),
            Field.checkboxes("strands", legend_size=Size.SMALL, small=True),
        ]
        if self.timed:
            self.fields |= Moment.fields("opens", gettext_lazy("When does it open?"), timed=True)
            self.fields |= Moment.fields(
                "closes",
                gettext_lazy("When does it close?"),
                gettext_lazy("Leave empty for a call that is always open."),
            )
            rows += [*Moment.layout("opens"), *Moment.layout("closes")]
            rows += [
                Field.text("grace_minutes", label_size=Size.SMALL, field_width=Fixed.FIVE),
                Field.checkbox("sealed"),
            ]
        else:
            del self.fields["grace_minutes"], self.fields["sealed"]
        self.helper = helper(*rows, "version")

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        """The values of a call as the fields show them."""
        names = ("title", "theme", "description", "sponsors", "strands", "grace_minutes", "sealed", "version")
        return (
            {name: getattr(call, name) for name in names}
            | Moment.initial("opens", call.opens_at)
            | Moment.initial("closes", call.closes_at)
        )

    def values(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        names = ("title", "theme", "description", "sponsors", "strands", "grace_minutes", "sealed")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if self.timed:
            values |= {"opens_at": Moment.of(self, "opens"), "closes_at": Moment.of(self, "closes")}
        return values

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Show the action's sentences next to their fields."""
        names = {"opens_at": "opens_on", "closes_at": "closes_on"}
        for name, sentences in errors.items():
            field = names.get(name, name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


class EndForm(forms.Form):
    """A new end of a call (or, without `with_time`, now) and the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept in the audit trail."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, with_time: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Any] = [Field.textarea("reason", rows=3, label_size=Size.SMALL)]
        if with_time:
            self.fields |= Moment.fields("closes", gettext_lazy("When does it close now?"))
            rows = [*Moment.layout("closes"), *rows]
        self.helper = helper(*rows)


class LateEntryForm(forms.Form):
    """Who may be late, until when and why."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address of the person's account"), max_length=254, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= Moment.fields("until", gettext_lazy("Until when may they send it?"))
        self.helper = helper(
            Field.text("email", label_size=Size.SMALL),
            *Moment.layout("until"),
            Field.textarea("reason", rows=2, label_size=Size.SMALL),
        )


class QuestionForm(forms.Form):
    """One question of a call."""

    text = forms.CharField(label=gettext_lazy("Question"), required=False)
    hint = forms.CharField(label=gettext_lazy("Hint (optional)"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of answer?"),
        choices=CallQuestion.Kind.choices,
        widget=forms.RadioSelect,
        initial=CallQuestion.Kind.TEXT,
        required=False,
    )
    options = forms.CharField(
        label=gettext_lazy("Options"),
        help_text=gettext_lazy("One a line; only for a list."),
        widget=forms.Textarea,
        required=False,
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered before sending"), required=False)
    shown_when = forms.ChoiceField(label=gettext_lazy("Ask it only after this question (optional)"), required=False)
    shown_when_answer = forms.CharField(
        label=gettext_lazy("and only when the answer is"),
        help_text=gettext_lazy("yes, no, or an option in the same words."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_when"].choices = [("", _("Always ask it")), *earlier]  # type: ignore[attr-defined]  # a choice field
        self.helper = helper(
            Field.text("text", label_size=Size.SMALL),
            Field.text("hint", label_size=Size.SMALL),
            Field.radios("kind", legend_size=Size.SMALL, small=True),
            Field.textarea("options", rows=4, label_size=Size.SMALL),
            Field.checkbox("required"),
            Field.select("shown_when"),
            Field.text("shown_when_answer", label_size=Size.SMALL),
            "version",
        )

    def row(self) -> dict[str, Any]:
        """The question as the action takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**said, "options": said["options"].splitlines()}
