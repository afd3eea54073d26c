"""The forms of a briefing; they take what was typed, the actions say what is wrong with it."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.models import Action, PlanVersion, Strand
from nvap.telling import holders
from reviews import briefing_content
from reviews.models import Briefing, BriefingSection, ReviewType
from reviews.vocab import Level, SectionKind
from vkpp.accounts.forms import layout
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission

SMALL = Size.SMALL
NAMES = ("title", "summary", "period_from", "period_to", "theme_code", "types", "strands", "inclusion_rule", "version")
USEFUL = (
    (1, gettext_lazy("Not at all")),
    (2, gettext_lazy("A little")),
    (3, gettext_lazy("Useful")),
    (4, gettext_lazy("Very useful")),
)


def last_quarter(today: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """First and last day of the quarter before this one."""
    today = today or timezone.localdate()
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    end = first - dt.timedelta(days=1)
    return end.replace(month=end.month - 2, day=1), end


class Several(forms.MultipleChoiceField):
    """Several of a list; the action says which are not known."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """Take every code."""


class ThemeField(forms.ChoiceField):
    """A theme of learning, those under it included."""

    def validate(self, value: Any) -> None:
        """Take every code."""


class AboutForm(forms.Form):
    """What a briefing is about: title, period, rule; and its summary."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    period_from = DayField(label=gettext_lazy("Reviews published from"))
    period_to = DayField(label=gettext_lazy("to"))
    theme_code = ThemeField(
        label=gettext_lazy("Theme"),
        required=False,
        help_text=gettext_lazy("Only reviews with learning on this theme are included."),
    )
    types = Several(
        label=gettext_lazy("Kinds of review"), required=False, help_text=gettext_lazy("None chosen: all kinds.")
    )
    strands = Several(
        label=gettext_lazy("Strands"), required=False, help_text=gettext_lazy("None chosen: all strands.")
    )
    inclusion_rule = forms.CharField(
        label=gettext_lazy("What else readers should know about the choice"),
        widget=forms.Textarea,
        required=False,
        strip=False,
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        widget=forms.Textarea,
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "What police should take from it, in a few sentences. It stands first, and in the mail."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, briefing: Briefing | None = None) -> None:
        start, end = last_quarter()
        now = (
            {name: getattr(briefing, name) for name in NAMES} if briefing else {"period_from": start, "period_to": end}
        )
        super().__init__(data, initial=now)
        fields: Any = self.fields
        fields["theme_code"].choices = [("", _("All themes")), *briefing_content.themes()]
        fields["types"].choices = list(ReviewType.objects.filter(active=True).values_list("code", "label"))
        fields["strands"].choices = list(Strand.objects.filter(selectable=True).values_list("code", "label"))
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.textarea("summary", rows=6, label_size=SMALL),
            Field.text("period_from", label_size=SMALL),
            Field.text("period_to", label_size=SMALL),
            Field.select("theme_code", label_size=SMALL),
            Field.checkboxes("types", legend_size=SMALL, small=True),
            Field.checkboxes("strands", legend_size=SMALL, small=True),
            Field.textarea("inclusion_rule", rows=3, label_size=SMALL),
            Field("version"),
        )


class SectionForm(forms.Form):
    """One section: heading, text and, where it holds learning points, which."""

    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea,
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "An empty line begins a paragraph. A line that begins with a hyphen is an item of a list."
        ),
    )
    theme_code = ThemeField(label=gettext_lazy("Learning points on"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Learning points for"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, kind: str, section: BriefingSection | None = None) -> None:
        names = ("heading", "text", "theme_code", "level", "version")
        now = {name: getattr(section, name) for name in names} if section else {"heading": _start(kind)}
        super().__init__(data, initial=now)
        fields: Any = self.fields
        fields["theme_code"].choices = [("", _("All themes of the briefing")), *briefing_content.themes()]
        fields["level"].choices = [("", _("Strategic and operational")), *Level.choices]
        if kind != SectionKind.POINTS:
            del fields["theme_code"], fields["level"]
        if kind != SectionKind.TEXT:
            fields["text"].label = _("Words before it (optional)")
        self.helper = layout(*(self._shown(name) for name in fields))

    def _shown(self, name: str) -> Any:
        if name == "text":
            return Field.textarea(name, rows=12, label_size=SMALL)
        if name in {"theme_code", "level"}:
            return Field.select(name, label_size=SMALL)
        return Field(name) if name == "version" else Field.text(name, label_size=SMALL)

    def values(self) -> dict[str, Any]:
        """What the action takes, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ActionForm(forms.Form):
    """An action of the plan that should change, and why."""

    action = forms.ModelChoiceField(Action.objects.all(), label=gettext_lazy("Action of the plan"), required=False)
    why = area(gettext_lazy("What do the reviews show, and what should change?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["action"]
        field.empty_label = _("Choose an action")
        self.helper = layout(Field.select("action", label_size=SMALL), Field.textarea("why", rows=4, label_size=SMALL))


class ReviewerForm(forms.Form):
    """Who reads the briefing before it is published."""

    reviewer = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who reviews and publishes it?"), required=False
    )

    def __init__(self, *args: Any, briefing: Briefing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reviewer"]
        field.queryset = holders(Permission.BRIEFINGS_WRITE).exclude(pk=briefing.author_id or 0)
        field.empty_label = _("Choose a colleague")
        self.helper = layout(Field.select("reviewer", label_size=SMALL))


class ProposalForm(forms.Form):
    """A proposal to change the plan that the briefing prompts."""

    plan = forms.ModelChoiceField(PlanVersion.objects.none(), label=gettext_lazy("Plan"), empty_label=None)
    action = forms.ModelChoiceField(
        Action.objects.all(),
        label=gettext_lazy("Action"),
        required=False,
        empty_label=gettext_lazy("The plan as a whole"),
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=160)
    proposal = area(gettext_lazy("What should change, and how?"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plan"]
        field.queryset = PlanVersion.objects.visible_to(user).filter(state="published")
        self.helper = layout(
            Field.select("plan", label_size=SMALL),
            Field.select("action", label_size=SMALL),
            Field.text("title", label_size=SMALL),
            Field.textarea("proposal", rows=7, label_size=SMALL),
        )


class FeedbackForm(forms.Form):
    """How useful a briefing was."""

    useful = forms.TypedChoiceField(
        label=gettext_lazy("How useful is this briefing to you?"),
        choices=USEFUL,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    text = area(gettext_lazy("What changed because of it, or what was missing? (optional)"), 3000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.radios("useful", legend_size=SMALL, inline=True), Field.textarea("text", rows=3, label_size=SMALL)
        )


def _start(kind: str) -> str:
    """The heading that a new section of this kind begins with."""
    return {
        SectionKind.FIGURES.value: _("What the reviews tell in numbers"),
        SectionKind.POINTS.value: _("What was learned"),
        SectionKind.ACTIONS.value: _("What it means for the plan"),
    }.get(kind, "")
