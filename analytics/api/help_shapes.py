"""What helpers of a gap, requests for help and offers look like in the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from analytics.matching.vocab import HelpOutcome, HelpState
from analytics.models import HelpOffer


class HelpReasonShape(serializers.Serializer[Any]):
    """One reason why a force may help."""

    kind = serializers.CharField(help_text=_("Code of the reason, for example offer or region."))
    words = serializers.CharField(help_text=_("The reason as people read it."))
    points = serializers.IntegerField(help_text=_("What it counts in the order."))


class HelpExampleShape(serializers.Serializer[Any]):
    """A published example of the helping force on the action."""

    reference = serializers.CharField(help_text=_("See /practices/{reference}/."))
    title = serializers.CharField(help_text=_("Its title."))
    rating = serializers.CharField(help_text=_("Its rating; empty when it is not rated."))


class HelpMatchShape(serializers.Serializer[Any]):
    """A force that can help, with the reasons."""

    force = serializers.CharField(help_text=_("Code of the force. See /forces/."))
    points = serializers.IntegerField(help_text=_("What its reasons count together; the list is ordered by it."))
    reasons = HelpReasonShape(many=True, help_text=_("Why it can help."))
    offers_help = serializers.BooleanField(help_text=_("It offers help on this action."))
    offer = serializers.CharField(help_text=_("What it offers, in its own words; may be empty."))
    practices = HelpExampleShape(many=True, help_text=_("Its published examples on the action, best rated first."))
    open_request = serializers.CharField(allow_null=True, help_text=_("Reference of your open request to it, if any."))


class HelpMatchesShape(serializers.Serializer[Any]):
    """Who can help a force with an action, best first."""

    force = serializers.CharField(help_text=_("Code of the force that needs help."))
    action = serializers.CharField(help_text=_("Code of the action."))
    level = serializers.IntegerField(allow_null=True, help_text=_("The force's own level; null without one."))
    level_label = serializers.CharField(help_text=_("The level in words; empty without one."))
    round = serializers.CharField(allow_null=True, help_text=_("Code of the round that the level comes from."))
    has_gap = serializers.BooleanField(help_text=_("The force's answer names a gap."))
    levels_withheld = serializers.BooleanField(
        help_text=_("Forces share levels, but here they could tell what another force said.")
    )
    helpers = HelpMatchShape(many=True, help_text=_("Forces that offer help or have published practice on it."))


class HelpRequestShape(serializers.Serializer[Any]):
    """One force asks another for help on an action."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example HR-00007. Never changes."))
    force = serializers.CharField(help_text=_("Code of the force that asked."))
    helper = serializers.CharField(help_text=_("Code of the force that was asked."))
    action = serializers.CharField(help_text=_("Code of the action."))
    practices = serializers.ListField(
        child=serializers.CharField(), help_text=_("References of the examples that it is about.")
    )
    state = serializers.ChoiceField(HelpState.choices, help_text=_("Where it stands."))
    outcome = serializers.CharField(help_text=_("What came of it: works, partly, not or early; empty before that."))
    asked_at = serializers.DateTimeField(help_text=_("When it was asked."))
    answered_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was answered; null before that."))
    tried_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was noted what was tried."))
    closed_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When the result was noted, or it was withdrawn.")
    )
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))
    marking = serializers.CharField(help_text=_("Security marking."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


REQUEST_FIELDS = tuple(HelpRequestShape._declared_fields)


class HelpSinceShape(serializers.Serializer[Any]):
    """What became of the level of the force that asked."""

    before = serializers.IntegerField(help_text=_("Level when it asked."))
    asked_in = serializers.CharField(help_text=_("Code of the round of that level."))
    now = serializers.IntegerField(allow_null=True, help_text=_("Level of a later answer; null while there is none."))
    later = serializers.CharField(allow_null=True, help_text=_("Code of the round of the later answer."))
    rose = serializers.BooleanField(help_text=_("Whether it is higher than it was."))


class HelpMessageShape(serializers.Serializer[Any]):
    """What one side wrote to the other."""

    force = serializers.CharField(allow_null=True, help_text=_("Code of the force that wrote; null: VKPP."))
    text = serializers.CharField(help_text=_("What was written."))
    at = serializers.DateTimeField(help_text=_("When."))


class HelpStepShape(serializers.Serializer[Any]):
    """Something that you may do with the request now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.URLField(help_text=_("Where to POST it."))


class OneHelpRequestShape(HelpRequestShape):
    """A request with everything that was said."""

    need = serializers.CharField(help_text=_("What the force needs."))
    answer = serializers.CharField(help_text=_("What the force that was asked said; may be empty."))
    tried = serializers.CharField(help_text=_("What was tried; may be empty."))
    result = serializers.CharField(help_text=_("What came of it, in words; may be empty."))
    why = serializers.ListField(child=serializers.CharField(), help_text=_("Why the portal proposed the force."))
    messages = HelpMessageShape(many=True, help_text=_("Messages, oldest first."))
    since = HelpSinceShape(
        allow_null=True, help_text=_("How the level moved; for the force that asked and VKPP, else null.")
    )
    available_actions = HelpStepShape(many=True, help_text=_("What you may do with it now."))


ONE_FIELDS = (*REQUEST_FIELDS, *OneHelpRequestShape._declared_fields)


class AskShape(serializers.Serializer[Any]):
    """A new request."""

    force = serializers.CharField(help_text=_("Code of your force."))
    helper = serializers.CharField(help_text=_("Code of the force that you ask: one of /help-matches/."))
    action = serializers.CharField(help_text=_("Code of the action."))
    need = serializers.CharField(max_length=4000, help_text=_("What you need; the other force reads it."))
    practices = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        max_length=20,
        help_text=_("Examples of theirs that it is about."),
    )


class HelpStepTextShape(serializers.Serializer[Any]):
    """What comes with a step: `text` always; `outcome` and `tells_level` with `close`."""

    text = serializers.CharField(
        required=False, allow_blank=True, max_length=4000, help_text=_("Answer, reason, what was tried, or the result.")
    )
    outcome = serializers.ChoiceField(HelpOutcome.choices, required=False, help_text=_("What came of it."))
    tells_level = serializers.BooleanField(
        required=False, help_text=_("The helping force may know when the level has risen.")
    )


class HelpOfferShape(serializers.ModelSerializer[HelpOffer]):
    """A force offers help on an action."""

    force = serializers.CharField(help_text=_("Code of the force."))
    action = serializers.CharField(help_text=_("Code of the action."))

    class Meta:
        model = HelpOffer
        fields = ("id", "force", "action", "text", "shares_level", "offered_at", "updated_at", "version")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "id": {"help_text": _("Number of the offer.")},
            "text": {"help_text": _("What the force can show or send.")},
            "shares_level": {"help_text": _("It shares its published levels on the action.")},
            "offered_at": {"help_text": _("Since when it stands.")},
            "updated_at": {"help_text": _("When it was last changed.")},
            "version": {"help_text": _("Counts its changes.")},
        }
