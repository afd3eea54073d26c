"""What contact requests look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.contacts.vocab import LONGEST, ContactSide, ContactState


class ContactRequestShape(serializers.Serializer[Any]):
    """Somebody asks an example's owner, or a force, who works on something."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example CT-00007. Never changes."))
    practice = serializers.CharField(
        allow_null=True, help_text=_("Reference of the example, while you may read it; else null.")
    )
    force = serializers.CharField(
        allow_null=True, help_text=_("Code of the force that is asked; null for other bodies.")
    )
    strand = serializers.CharField(allow_null=True, help_text=_("Code of the strand that a force is asked about."))
    action = serializers.CharField(allow_null=True, help_text=_("Code of the action that a force is asked about."))
    asker_force = serializers.CharField(allow_null=True, help_text=_("Code of the force whose officer asked."))
    state = serializers.ChoiceField(ContactState.choices, help_text=_("Where it stands."))
    asked_at = serializers.DateTimeField(help_text=_("When it was asked."))
    due_at = serializers.DateTimeField(help_text=_("By when an answer is expected."))
    answered_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was answered or declined."))
    closed_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was closed or withdrawn."))
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))
    marking = serializers.CharField(help_text=_("Security marking."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


CONTACT_FIELDS = tuple(ContactRequestShape._declared_fields)


class ContactMessageShape(serializers.Serializer[Any]):
    """What one side wrote to the other."""

    side = serializers.ChoiceField(ContactSide.choices, help_text=_("On whose behalf."))
    text = serializers.CharField(help_text=_("What was written."))
    at = serializers.DateTimeField(help_text=_("When."))


class ContactStepShape(serializers.Serializer[Any]):
    """Something that you may do with the request now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.URLField(help_text=_("Where to POST it."))


class OneContactRequestShape(ContactRequestShape):
    """A request with everything that was said."""

    question = serializers.CharField(help_text=_("What was asked."))
    answer = serializers.CharField(help_text=_("The answer, or why it was declined; may be empty."))
    messages = ContactMessageShape(many=True, help_text=_("Messages, oldest first."))
    available_actions = ContactStepShape(many=True, help_text=_("What you may do with it now."))


ONE_FIELDS = (*CONTACT_FIELDS, *OneContactRequestShape._declared_fields)


class ContactAskShape(serializers.Serializer[Any]):
    """A new request: about an example, or to a force."""

    practice = serializers.CharField(required=False, max_length=16, help_text=_("Reference of a published example."))
    force = serializers.CharField(required=False, max_length=40, help_text=_("Code of a force, instead of an example."))
    strand = serializers.CharField(required=False, max_length=12, help_text=_("Code of a strand; with `force` only."))
    action = serializers.CharField(required=False, max_length=12, help_text=_("Code of an action; with `force` only."))
    question = serializers.CharField(max_length=LONGEST, help_text=_("What you want to know; who is asked reads it."))


class ContactStepTextShape(serializers.Serializer[Any]):
    """What comes with a step: `text` with answer, decline and pass_on; `to` with pass_on."""

    text = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST, help_text=_("Answer, reason or note.")
    )
    to = serializers.EmailField(required=False, help_text=_("E-mail address of the colleague to pass it on to."))


class ContactWriteShape(serializers.Serializer[Any]):
    """A message to the other side."""

    text = serializers.CharField(max_length=LONGEST, help_text=_("The message; both sides and VKPP read it."))


class ContactTimesShape(serializers.Serializer[Any]):
    """How long answers of one force take."""

    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null for other bodies."))
    asked = serializers.IntegerField(help_text=_("Requests to it."))
    answered = serializers.IntegerField(help_text=_("Of these answered or declined."))
    declined = serializers.IntegerField(help_text=_("Of these declined."))
    waiting = serializers.IntegerField(help_text=_("Not answered yet."))
    late = serializers.IntegerField(help_text=_("Not answered, though an answer was due."))
    in_time = serializers.IntegerField(help_text=_("Answered by the day it was due."))
    median_days = serializers.FloatField(allow_null=True, help_text=_("Median calendar days to the answer."))
    upper_days = serializers.FloatField(allow_null=True, help_text=_("Upper quartile of the same."))
    longest_days = serializers.FloatField(allow_null=True, help_text=_("Days that the oldest has been waiting."))


class AllContactTimesShape(serializers.Serializer[Any]):
    """How long answers take, together and force by force."""

    together = ContactTimesShape(help_text=_("All requests."))
    forces = ContactTimesShape(many=True, help_text=_("Each force that was asked."))
