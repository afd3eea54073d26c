"""Forms of fieldwork, findings and the report; they take what was typed, the action says what is wrong with it."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.models import Action
from nvap.telling import holders
from reviews.models import FieldNote, Interview, Judgement, PeerFinding, PeerReview, Recommendation, ReportSection
from reviews.models import Supplied as SuppliedPiece
from reviews.vocab import EvidenceStrength, FindingKind, InterviewKind, InterviewState
from vkpp.accounts.forms import layout
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission

SMALL = Size.SMALL
NOT_ON_LIST = {"invalid_choice": gettext_lazy("Choose from the list.")}


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def _ticks(label: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]  # generic only for the type checker
    return forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NOT_ON_LIST,
    )


def _choice(label: Any, empty: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]  # as above
    return forms.ModelChoiceField(
        Action.objects.none(), label=label, required=False, empty_label=empty, error_messages=NOT_ON_LIST
    )


def actions_of(review: PeerReview, stored: int | None = None) -> Any:
    """The actions the review looks at, in their order, then the one `stored` before the scope was changed."""
    place = Subquery(review.scopes.filter(action=OuterRef("pk")).values("order")[:1])
    rows = Action.objects.annotate(place=place).filter(Q(place__isnull=False) | Q(pk=stored))
    return rows.order_by(F("place").asc(nulls_last=True), "code")


def _talks(review: PeerReview, stored: Any = ()) -> Any:
    """The conversations of the review that are not cancelled, and those `stored` before they were."""
    return review.interviews.filter(~Q(state=InterviewState.CANCELLED) | Q(pk__in=stored))


class InterviewForm(forms.Form):
    """A conversation: with whom, when, where, about what."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How do you speak with them?"),
        choices=InterviewKind.choices,
        widget=forms.RadioSelect,
        initial=InterviewKind.INTERVIEW,
        required=False,
    )
    whom = forms.CharField(label=gettext_lazy("With whom?"), max_length=200, required=False)
    day = DayField(label=gettext_lazy("Day"))
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input govuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter the time as in 09:30.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        required=False,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-4"}),
    )
    place = forms.CharField(label=gettext_lazy("Where?"), max_length=200, required=False)
    topics = area(gettext_lazy("What do you want to know?"))
    leads = _ticks(gettext_lazy("Who of the team leads it?"))
    actions = _ticks(gettext_lazy("Which actions is it about?"))
    version = _version()

    def __init__(self, data: Any = None, *, review: PeerReview, interview: Interview | None = None) -> None:
        names = ("kind", "whom", "minutes", "place", "topics", "version")
        now: dict[str, Any] = {name: getattr(interview, name) for name in names} if interview else {}
        if interview is not None:
            starts = timezone.localtime(interview.starts_at) if interview.starts_at else None
            now |= {"day": starts and starts.date(), "time": starts and starts.time()}
            now |= {"leads": interview.leads.all(), "actions": interview.actions.all()}
        super().__init__(data, initial=now)
        leads: Any = self.fields["leads"]
        leads.queryset = User.objects.filter(peer_memberships__review=review, peer_memberships__ended_at=None)
        actions: Any = self.fields["actions"]
        actions.queryset = actions_of(review)
        self.fields["whom"].help_text = _("Roles, never names. For example: six response sergeants of two shifts.")
        self.helper = layout(
            Field.radios("kind", legend_size=SMALL, small=True),
            Field.text("whom", label_size=SMALL),
            Field.text("day", label_size=SMALL),
            Field.text("time", label_size=SMALL),
            Field.text("minutes", label_size=SMALL),
            Field.text("place", label_size=SMALL),
            Field.textarea("topics", rows=4, label_size=SMALL),
            Field.checkboxes("leads", legend_size=SMALL, small=True),
            Field.checkboxes("actions", legend_size=SMALL, small=True),
            "version",
        )

    def clean(self) -> dict[str, Any]:
        """Day and time together or not at all."""
        data = super().clean() or {}
        day, time = data.get("day"), data.get("time")
        if (day is None) != (time is None) and not {"day", "time"} & set(self.errors):
            self.add_error("time" if time is None else "day", _("Enter day and time, or neither."))
        starts = dt.datetime.combine(day, time) if day and time else None
        data["starts_at"] = timezone.make_aware(starts) if starts else None
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "whom", "starts_at", "minutes", "place")} | {
            name: self.cleaned_data[name] for name in ("topics", "leads", "actions")
        }


