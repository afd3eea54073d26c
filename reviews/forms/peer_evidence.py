"""Forms around evidence that a review team asks for."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import area
from nvap.forms.queries import DayField, PersonField
from nvap.models import Action
from reviews.models import EvidenceRequest, PeerReview
from vkpp.accounts.forms import layout

SMALL = Size.SMALL


class RequestForm(forms.Form):
    """What the team would like to see."""

    text = area(gettext_lazy("What would you like to see?"), 2000)
    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=gettext_lazy("Action it is about"),
        required=False,
        empty_label=gettext_lazy("All of the review"),
    )
    due_on = DayField(label=gettext_lazy("Needed by"))
    assignee = PersonField(label=gettext_lazy("Who in the force should find it?"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, review: PeerReview, request: EvidenceRequest | None = None) -> None:
        names = ("text", "action", "due_on", "version")
        super().__init__(data, initial={name: getattr(request, name) for name in names} if request else {})
        action: Any = self.fields["action"]
        action.queryset = Action.objects.filter(peer_scopes__review=review).order_by("code")
        assignee: Any = self.fields["assignee"]
        assignee.of_force(review.force_id)
        if request is not None:
            del self.fields["assignee"]
        shown = [Field.select("assignee", label_size=SMALL)] if request is None else []
        self.helper = layout(
            Field.textarea("text", rows=4, label_size=SMALL),
            Field.select("action", label_size=SMALL),
            Field.text("due_on", label_size=SMALL),
            *shown,
            Field("version"),
        )


class AssignForm(forms.Form):
    """Who in the force finds it."""

    assignee = PersonField(label=gettext_lazy("Who finds it?"))

    def __init__(self, data: Any = None, *, request: EvidenceRequest) -> None:
        super().__init__(data, initial={"assignee": request.assignee})
        assignee: Any = self.fields["assignee"]
        assignee.of_force(request.review.force_id, request.assignee)
        assignee.empty_label = _("The lead and chief officers")
        self.helper = layout(Field.select("assignee", label_size=SMALL))
