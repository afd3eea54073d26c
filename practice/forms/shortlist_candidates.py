"""Forms of candidates: filter of the pool, scores, cost, taking out, stepping aside."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.models import Strand
from practice.models import Candidate, CandidateScore
from practice.shortlist_vocab import HIGHEST, CriterionSource
from vkpp.accounts.forms import layout

SMALL = Size.SMALL
ABSTAIN = "none"
LEVELS = (
    (0, gettext_lazy("not at all")),
    (1, gettext_lazy("a little")),
    (2, gettext_lazy("partly")),
    (3, gettext_lazy("mostly")),
    (4, gettext_lazy("fully")),
)


class PoolFilter(forms.Form):
    """Which examples are listed."""

    q = forms.CharField(label=gettext_lazy("Words of the title"), required=False, max_length=100)
    strand = forms.ChoiceField(label=gettext_lazy("Strand"), required=False)
    serious = forms.BooleanField(label=gettext_lazy("Serious violence only"), required=False)
    early = forms.BooleanField(label=gettext_lazy("Early intervention or prevention only"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["strand"]
        field.choices = [("", _("Every strand")), *Strand.objects.order_by("label").values_list("code", "label")]
        self.helper = layout(
            Field.text("q", label_size=SMALL),
            Field.select("strand", label_size=SMALL),
            Field.checkbox("serious", small=True),
            Field.checkbox("early", small=True),
        )


class ScoreForm(forms.Form):
    """One's own scores of a candidate, each with a word why."""

    def __init__(self, data: Any = None, *, candidate: Candidate, user: Any) -> None:
        super().__init__(data)
        mine = CandidateScore.objects.filter(candidate=candidate, scorer=user.pk)
        given = {row.criterion_id: row for row in mine}
        self.criteria = list(candidate.round.criteria.filter(source=CriterionSource.SCORED))
        shown = []
        for row in self.criteria:
            self._add(row, given.get(row.pk))
            shown += [
                Field.radios(f"score-{row.pk}", legend_size=SMALL, small=True, inline=True),
                Field.textarea(f"comment-{row.pk}", rows=2),
            ]
        self.helper = layout(*shown)

    def _add(self, row: Any, given: CandidateScore | None) -> None:
        score, comment = f"score-{row.pk}", f"comment-{row.pk}"
        levels = [(str(level), f"{level} {words}") for level, words in LEVELS]
        self.fields[score] = forms.ChoiceField(
            label=row.label,
            help_text=row.hint,
            choices=[*levels, (ABSTAIN, _("Cannot judge"))],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("%(label)s: choose 0 to %(most)s, or “cannot judge”.")
                % {"label": row.label, "most": HIGHEST}
            },
        )
        self.fields[comment] = area(_("Why? (%(label)s, optional)") % {"label": row.label}, 2000)
        if given is not None:
            self.initial[score] = ABSTAIN if given.score is None else str(given.score)
            self.initial[comment] = given.comment

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        chosen = {row.pk: self.cleaned_data[f"score-{row.pk}"] for row in self.criteria}
        return {
            "scores": {pk: None if value == ABSTAIN else int(value) for pk, value in chosen.items()},
            "comments": {row.pk: self.cleaned_data[f"comment-{row.pk}"] for row in self.criteria},
        }


class CostForm(forms.Form):
    """The estimate of the cost."""

    cost = forms.CharField(label=gettext_lazy("Cost of evaluating it, in pounds"), required=False, max_length=20)
    note = forms.CharField(
        label=gettext_lazy("Where the estimate comes from (optional)"), required=False, max_length=300
    )

    def __init__(self, data: Any = None, *, candidate: Candidate) -> None:
        now = f"{candidate.cost:,}" if candidate.cost else ""
        super().__init__(data, initial={"cost": now, "note": candidate.cost_note})
        self.fields["cost"].help_text = _("For example 120,000. Empty: not known yet; it can then not be chosen.")
        self.helper = layout(
            Field.text("cost", label_size=SMALL, field_width=Fixed.TEN), Field.text("note", label_size=SMALL)
        )


class RemoveForm(forms.Form):
    """Why it is taken out."""

    why = area(gettext_lazy("Why is it taken out?"), 2000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = layout(Field.textarea("why", rows=3, label_size=SMALL))


class InterestForm(forms.Form):
    """What one's interest is."""

    reason = area(gettext_lazy("What is your interest?"), 1000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].help_text = _("For example: I advised the project. Staff can read it.")
        self.helper = layout(Field.textarea("reason", rows=3, label_size=SMALL))
