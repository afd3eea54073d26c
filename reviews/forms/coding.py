"""Forms of coding: choosing coders, a learning point, being done; the actions say what is wrong with what was typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.telling import holders
from practice.forms import loose
from practice.forms.groups import GROUPED, shown
from reviews.asking import LooksPersonal
from reviews.models import Coding, Document, LearningPoint
from reviews.presenters.code_book import theme_choices
from reviews.vocab import Level, PointKind
from vkpp.accounts.forms import layout
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core.personal_data import Finding

SMALL = Size.SMALL
LONG_LIST = "practice/_choices_field.html"


def loose_area(label: Any) -> forms.CharField:
    """A text of any length: the action says when it is too long."""
    return forms.CharField(label=label, widget=forms.Textarea, required=False, strip=False)


class CoderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Somebody who codes reviews, with how many they have before them."""

    load: Mapping[int, int] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), required=False, empty_label=gettext_lazy("Choose"), **kwargs)

    def offer(self, load: Mapping[int, int]) -> None:
        """The staff who code; `load`: how many codings each has open, by person."""
        self.queryset, self.load = holders(Permission.REVIEWS_CODE), load

    def label_from_instance(self, obj: Any) -> str:
        """The name, and how much the person has to do already."""
        return _("%(person)s (%(count)s to code)") % {"person": obj, "count": self.load.get(obj.pk, 0)}


class AssignForm(forms.Form):
    """Who codes a review until when."""

    first = CoderField(label=gettext_lazy("First coder"))
    second = CoderField(label=gettext_lazy("Second coder"))
    resolver = CoderField(label=gettext_lazy("Who brings their codings together? (optional)"))
    due_on = DayField(label=gettext_lazy("Code it until (optional)"))

    def __init__(self, data: Any = None, *, load: Mapping[int, int]) -> None:
        super().__init__(data)
        for name in ("first", "second", "resolver"):
            field: Any = self.fields[name]
            field.offer(load)
        self.fields["resolver"].help_text = _("A third person. Left open, everybody who did not code it may do it.")
        self.helper = layout(
            *(Field.select(name, label_size=SMALL) for name in ("first", "second", "resolver")),
            Field.text("due_on", label_size=SMALL),
        )


class ReplaceForm(forms.Form):
    """Who codes instead of somebody."""

    coder = CoderField(label=gettext_lazy("Who codes it instead?"), error_messages={})

    def __init__(self, data: Any = None, *, load: Mapping[int, int]) -> None:
        super().__init__(data)
        field: Any = self.fields["coder"]
        field.offer(load)
        self.helper = layout(Field.select("coder", label_size=SMALL))

    def clean_coder(self) -> User:
        """Somebody must be chosen."""
        who: User | None = self.cleaned_data["coder"]
        if who is None:
            raise forms.ValidationError(_("Choose who codes it instead."))
        return who


class PointForm(forms.Form):
    """A learning point: the passage, what may be learned, and how it is coded."""

    quote = loose_area(gettext_lazy("Passage"))
    document = forms.ChoiceField(label=gettext_lazy("Document"), required=False)
    page_number = forms.IntegerField(
        label=gettext_lazy("Page"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages={"invalid": gettext_lazy("Enter the number of the page.")},
    )
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    text = loose_area(gettext_lazy("What may policing learn?"))
    theme = loose.Choice(label=gettext_lazy("Theme"), required=False)
    level = loose.Choice(
        label=gettext_lazy("For whom?"), choices=Level.choices, widget=forms.RadioSelect, required=False
    )
    kind = loose.Choice(
        label=gettext_lazy("What was it?"), choices=PointKind.choices, widget=forms.RadioSelect, required=False
    )
    strands = loose.Choices(
        label=gettext_lazy("Strands (optional)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    actions = loose.Choices(
        label=gettext_lazy("Actions of the plan (optional)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    recommendation = loose_area(gettext_lazy("What does the review recommend about it? (optional)"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    findings: Sequence[Finding] = ()

    def __init__(self, data: Any = None, *, coding: Coding, documents: Iterable[Document], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["quote"].help_text = _("Select it in the text and press “Use this passage”, or copy it here.")
        self.fields["level"].widget.attrs["class"] = "govuk-radios--inline"
        files = [(str(one.pk), one.name) for one in documents]
        self._choose("document", files)
        self._choose("theme", [("", _("Choose")), *theme_choices(coding.taxonomy)])
        chosen: Any = data.getlist if data is not None else lambda name: (initial or {}).get(name, [])
        for name in ("strands", "actions"):
            groups = GROUPED[name]()
            self._choose(name, [pair for _title, pairs in groups for pair in pairs])
            self.fields[name].groups = list(shown(groups, list(chosen(name)), name, unfolded=0))  # type: ignore[attr-defined]  # the template prints them
        self.helper = layout(*self._rows(files))

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _rows(self, files: list[tuple[str, str]]) -> list[Any]:
        place: list[Any] = []
        if files:
            one = Field.select("document", label_size=SMALL) if len(files) > 1 else "document"
            place = [one]
        if len(files) == 1:
            self.fields["document"].widget = forms.HiddenInput()
            self.initial.setdefault("document", files[0][0])
        return [
            Field.textarea("quote", rows=4, label_size=SMALL),
            *place,
            Field.text("page_number", label_size=SMALL, field_width=Fixed.THREE),
            Field.textarea("text", rows=3, label_size=SMALL),
            Field.select("theme", label_size=SMALL),
            Field.radios("level", legend_size=SMALL, small=True, inline=True),
            Field.radios("kind", legend_size=SMALL, small=True, inline=True),
            Field("strands", template=LONG_LIST),
            Field("actions", template=LONG_LIST),
            Field.textarea("recommendation", rows=2, label_size=SMALL),
            "start",
            "version",
        ]

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Remember what likely personal data the action asks about, so that the page can offer to keep it."""
        try:
            yield
        except LooksPersonal as refusal:
            self.findings = refusal.findings
            raise

    def values(self) -> dict[str, Any]:
        """What `points.save` takes."""
        document = self.cleaned_data.get("document") or None
        keep = self.data.getlist("keep") if hasattr(self.data, "getlist") else []
        return {**self.cleaned_data, "document": int(document) if document else None, "keep": keep}

    @staticmethod
    def initial_of(point: LearningPoint) -> dict[str, Any]:
        """What the fields hold for a learning point."""
        names = ("quote", "page_number", "start", "text", "level", "kind", "strands", "recommendation", "version")
        values = {name: getattr(point, name) for name in names}
        document = str(point.page.document_id) if point.page is not None else ""
        actions = [action.code for action in point.actions.all()]
        return {**values, "theme": point.theme.code, "document": document, "actions": actions}


class DoneForm(forms.Form):
    """Being done with a coding."""

    note = area(gettext_lazy("Note for who brings the codings together (optional)"), 2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field.textarea("note", rows=3, label_size=SMALL))


class WhyForm(forms.Form):
    """The reason of a decision."""

    reason = area(gettext_lazy("Why?"), 2000)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.helper = layout(Field.textarea("reason", rows=4, label_size=SMALL))
