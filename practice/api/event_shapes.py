"""What learning events and bookings look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.events.vocab import HIGHEST, LOWEST, BookingState, EventState, MaterialAudience


class EventShape(serializers.Serializer[Any]):
    """A day on which forces learn from one another."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example LE-00012. Never changes."))
    title = serializers.CharField(help_text=_("What it is called."))
    region = serializers.CharField(help_text=_("Policing region; empty: for all of them."))
    place = serializers.CharField(help_text=_("Town and venue; empty when it is online."))
    starts_at = serializers.DateTimeField(help_text=_("When it starts."))
    ends_at = serializers.DateTimeField(help_text=_("When it ends."))
    places = serializers.IntegerField(help_text=_("How many people can come."))
    placed = serializers.IntegerField(help_text=_("How many have a place."))
    waiting = serializers.IntegerField(help_text=_("How many are on the waiting list."))
    state = serializers.ChoiceField(EventState.choices, help_text=_("Where it stands; draft only for staff."))
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed; bookings do not count."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


EVENT_FIELDS = tuple(EventShape._declared_fields)


class EventMaterialShape(serializers.Serializer[Any]):
    """Something handed out at an event that you may open."""

    id = serializers.IntegerField(help_text=_("Its number."))
    title = serializers.CharField(help_text=_("What it is called."))
    audience = serializers.ChoiceField(MaterialAudience.choices, help_text=_("Who may open it."))
    practice = serializers.CharField(allow_null=True, help_text=_("Reference of the example it is about, or null."))
    href = serializers.URLField(help_text=_("Where it is: a page of the portal that serves the file or leads on."))
    size = serializers.IntegerField(help_text=_("Bytes of a file; 0 for a link."))


class EventStepShape(serializers.Serializer[Any]):
    """Something that you may do with the event now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.URLField(help_text=_("Where to POST it."))


class OneEventShape(EventShape):
    """An event with what it is about, as you may see it now."""

    description = serializers.CharField(help_text=_("What it is about, and for whom."))
    online_link = serializers.CharField(allow_null=True, help_text=_("Where to join; null for who has no place."))
    contact = serializers.CharField(allow_null=True, help_text=_("Mailbox for questions; null without sign-in."))
    why_cancelled = serializers.CharField(help_text=_("Why it does not take place; empty for all others."))
    practices = serializers.ListField(
        child=serializers.CharField(),
        help_text=_(
            "References of the examples featured: only what you may read and the owner permits at this moment."
        ),
    )
    materials = EventMaterialShape(many=True, help_text=_("What was handed out, as far as it is for you."))
    booking = serializers.ChoiceField(
        BookingState.choices, allow_null=True, help_text=_("What you have booked; null: nothing.")
    )
    available_actions = EventStepShape(many=True, help_text=_("What you may do with it now."))


ONE_EVENT_FIELDS = (*EVENT_FIELDS, *(name for name in OneEventShape._declared_fields if name not in EVENT_FIELDS))


class NewEventShape(serializers.Serializer[Any]):
    """An event to prepare."""

    title = serializers.CharField(max_length=160, help_text=_("What it is called."))
    description = serializers.CharField(max_length=5000, help_text=_("What it is about, and for whom."))
    region = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text=_("Policing region; empty: for all of them.")
    )
    place = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text=_("Town and venue; everybody reads it.")
    )
    online_link = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text=_("Where to join; told to people with a place.")
    )
    starts_at = serializers.DateTimeField(help_text=_("When it starts."))
    ends_at = serializers.DateTimeField(help_text=_("When it ends."))
    places = serializers.IntegerField(min_value=1, max_value=5000, help_text=_("How many people can come."))
    contact = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text=_("A team's mailbox, told after sign-in.")
    )


class EventStepTextShape(serializers.Serializer[Any]):
    """What comes with a step."""

    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text=_("Why it is cancelled: everybody who booked reads it."),
    )


class FeaturedShape(serializers.Serializer[Any]):
    """What an event is about."""

    practices = serializers.ListField(
        child=serializers.CharField(max_length=16), max_length=30, help_text=_("References of examples, in order.")
    )


class AttendanceShape(serializers.Serializer[Any]):
    """Who came."""

    came = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=5000,
        help_text=_("Numbers of bookings, as in /bookings/."),
    )


class BookingShape(serializers.Serializer[Any]):
    """Somebody's place at an event, or their turn on its waiting list."""

    id = serializers.IntegerField(help_text=_("Its number."))
    event = serializers.CharField(help_text=_("Reference of the event."))
    person = serializers.CharField(help_text=_("Name of the person."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the person's force when they booked."))
    state = serializers.ChoiceField(BookingState.choices, help_text=_("What they have."))
    booked_at = serializers.DateTimeField(help_text=_("When they booked; the waiting list is in this order."))
    placed_at = serializers.DateTimeField(allow_null=True, help_text=_("When they got the place; null while waiting."))
    cancelled_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was cancelled; else null."))
    attended = serializers.BooleanField(allow_null=True, help_text=_("Whether they came; null: not noted."))
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))


BOOKING_FIELDS = tuple(BookingShape._declared_fields)


class OwnBookingShape(BookingShape):
    """Your booking, with what you told VKPP that you need."""

    access_needs = serializers.CharField(help_text=_("What you need to take part; only you and VKPP read it."))


class BookShape(serializers.Serializer[Any]):
    """What comes with booking."""

    access_needs = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        help_text=_("What you need to take part; deleted 30 days after the event."),
    )


class FeedbackShape(serializers.Serializer[Any]):
    """How an event was, from 1 (not at all) to 5 (very)."""

    useful = serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST, help_text=_("How useful for your work."))
    relevant = serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST, help_text=_("How well it fitted."))
    organised = serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST, help_text=_("How well organised."))
    will_do = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=_("What you will do with it.")
    )
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=_("What VKPP should know for the next event.")
    )