class NoteForm(forms.Form):
    """A note, and what it belongs to."""

    text = area(gettext_lazy("Note"), 20_000)
    interview = _choice(gettext_lazy("Conversation (optional)"), gettext_lazy("None"))
    action = _choice(gettext_lazy("Action (optional)"), gettext_lazy("None"))
    version = _version()

    def __init__(
        self, data: Any = None, *, review: PeerReview, note: FieldNote | None = None, initial: Any = None
    ) -> None:
        names = ("text", "interview", "action", "version")
        now = {name: getattr(note, name) for name in names} if note else (initial or {})
        super().__init__(data, initial=now)
        interview: Any = self.fields["interview"]
        interview.queryset = _talks(review, [note.interview_id] if note else ())
        interview.label_from_instance = lambda row: row.whom
        action: Any = self.fields["action"]
        action.queryset = actions_of(review, note.action_id if note else None)
        self.fields["text"].help_text = _("Only the team reads it, now and later. Write roles, not names.")
        self.helper = layout(
            Field.textarea("text", rows=8, label_size=SMALL),
            Field.select("interview", label_size=SMALL),
            Field.select("action", label_size=SMALL),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("text", "interview", "action")}


class JudgementForm(forms.Form):
    """How the team sees an action."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("How far is it in place?"),
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
    )
    evidence = forms.TypedChoiceField(
        label=gettext_lazy("How much stands behind this?"),
        choices=[("", gettext_lazy("Not said")), *EvidenceStrength.choices],
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
    )
    text = area(gettext_lazy("Why?"))
    version = _version()

    def __init__(self, data: Any = None, *, levels: dict[int, str], judgement: Judgement | None = None) -> None:
        names = ("level", "evidence", "text", "version")
        now = {name: getattr(judgement, name) for name in names} if judgement else {"version": 0}
        super().__init__(data, initial=now, auto_id="judge_%s")
        level: Any = self.fields["level"]
        level.choices = [("", _("No judgement")), *sorted(levels.items())]
        self.fields["text"].help_text = _("It goes into the report. An empty line begins a new paragraph.")
        self.helper = layout(
            Field.radios("level", legend_size=SMALL, small=True),
            Field.radios("evidence", legend_size=SMALL, small=True),
            Field.textarea("text", rows=5, label_size=SMALL),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("level", "evidence", "text")}


class FindingForm(forms.Form):
    """A finding, and what shows it."""

    action = _choice(gettext_lazy("Action"), None)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=FindingKind.choices, widget=forms.RadioSelect, required=False
    )
    title = forms.CharField(label=gettext_lazy("In one line"), max_length=160, required=False)
    text = area(gettext_lazy("What did the team find?"), 10_000)
    pieces = _ticks(gettext_lazy("Which documents show it?"))
    interviews = _ticks(gettext_lazy("Which conversations show it?"))
    version = _version()

    def __init__(
        self, data: Any = None, *, review: PeerReview, finding: PeerFinding | None = None, initial: Any = None
    ) -> None:
        names = ("action", "kind", "title", "text", "version")
        now: dict[str, Any] = {name: getattr(finding, name) for name in names} if finding else (initial or {})
        if finding is not None:
            now |= {"pieces": finding.pieces.all(), "interviews": finding.interviews.all()}
        super().__init__(data, initial=now)
        self._offer("action", actions_of(review, finding.action_id if finding else None), str)
        pieces = SuppliedPiece.objects.filter(request__review=review).select_related("evidence", "request")
        self._offer("pieces", pieces, _piece_words)
        held = _talks(review, now.get("interviews", ()))
        self._offer("interviews", held, lambda row: row.whom)
        self.fields["text"].help_text = _("It goes into the report. An empty line begins a new paragraph.")
        self.fields["interviews"].help_text = _("The report says only how many, so that nobody is known by it.")
        self.helper = layout(
            Field.select("action", label_size=SMALL),
            Field.radios("kind", legend_size=SMALL, small=True),
            Field.text("title", label_size=SMALL),
            Field.textarea("text", rows=8, label_size=SMALL),
            Field.checkboxes("pieces", legend_size=SMALL, small=True),
            Field.checkboxes("interviews", legend_size=SMALL, small=True),
            "version",
        )

    def _offer(self, name: str, rows: Any, label: Any) -> None:
        field: Any = self.fields[name]
        field.queryset, field.label_from_instance = rows, label

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("action", "kind", "title", "text", "pieces", "interviews")
        return {name: self.cleaned_data[name] for name in names}


def _piece_words(piece: SuppliedPiece) -> str:
    """A piece by its title and what it was given for, as one file may answer two requests."""
    return f"{piece.evidence.title} ({Truncator(piece.request.text).chars(80)})"


class AdviceForm(forms.Form):
    """A recommendation to the force."""

    text = area(gettext_lazy("What should the force do?"))
    action = _choice(gettext_lazy("Action of the plan"), gettext_lazy("None"))
    finding = _choice(gettext_lazy("Finding it rests on (optional)"), gettext_lazy("None"))
    owner = _choice(gettext_lazy("Who should do it? (optional)"), gettext_lazy("The force decides"))
    due_on = DayField(label=gettext_lazy("Until when? (optional)"))
    version = _version()

    def __init__(
        self, data: Any = None, *, review: PeerReview, advice: Recommendation | None = None, initial: Any = None
    ) -> None:
        names = ("text", "action", "owner", "due_on", "version")
        now = {name: getattr(advice, name) for name in names} if advice else (initial or {})
        super().__init__(data, initial=now)
        fields: Any = self.fields
        fields["action"].queryset = actions_of(review, advice.action_id if advice else None)
        fields["finding"].queryset = review.findings.filter(removed_at=None)
        fields["finding"].label_from_instance = lambda row: row.title
        answers = holders(Permission.RETURN_ANSWER, review.force_id).values("pk")
        owners = User.objects.filter(Q(pk__in=answers) | Q(pk=advice.owner_id if advice else None))
        fields["owner"].queryset = owners.order_by("display_name", "pk")
        if advice is not None:
            del self.fields["finding"]
        shown = {
            "text": Field.textarea("text", rows=5, label_size=SMALL),
            "due_on": Field.text("due_on", label_size=SMALL),
            "version": Field("version"),
        }
        self.helper = layout(*(shown.get(name) or Field.select(name, label_size=SMALL) for name in self.fields))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SectionForm(forms.Form):
    """A section of the report."""

    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=160, required=False)
    text = area(gettext_lazy("Text"), 20_000)
    after_findings = forms.TypedChoiceField(
        label=gettext_lazy("Where does it stand?"),
        choices=[("no", gettext_lazy("Before the findings")), ("yes", gettext_lazy("After the findings"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value="",
        required=False,
    )
    version = _version()

    def __init__(self, data: Any = None, *, section: ReportSection | None = None) -> None:
        now: dict[str, Any] = {"after_findings": "no"}
        if section is not None:
            now = {name: getattr(section, name) for name in ("heading", "text", "version")}
            now["after_findings"] = "yes" if section.after_findings else "no"
        super().__init__(data, initial=now)
        self.fields["text"].help_text = _("An empty line begins a new paragraph; each paragraph has its own number.")
        self.helper = layout(
            Field.text("heading", label_size=SMALL),
            Field.textarea("text", rows=12, label_size=SMALL),
            Field.radios("after_findings", legend_size=SMALL, small=True),
            "version",
        )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("heading", "text", "after_findings")}
