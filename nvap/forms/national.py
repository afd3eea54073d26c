"""Forms of national actions and change proposals."""

from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from nvap.models import Action, NationalAction, PlanVersion
from nvap.vocab import NationalState
from vkpp.accounts.forms import layout
from vkpp.core import plain_text

EVIDENCE_KINDS = (("review", _l("Learning from reviews")), ("research", _l("Research")), ("practice", _l("Practice")))
LONGEST_LABEL = 300


class NationalForm(forms.Form):
    """A national action."""

    title = forms.CharField(label=_l("Title"), required=False, max_length=160)
    description = forms.CharField(label=_l("What is to be done? (optional)"), widget=forms.Textarea, required=False)
    owner = forms.CharField(
        label=_l("Owner"),
        help_text=_l("A body or role, for example College of Policing."),
        required=False,
        max_length=120,
    )
    action = forms.ModelChoiceField(
        label=_l("Action of the plan (optional)"), queryset=Action.objects.all(), required=False, empty_label=_l("None")
    )
    due_on = DateInputField(label=_l("Until when? (optional)"), required=False, require_all_fields=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("description", rows=5, label_size=Size.SMALL),
            Field.text("owner", label_size=Size.SMALL),
            Field.select("action", label_size=Size.SMALL),
            Field.text("due_on", legend_size=Size.SMALL),
            "version",
        )

    @staticmethod
    def initial_of(row: NationalAction) -> dict[str, Any]:
        """What the fields hold for a national action."""
        return {name: getattr(row, name) for name in ("title", "description", "owner", "action", "due_on", "version")}


class MilestoneForm(forms.Form):
    """A step with its date."""

    title = forms.CharField(label=_l("What is reached?"), required=False, max_length=200)
    due_on = DateInputField(label=_l("Until when? (optional)"), required=False, require_all_fields=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(Field.text("title", label_size=Size.SMALL), Field.text("due_on", legend_size=Size.SMALL))


class ReportForm(forms.Form):
    """How far it is."""

    text = forms.CharField(label=_l("What has happened?"), widget=forms.Textarea, required=False)
    state = forms.ChoiceField(
        label=_l("Where does it stand?"), choices=NationalState.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.textarea("text", rows=6, label_size=Size.SMALL), Field.radios("state", legend_size=Size.SMALL)
        )


class EvidenceField(forms.CharField):
    """What prompts a change, one a line: label | address."""

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The pieces of evidence."""
        rows = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            label, _bar, url = line.rpartition(" | ") if " | " in line else (line, "", "")
            try:
                label = plain_text.text(label, _("Evidence"), LONGEST_LABEL, one_line=True)
                url = plain_text.text(url, _("Address"), LONGEST_LABEL, one_line=True)
            except plain_text.Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
            if url and not url.startswith(("https://", "http://")):
                raise forms.ValidationError(_("An address must begin with https://. Write: what it is | https://…"))
            rows.append({"label": label, "url": url})
        return rows


class ProposalForm(forms.Form):
    """A proposal to change the plan."""

    plan = forms.ModelChoiceField(label=_l("Plan"), queryset=PlanVersion.objects.none(), empty_label=None)
    action = forms.ModelChoiceField(
        label=_l("Action (optional)"),
        help_text=_l("Leave empty for a new action or the plan as a whole."),
        queryset=Action.objects.all(),
        required=False,
        empty_label=_l("The plan as a whole"),
    )
    title = forms.CharField(label=_l("Title"), required=False, max_length=160)
    proposal = forms.CharField(label=_l("What should change, and how?"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=_l("What prompts it?"), choices=EVIDENCE_KINDS, widget=forms.RadioSelect, initial="review"
    )
    evidence = EvidenceField(
        label=_l("Name it"),
        help_text=_l("One a line: what it is | its address. For example: Briefing 4, theme 2 | https://…"),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = PlanVersion.objects.visible_to(user).filter(state="published")  # type: ignore[attr-defined]  # a choice field
        self.helper = layout(
            Field.select("plan", label_size=Size.SMALL),
            Field.select("action", label_size=Size.SMALL),
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("proposal", rows=7, label_size=Size.SMALL),
            Field.radios("kind", legend_size=Size.SMALL),
            Field.textarea("evidence", rows=4, label_size=Size.SMALL),
        )

    def values(self) -> dict[str, Any]:
        """What `propose` takes."""
        data = self.cleaned_data
        evidence = [{"kind": data["kind"], **row} for row in data["evidence"]]
        return {**{name: data[name] for name in ("plan", "action", "title", "proposal")}, "evidence": evidence}


class ProposalDecisionForm(forms.Form):
    """Accept or decline, with the reason."""

    accept = forms.TypedChoiceField(
        label=_l("Decision"),
        choices=[("yes", _l("Accept: it comes into the next version")), ("no", _l("Decline"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _l("Accept or decline.")},
    )
    reason = forms.CharField(label=_l("Reason"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout(
            Field.radios("accept", legend_size=Size.SMALL), Field.textarea("reason", rows=5, label_size=Size.SMALL)
        )
