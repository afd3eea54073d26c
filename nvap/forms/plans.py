"""Forms of importing files, rounds, extensions and peer groups."""

from typing import Any

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.utils.translation import gettext_lazy as _

from nvap.models import FormVersion, Framework, PlanVersion, Round
from nvap.vocab import PeerKind, RoundState
from vkpp.accounts.forms import layout
from vkpp.accounts.models import Force
from vkpp.core.moments import Moment

LARGEST_FILE = 5_000_000
MOMENTS = ("opens", "due", "closes", "publishes")


class ImportForm(forms.Form):
    """A file, and for some kinds what it is about."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")}
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Any] = []
        if kind == "crosswalk":
            names = [(row.code, row.name) for row in Framework.objects.all()]
            self.fields["framework"] = forms.ChoiceField(label=_("Framework"), choices=names)
            rows.append(Field.select("framework", label_size=Size.SMALL))
        if kind == "peers":
            self.fields |= _peer_fields()
            rows += [Field.text(name, label_size=Size.SMALL) for name in ("code", "title")]
            rows += [
                Field.radios("kind", legend_size=Size.SMALL),
                Field.textarea("method", rows=3, label_size=Size.SMALL),
                Field("counts_self"),
            ]
        self.helper = layout(*rows, Field("file"))

    def clean_file(self) -> str:
        """The text of the file."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large. It must be smaller than 5 MB."))
        try:
            text: str = given.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no text in UTF-8. Save it as UTF-8 and try again.")) from error
        return text

    def values(self) -> dict[str, str]:
        """What was chosen beside the file."""
        return {name: str(value or "") for name, value in self.cleaned_data.items() if name != "file"}


def _peer_fields() -> dict[str, forms.Field]:
    kinds = [(value, label) for value, label in PeerKind.choices if value != PeerKind.OWN]
    return {
        "code": forms.SlugField(
            label=_("Code"), help_text=_("The same code makes a new version of that group."), max_length=60
        ),
        "title": forms.CharField(label=_("Title"), max_length=120),
        "kind": forms.ChoiceField(label=_("How were the members chosen?"), choices=kinds, widget=forms.RadioSelect),
        "method": forms.CharField(
            label=_("Where does the membership come from?"),
            help_text=_("It is shown beside every figure that uses the group."),
            widget=forms.Textarea,
            max_length=2000,
        ),
        "counts_self": forms.BooleanField(label=_("A force counts in the figures of its own group"), required=False),
    }


class RoundForm(forms.Form):
    """A round: what is asked, and when."""

    title = forms.CharField(label=_("Title"), help_text=_("For example 2026 return."), max_length=120, required=False)
    code = forms.SlugField(
        label=_("Code"), help_text=_("Part of the address, for example 2026."), max_length=40, required=False
    )
    plan = forms.ModelChoiceField(label=_("Plan"), queryset=PlanVersion.objects.none(), empty_label=None)
    form = forms.ModelChoiceField(label=_("Form"), queryset=FormVersion.objects.none(), empty_label=None)
    previous = forms.ModelChoiceField(
        label=_("Which round does it follow?"),
        help_text=_("Answers of that round are carried forward as proposals to confirm."),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    always_open = forms.BooleanField(label=_("A living round without end"), required=False)
    grace_minutes = forms.IntegerField(
        label=_("Grace after the close, in minutes"),
        min_value=0,
        max_value=10080,
        initial=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = row is not None and row.state != RoundState.DRAFT
        self.fields["plan"].queryset = PlanVersion.objects.all()  # type: ignore[attr-defined]  # a choice field
        self.fields["form"].queryset = FormVersion.objects.all()  # type: ignore[attr-defined]  # a choice field
        earlier = Round.objects.exclude(pk=row.pk) if row else Round.objects.all()
        self.fields["previous"].queryset = earlier  # type: ignore[attr-defined]  # a choice field
        labels = {
            "opens": _("When does it open?"),
            "due": _("When are returns due?"),
            "closes": _("When does editing end?"),
            "publishes": _("When is it to be published? (optional)"),
        }
        for name in MOMENTS:
            self.fields |= Moment.fields(name, labels[name], timed=name == "opens")
        if running:
            for name in ("code", "plan", "form", "previous", "always_open", "opens_on", "opens_time"):
                del self.fields[name]
        self.helper = layout(*self._rows())

    def _rows(self) -> list[Any]:
        rows: list[Any] = [Field.text("title", label_size=Size.SMALL)]
        if "plan" in self.fields:
            rows.append(Field.text("code", label_size=Size.SMALL, field_width=Fluid.ONE_THIRD))
            rows += [Field.select(name, label_size=Size.SMALL) for name in ("plan", "form", "previous")]
            rows.append(Field("always_open"))
        for name in MOMENTS:
            if f"{name}_on" in self.fields:
                rows += Moment.layout(name)
        rows += [Field.text("grace_minutes", label_size=Size.SMALL, field_width=Fluid.ONE_QUARTER), Field("version")]
        return rows

    def values(self) -> dict[str, Any]:
        """The columns of the round; mistakes in a moment go next to its fields."""
        data = self.cleaned_data
        values: dict[str, Any] = {
            name: data[name] for name in ("title", "code", "plan", "form", "previous", "always_open") if name in data
        }
        values["grace_minutes"] = data["grace_minutes"]
        for name in MOMENTS:
            if f"{name}_on" in self.fields:
                values[f"{name}_at"] = Moment.of(self, name)
        return values

    @staticmethod
    def initial_of(row: Round) -> dict[str, Any]:
        """What the fields hold for a round."""
        names = ("title", "code", "plan", "form", "previous", "always_open", "grace_minutes", "version")
        values = {name: getattr(row, name) for name in names}
        for name in MOMENTS:
            values |= Moment.initial(name, getattr(row, f"{name}_at"))
        return values


class ExtendForm(forms.Form):
    """More time for one force."""

    force = forms.ModelChoiceField(label=_("Force"), queryset=Force.objects.none(), empty_label=_("Choose a force"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False, max_length=1000)

    def __init__(self, *args: Any, row: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"].queryset = Force.objects.filter(returns__round=row)  # type: ignore[attr-defined]  # a choice field
        self.fields |= Moment.fields("until", _("Until when?"))
        self.helper = layout(
            Field.select("force", label_size=Size.SMALL),
            *Moment.layout("until"),
            Field.textarea("reason", rows=4, label_size=Size.SMALL),
        )


class OwnPeersForm(forms.Form):
    """The forces that a force wants to be compared with."""

    peers = forms.ModelMultipleChoiceField(
        label=_("Forces to compare with"),
        help_text=_("Choose at least four."),
        queryset=Force.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, force: Force, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Force.objects.filter(benchmarked=True).exclude(pk=force.pk)
        self.fields["peers"].queryset = others  # type: ignore[attr-defined]  # a choice field
        self.helper = layout(Field.checkboxes("peers", legend_size=Size.SMALL, small=True))
