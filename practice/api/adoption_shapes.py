"""What adoptions of practice look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.adopting.vocab import AdoptionKind, AdoptionResult, AdoptionState, Shared

SHARED = tuple((one.name.lower(), one.label) for one in Shared)


class AdoptionShape(serializers.Serializer[Any]):
    """What one force does with one practice of another."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example AD-00007. Never changes."))
    practice = serializers.CharField(help_text=_("Reference of the example. See /practices/{reference}/."))
    force = serializers.CharField(help_text=_("Code of the force that adopts, adapts or rejects it."))
    kind = serializers.ChoiceField(AdoptionKind.choices, help_text=_("What the force does with it."))
    state = serializers.ChoiceField(
        AdoptionState.choices, help_text=_("Where it stands; follows from the kind and the dates.")
    )
    reason = serializers.CharField(help_text=_("Why; may be empty."))
    plan = serializers.CharField(help_text=_("What is done by whom, and what is adapted; may be empty."))
    source = serializers.CharField(  # type: ignore[assignment]  # the name is the API's
        allow_null=True,
        help_text=_("The adoption that the force learned from; null: the original, or one that you may not read."),
    )
    decided_on = serializers.DateField(help_text=_("When the force decided."))
    started_on = serializers.DateField(allow_null=True, help_text=_("When it started; null before that."))
    ended_on = serializers.DateField(allow_null=True, help_text=_("When it ended; null before that."))
    end_reason = serializers.CharField(help_text=_("Why it ended; may be empty."))
    result = serializers.ChoiceField(
        AdoptionResult.choices, allow_blank=True, help_text=_("What came of it; empty while nothing is noted.")
    )
    result_text = serializers.CharField(help_text=_("What others should know who try the same; may be empty."))
    result_at = serializers.DateTimeField(allow_null=True, help_text=_("When the result was noted."))
    shared_to = serializers.ChoiceField(SHARED, help_text=_("Who may read it besides the force and VKPP."))
    marking = serializers.CharField(help_text=_("Security marking."))
    recorded_at = serializers.DateTimeField(help_text=_("When it was recorded."))
    updated_at = serializers.DateTimeField(help_text=_("When it, or what you may read of its practice, changed last."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


ADOPTION_FIELDS = tuple(AdoptionShape._declared_fields)


class AdoptionStepShape(serializers.Serializer[Any]):
    """Something that you may do with it now."""

    action = serializers.CharField(help_text=_("Its code."))
    url = serializers.URLField(help_text=_("Where to POST it."))


class OneAdoptionShape(AdoptionShape):
    """An adoption with what you may do with it."""

    available_actions = AdoptionStepShape(many=True, help_text=_("What you may do with it now, beside changing it."))


ONE_FIELDS = (*ADOPTION_FIELDS, "available_actions")


class AdoptionChangeShape(serializers.Serializer[Any]):
    """What is recorded; fields that are not sent stay as they are."""

    kind = serializers.CharField(required=False, help_text=_("adopt, adapt or reject."))
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=4000, help_text=_("Why; needed with reject.")
    )
    plan = serializers.CharField(
        required=False, allow_blank=True, max_length=4000, help_text=_("What is done by whom until when.")
    )
    source = serializers.CharField(  # type: ignore[assignment]  # the name is the API's
        required=False, allow_null=True, help_text=_("The adoption that the force learned from; null: the original.")
    )
    decided_on = serializers.DateField(required=False, help_text=_("Without it: today."))
    started_on = serializers.DateField(required=False, allow_null=True, help_text=_("Not in the future."))
    shared_to = serializers.ChoiceField(SHARED, required=False, help_text=_("Without it: police."))


class AdoptionStartShape(AdoptionChangeShape):
    """A new record of your force."""

    practice = serializers.CharField(help_text=_("Reference of a published example of another force."))


class AdoptionStepTextShape(serializers.Serializer[Any]):
    """What comes with a step: `result` and `text` with result; `ended_on` and `reason` with end; `reason` with remove."""

    result = serializers.CharField(required=False, help_text=_("worked, partly, did_not or too_early."))
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=4000, help_text=_("What others should know who try the same.")
    )
    ended_on = serializers.DateField(required=False, allow_null=True, help_text=_("Without it: today."))
    reason = serializers.CharField(required=False, allow_blank=True, max_length=4000, help_text=_("Why."))
