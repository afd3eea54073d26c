"""Forms of learning events; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.events import regions
from practice.events.vocab import HIGHEST, LOWEST, SCORES, MaterialAudience
from practice.forms.triage import helper
from practice.models import Booking, EventFeedback, LearningEvent
from vkpp.core.moments import Moment

NAMES = ("title", "description", "region", "place", "online_link", "places", "contact")


def area(label: Any, limit: int, hint: Any = "") -> forms.CharField:
    """A text of several lines that may be empty."""
    return forms.CharField(
        label=label, help_text=hint, max_length=limit, widget=forms.Textarea, required=False, strip=False
    )


class EventForm(forms.Form):
    """What an event is, when and where."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    description = area(gettext_lazy("What is it about, and for whom?"), 5000, gettext_lazy("Everybody reads this."))
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Town and venue. Everybody reads this. Leave empty when it is online only."),
        max_length=200,
        required=False,
    )
    online_link = forms.CharField(
        label=gettext_lazy("Link to join online (optional)"),
        help_text=gettext_lazy("Only people with a place see it."),
        max_length=500,
        required=False,
    )
    places = forms.IntegerField(
        label=gettext_lazy("How many people can come?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Mailbox for questions (optional)"),
        help_text=gettext_lazy("Of a team. Shown to people after sign-in."),
        max_length=254,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, event: LearningEvent | None = None) -> None:
        super().__init__(data, initial=_initial(event))
        region: Any = self.fields["region"]
        region.choices = [("", _("All regions")), *((name, name) for name in regions.names())]
        self.fields |= Moment.fields("starts", gettext_lazy("When does it start?"), timed=True)
        self.fields |= Moment.fields("ends", gettext_lazy("When does it end?"), timed=True)
        self.helper = helper(
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("description", rows=6, label_size=Size.SMALL),
            *Moment.layout("starts"),
            *Moment.layout("ends"),
            Field.select("region", label_size=Size.SMALL),
            Field.text("place", label_size=Size.SMALL),
            Field.text("online_link", label_size=Size.SMALL),
            Field.text("places", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.text("contact", label_size=Size.SMALL),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        values = {name: self.cleaned_data.get(name) for name in NAMES}
        for name in ("starts", "ends"):
            values[f"{name}_at"] = Moment.of(self, name)
        return values


def _initial(event: LearningEvent | None) -> dict[str, Any]:
    if event is None:
        return {"places": 40}
    names = (*NAMES, "version")
    kept = {name: getattr(event, name) for name in names}
    return kept | Moment.initial("starts", event.starts_at) | Moment.initial("ends", event.ends_at)


FIELD_OF = {"starts_at": "starts_on", "ends_at": "ends_on"}
"""Where the action's sentence about a value stands in the form."""


class StepForm(forms.Form):
    """The reason that comes with a step of an event."""

    reason = area(gettext_lazy("Why does it not take place?"), 500, gettext_lazy("Everybody who booked reads this."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, event: LearningEvent, needs_reason: bool) -> None:
        super().__init__(data, initial={"version": event.version})
        if not needs_reason:
            del self.fields["reason"]
        shown = [Field.textarea("reason", rows=3, label_size=Size.SMALL)] if needs_reason else []
        self.helper = helper(*shown, "version")


class BookForm(forms.Form):
    """What somebody needs to take part."""

    access_needs = area(
        gettext_lazy("What do you need to take part? (optional)"),
        1000,
        gettext_lazy(
            "For example a ramp, a hearing loop, captions, or food without nuts. Only VKPP staff read it; it is deleted "
            "30 days after the event."
        ),
    )

    def __init__(self, data: Any = None, *, booking: Booking | None = None) -> None:
        super().__init__(data, initial={"access_needs": booking.access_needs if booking else ""})
        self.helper = helper(Field.textarea("access_needs", rows=3, label_size=Size.SMALL))


class MaterialForm(forms.Form):
    """A file or a link, who may open it, and which example it belongs to."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Of a file it may be left empty: then its name is shown."),
        max_length=160,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text, at most 10 MB."),
        required=False,
        allow_empty_file=True,
    )
    url = forms.CharField(label=gettext_lazy("Or the address of a link"), max_length=500, required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may open it?"),
        choices=MaterialAudience.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    practice = forms.ChoiceField(label=gettext_lazy("Is it about one of the examples?"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, featured: Any = ()) -> None:
        super().__init__(data, files, initial={"audience": MaterialAudience.BOOKED})
        choice: Any = self.fields["practice"]
        choice.choices = [
            ("", _("No, about the event")),
            *((row.practice.reference, row.practice.bank_entry.title) for row in featured),
        ]
        choice.help_text = _("Then it disappears when the owner takes the permission back.")
        self.helper = helper(
            Field.text("title", label_size=Size.SMALL),
            Field("file"),
            Field.text("url", label_size=Size.SMALL),
            Field.radios("audience", legend_size=Size.SMALL, small=True),
            Field.select("practice", label_size=Size.SMALL),
        )


class FeedbackForm(forms.Form):
    """How an event was."""

    def __init__(self, data: Any = None, *, said: EventFeedback | None = None) -> None:
        initial = {name: getattr(said, name) for name in (*SCORES, "will_do", "text")} if said else {}
        super().__init__(data, initial=initial)
        for name, label in SCORES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=_choices(), widget=forms.RadioSelect, coerce=int, empty_value=None, required=False
            )
        self.fields["will_do"] = area(gettext_lazy("What will you do with it? (optional)"), 2000)
        self.fields["text"] = area(gettext_lazy("What should we know for the next event? (optional)"), 2000)
        self.helper = helper(
            *(Field.radios(name, legend_size=Size.SMALL, small=True, inline=True) for name in SCORES),
            Field.textarea("will_do", rows=3, label_size=Size.SMALL),
            Field.textarea("text", rows=3, label_size=Size.SMALL),
        )

    def scores(self) -> dict[str, Any]:
        """The scores as the action takes them."""
        return {name: self.cleaned_data[name] for name in SCORES}


def _choices() -> list[tuple[int, str]]:
    ends = {LOWEST: _("1, not at all"), HIGHEST: _("5, very")}
    return [(score, ends.get(score, str(score))) for score in range(LOWEST, HIGHEST + 1)]
