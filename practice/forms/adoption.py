"""Forms of adoptions; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from practice.actions.adoption import WRITES
from practice.adopting.vocab import HIDDEN_SOURCE, AdoptionKind, AdoptionResult, Shared
from practice.models import Adoption
from vkpp.accounts.forms import layout

SMALL = Size.SMALL


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Another force's adoption, by the force's name as far as it may be named."""

    def label_from_instance(self, obj: Any) -> str:
        """The force."""
        return obj.force.name if obj.known else str(HIDDEN_SOURCE)


class AdoptionForm(forms.Form):
    """What a force does with a practice."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=AdoptionKind.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what your force does with it.")},
    )
    reason = area(gettext_lazy("Why?"), 4000)
    plan = area(gettext_lazy("What will you do?"), 4000)
    source = SourceField(
        Adoption.objects.none(),
        label=gettext_lazy("From whom did you learn it?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a force that adopted or adapted this practice.")},
    )
    decided_on = DayField(label=gettext_lazy("Decided on"))
    started_on = DayField(label=gettext_lazy("Started on (if it has)"))
    shared_to = forms.TypedChoiceField(
        label=gettext_lazy("Who may read this?"),
        choices=Shared.choices,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, sources: Any, adoption: Adoption | None = None) -> None:
        fresh = {"decided_on": timezone.localdate(), "shared_to": Shared.POLICE}
        super().__init__(data, initial={name: getattr(adoption, name) for name in WRITES} if adoption else fresh)
        choice: Any = self.fields["source"]
        choice.queryset, choice.empty_label = sources, _("From the force whose practice it is")
        self.fields["reason"].help_text = _(
            "Needed when you decide against it: others learn from that too. Write nothing about single people or cases."
        )
        self.fields["plan"].help_text = _("Who does what until when, and what you change when you adapt it.")
        self.fields["shared_to"].help_text = _("Never more people than may read the example itself.")
        source = [Field.select("source", label_size=SMALL)]
        if not choice.queryset:
            del self.fields["source"]
            source = []
        self.helper = layout(
            Field.radios("kind", legend_size=SMALL, small=True),
            Field.textarea("reason", rows=4, label_size=SMALL),
            Field.textarea("plan", rows=5, label_size=SMALL),
            *source,
            Field.text("decided_on", label_size=SMALL),
            Field.text("started_on", label_size=SMALL),
            Field.radios("shared_to", legend_size=SMALL, small=True),
        )


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=AdoptionResult.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what came of it.")},
    )
    text = area(gettext_lazy("What should others know who try the same?"), 4000)
    version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, adoption: Adoption) -> None:
        super().__init__(data, initial={"result": adoption.result, "text": adoption.result_text})
        self.fields["text"].help_text = _(
            "Shared as far as you share that you took it up: %(who)s. Write nothing about single people or cases."
        ) % {"who": adoption.get_shared_to_display()}
        self.helper = layout(
            Field.radios("result", legend_size=SMALL, small=True), Field.textarea("text", rows=6, label_size=SMALL)
        )


class EndForm(forms.Form):
    """Since when a force does it no longer, and why."""

    ended_on = DayField(label=gettext_lazy("Ended on"))
    reason = area(gettext_lazy("Why does it end?"), 4000)
    version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, adoption: Adoption) -> None:
        del adoption
        super().__init__(data, initial={"ended_on": timezone.localdate()})
        self.fields["reason"].help_text = _("Read by whoever may read that you took it up.")
        self.helper = layout(
            Field.text("ended_on", label_size=SMALL), Field.textarea("reason", rows=4, label_size=SMALL)
        )


class RemoveForm(forms.Form):
    """Why a record is taken away."""

    reason = area(gettext_lazy("Why is it removed?"), 4000)
    version = forms.IntegerField(required=False)

    def __init__(self, data: Any = None, *, adoption: Adoption) -> None:
        del adoption
        super().__init__(data)
        self.fields["reason"].help_text = _("For example: recorded twice. You can put it back later.")
        self.helper = layout(Field.textarea("reason", rows=3, label_size=SMALL))
