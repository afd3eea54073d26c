"""Forms of peer reviews; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.models import Action, PlanVersion
from nvap.telling import holders
from reviews.actions.asking import DAYS
from reviews.models import PeerReview
from reviews.vocab import Interest, Sector
from vkpp.accounts.forms import layout
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission

SMALL = Size.SMALL


class ReasonForm(forms.Form):
    """The reason of a step that needs one."""

    reason = area(gettext_lazy("Why?"), 2000)

    def __init__(self, data: Any = None, *, needed: bool = True, hint: Any = "", prefix: str | None = None) -> None:
        super().__init__(data, auto_id=f"{prefix}_%s" if prefix else "id_%s")
        self.fields["reason"].help_text = hint or _("It is kept with the review, and the other side reads it.")
        if not needed:
            del self.fields["reason"]
        self.helper = layout(*([Field.textarea("reason", rows=4, label_size=SMALL)] if needed else []))


class AskForm(forms.Form):
    """What a force asks for."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    reason = area(gettext_lazy("Why do you ask, and what do you hope for?"))
    actions = forms.ModelMultipleChoiceField(
        Action.objects.none(),
        label=gettext_lazy("Which actions of the plan should the team look at?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose actions of this plan.")},
    )
    wanted_from = DayField(label=gettext_lazy("When would it suit you: from"))
    wanted_to = DayField(label=gettext_lazy("Until"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, plan: PlanVersion, review: PeerReview | None = None) -> None:
        names = ("title", "reason", "wanted_from", "wanted_to", "version")
        now: dict[str, Any] = {name: getattr(review, name) for name in names} if review else {}
        if review is not None:
            now["actions"] = list(review.scopes.values_list("action", flat=True))
        super().__init__(data, initial=now)
        self.fields["title"].help_text = _("In a few words, for example “Voice of the victim in call handling”.")
        self.fields["reason"].help_text = _(
            "Peers come as critical friends. Write nothing about single people or cases."
        )
        self.fields["actions"].help_text = _(
            "A few, so that the team can look well. VKPP agrees the final scope with you."
        )
        actions: Any = self.fields["actions"]
        actions.queryset = Action.objects.filter(versions__plan=plan).order_by("code")
        self.helper = layout(
            Field.text("title", label_size=SMALL),
            Field.textarea("reason", rows=8, label_size=SMALL),
            Field.checkboxes("actions", legend_size=SMALL, small=True),
            Field.text("wanted_from", label_size=SMALL),
            Field.text("wanted_to", label_size=SMALL),
            Field("version"),
        )


class ManagerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Somebody of the national team who does not belong to the force."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), required=False, empty_label=gettext_lazy("Nobody yet"), **kwargs)

    def outside(self, force_id: int) -> None:
        """Offer those who may look after a review of this force."""
        own = User.objects.filter(memberships__force=force_id, memberships__ended_at=None)
        self.queryset = holders(Permission.PEER_REVIEWS_MANAGE).exclude(pk__in=own.values("pk"))


class ArrangeForm(forms.Form):
    """Who looks after it, and the days."""

    manager = ManagerField(label=gettext_lazy("Who of VKPP looks after the review?"))
    fieldwork_from = DayField(label=gettext_lazy("First day of fieldwork"))
    fieldwork_to = DayField(label=gettext_lazy("Last day of fieldwork"))
    report_due_on = DayField(label=gettext_lazy("Draft report due"))
    comments_due_on = DayField(label=gettext_lazy("Factual-accuracy comments due"))
    follow_up_on = DayField(label=gettext_lazy("Follow-up"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, review: PeerReview, only_manager: bool = False) -> None:
        super().__init__(data, initial={name: getattr(review, name) for name in ("manager", *DAYS, "version")})
        manager: Any = self.fields["manager"]
        manager.outside(review.force_id)
        if only_manager:
            for name in DAYS:
                del self.fields[name]
        shown = [Field.text(name, label_size=SMALL) for name in DAYS if name in self.fields]
        self.helper = layout(Field.select("manager", label_size=SMALL), *shown, Field("version"))


class TermsForm(forms.Form):
    """Terms of reference, and for each action of the plan whether it is looked at and what the force wants to know."""

    terms = area(gettext_lazy("Terms of reference"), 20_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, review: PeerReview) -> None:
        super().__init__(data, initial={"terms": review.terms, "version": review.version})
        self.fields["terms"].help_text = _(
            "What the review is for, what it looks at and what not, who does what until when, who reads the report."
        )
        self.helper = layout(Field.textarea("terms", rows=16, label_size=SMALL), Field("version"))


class MemberForm(forms.Form):
    """Somebody who joins the team."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Choose")
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Where do they come from?"), choices=Sector.choices, widget=forms.RadioSelect, required=False
    )
    lead = forms.BooleanField(label=gettext_lazy("Leads the team"), required=False)

    def __init__(self, data: Any = None, *, review: PeerReview) -> None:
        super().__init__(data)
        there = review.team.filter(ended_at=None).values("person")
        person: Any = self.fields["person"]
        person.queryset = holders(Permission.PEER_REVIEWS_TAKE_PART).exclude(pk__in=there)
        person.label_from_instance = _with_organisation
        self.helper = layout(
            Field.select("person", label_size=SMALL),
            Field.radios("sector", legend_size=SMALL, small=True),
            Field.checkbox("lead", small=True),
        )


def _with_organisation(person: User) -> str:
    return f"{person} ({person.organisation})" if person.organisation else str(person)


class DeclareForm(forms.Form):
    """What connects a member to the force."""

    interest = forms.ChoiceField(
        label=gettext_lazy("Does anything connect you to the force?"),
        choices=[
            (Interest.NONE.value, gettext_lazy("No, nothing that could sway me or seem to")),
            (Interest.CONFLICT.value, gettext_lazy("Yes, there is something")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    text = area(gettext_lazy("What connects you?"), 2000)

    def __init__(self, data: Any = None, *, now: Any = None) -> None:
        known = now is not None and now.interest != Interest.UNDECLARED
        super().__init__(data, initial={"interest": now.interest, "text": now.interest_text} if known else {})
        self.fields["text"].help_text = _("For example: you worked there until 2022, or a close relative does.")
        self.helper = layout(
            Field.radios("interest", legend_size=SMALL), Field.textarea("text", rows=4, label_size=SMALL)
        )
