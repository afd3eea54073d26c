"""The form of a recommendation; it takes what was typed, the action says what is wrong with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField
from nvap.models import Action
from reviews.asking import LooksPersonal
from reviews.models import LearningPoint, Recommendation
from vkpp.accounts.forms import layout
from vkpp.accounts.models import Force, User
from vkpp.core.personal_data import Finding


class OwnerField(forms.EmailField):
    """Somebody with an account, named by e-mail address."""

    def clean(self, value: Any) -> Any:
        """The person; None when the field is empty."""
        address = super().clean(value)
        if not address:
            return None
        person = User.objects.filter(email__iexact=address, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody with this address has an account. Invite the person first."))
        return person

    def prepare_value(self, value: Any) -> Any:
        """A person is shown by the address."""
        return value.email if isinstance(value, User) else value


@contextmanager
def asked_about(form: "RecommendationForm") -> Iterator[None]:
    """The form offers to keep what looks like personal data; the refusal goes on."""
    try:
        yield
    except LooksPersonal as refusal:
        form.findings = refusal.findings
        raise


class RecommendationForm(forms.Form):
    """What is recommended, to whom and until when."""

    findings: Sequence[Finding] = ()

    text = area(gettext_lazy("What should be done?"))
    action = forms.ModelChoiceField(
        Action.objects.all(),
        label=gettext_lazy("Action of the plan"),
        required=False,
        help_text=gettext_lazy("The recommendation is shown beside this action in the return of the force."),
    )
    force = forms.ModelChoiceField(
        Force.objects.all(),
        label=gettext_lazy("For which force?"),
        required=False,
        help_text=gettext_lazy("It is put into the improvement plan of this force."),
    )
    body = forms.CharField(
        label=gettext_lazy("Or for which other body?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "For example the National Police Chiefs' Council. Leave it empty when you chose a force."
        ),
    )
    owner = OwnerField(
        label=gettext_lazy("Owner"),
        required=False,
        help_text=gettext_lazy("E-mail address of the person who sees to it, if you know. They are told by mail."),
    )
    due_on = DayField(label=gettext_lazy("Due"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, recommendation: Recommendation | None = None, point: LearningPoint | None = None
    ) -> None:
        names = ("text", "action", "force", "body", "owner", "due_on", "version")
        now = {name: getattr(recommendation, name) for name in names} if recommendation else {}
        if point is not None:
            now = {"text": point.recommendation or point.text, "action": point.actions.first()}
        super().__init__(data, initial=now)
        for name, empty in (("action", _("None in particular")), ("force", _("No single force"))):
            field: Any = self.fields[name]
            field.empty_label = empty
        self.helper = layout(
            Field.textarea("text", rows=5, label_size=Size.SMALL),
            Field.select("action", label_size=Size.SMALL),
            Field.select("force", label_size=Size.SMALL),
            *(Field.text(name, label_size=Size.SMALL) for name in ("body", "owner", "due_on")),
            Field("version"),
        )

    def values(self) -> dict[str, Any]:
        """What the action takes, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
