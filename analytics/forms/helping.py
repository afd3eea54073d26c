"""Forms of help between forces; they take what was typed, the action says what is wrong with it."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.matching.helpers import Helper
from analytics.matching.vocab import HelpOutcome
from analytics.models import HelpOffer, HelpRequest
from nvap.forms.improvement import area
from nvap.models import Action
from vkpp.accounts.forms import layout

SMALL = Size.SMALL


class AskForm(forms.Form):
    """What a force needs of another."""

    text = area(gettext_lazy("What do you need?"), 4000)
    practices = forms.MultipleChoiceField(
        label=gettext_lazy("Is it about one of these examples?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    def __init__(self, data: Any = None, *, helper: Helper) -> None:
        super().__init__(data)
        self.fields["text"].help_text = _(
            "For example: “We would like to see how your front desk asks, and your training.” The other force reads "
            "this; it does not see your return. Write nothing about single people or cases."
        )
        shown = [Field.textarea("text", rows=6, label_size=SMALL)]
        if helper.examples:
            choices: Any = self.fields["practices"]
            choices.choices = [(one.reference, f"{one.title} ({one.rating_words})") for one in helper.examples]
            shown.append(Field.checkboxes("practices", legend_size=SMALL, small=True))
        else:
            del self.fields["practices"]
        self.helper = layout(*shown)


STEP_WORDS = {
    "agree": (
        gettext_lazy("How do you go on?"),
        gettext_lazy("For example whom they call, a day for a visit, what you send. The force that asked reads this."),
    ),
    "decline": (gettext_lazy("Why not now?"), gettext_lazy("The force that asked reads this.")),
    "withdraw": (gettext_lazy("Why? (optional)"), gettext_lazy("The force that you asked reads this.")),
    "try": (gettext_lazy("What did you try?"), gettext_lazy("Both forces and VKPP read this.")),
}


class StepForm(forms.Form):
    """The words that come with a step of a request."""

    text = area("", 4000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, request: HelpRequest, step: str) -> None:
        super().__init__(data, initial={"version": request.version, "text": request.tried if step == "try" else ""})
        label, hint = STEP_WORDS.get(step, ("", ""))
        if label:
            self.fields["text"].label, self.fields["text"].help_text = label, hint
        else:
            del self.fields["text"]
        shown = [Field.textarea("text", rows=6, label_size=SMALL)] if label else []
        self.helper = layout(*shown, "version")


class ResultForm(forms.Form):
    """What came of the help."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=HelpOutcome.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what came of it.")},
    )
    text = area(gettext_lazy("What should others know who try the same?"), 4000)
    tells_level = forms.BooleanField(
        label=gettext_lazy("The helping force may know when our level on this action has risen"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, request: HelpRequest) -> None:
        super().__init__(
            data,
            initial={"version": request.version, "text": request.result, "tells_level": request.tells_level},
        )
        self.fields["outcome"].help_text = _(
            "The helping force reads it. Other forces see only how many said that its help was useful."
        )
        self.fields["text"].help_text = _("The helping force and VKPP read this.")
        self.fields["tells_level"].help_text = _("Only that it rose, never the level itself.")
        self.helper = layout(
            Field.radios("outcome", legend_size=SMALL, small=True),
            Field.textarea("text", rows=5, label_size=SMALL),
            Field.checkbox("tells_level"),
            "version",
        )


class MessageForm(forms.Form):
    """A message to the other force."""

    text = area(gettext_lazy("Message"), 4000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"].help_text = _("Both forces and VKPP read it. Write nothing about single people or cases.")
        self.helper = layout(Field.textarea("text", rows=4, label_size=SMALL))


class OfferForm(forms.Form):
    """What a force offers others on an action."""

    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=gettext_lazy("Action of the plan"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose an action of this plan.")},
    )
    text = area(gettext_lazy("What can you show or send?"), 2000)
    contact = forms.CharField(label=gettext_lazy("Mailbox of your team (optional)"), max_length=254, required=False)
    shares_level = forms.BooleanField(
        label=gettext_lazy("Let other forces read our published levels on this action"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, actions: Any = None, offer: HelpOffer | None = None, action: Any = None
    ) -> None:
        names = ("text", "contact", "shares_level", "version")
        now: dict[str, Any] = {name: getattr(offer, name) for name in names} if offer else {"action": action}
        super().__init__(data, initial=now)
        self.fields["text"].help_text = _("For example a visit, a training pack, a policy, an hour on the telephone.")
        self.fields["contact"].help_text = _(
            "Told only to forces to which you have agreed to help. No personal address."
        )
        self.fields["shares_level"].help_text = _(
            "Then they see, for example, “moved from Developing to Embedding since 2021”. Only rounds that are "
            "published, only this action. You can take it back at any time."
        )
        shown = [Field.select("action", label_size=SMALL)]
        if offer is not None:
            del self.fields["action"]
            shown = []
        else:
            choice: Any = self.fields["action"]
            choice.queryset = actions
            choice.empty_label = _("Choose an action")
        self.helper = layout(
            *shown,
            Field.textarea("text", rows=5, label_size=SMALL),
            Field.text("contact", label_size=SMALL),
            Field.checkbox("shares_level"),
            "version",
        )
