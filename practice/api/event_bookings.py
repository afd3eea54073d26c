"""Bookings of learning events: the list, one's own, and what one says afterwards."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import event_bookings, event_feedback
from practice.api import event_shapes as shapes
from practice.api.events import TAG, find_event
from practice.events.vocab import SCORES, BookingState
from practice.models import Booking, LearningEvent
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = ("id", "state", "booked_at", "placed_at", "cancelled_at", "attended", "updated_at")
NAMED = {"_event": F("event__reference"), "_person": F("person__display_name"), "_force": F("force__code")}
BOOKING = OpenApiExample("Booking", value={"access_needs": "A hearing loop, please."}, request_only=True)
SAYING = OpenApiExample(
    "Saying how it was",
    value={"useful": 5, "relevant": 4, "organised": 4, "text": "More time for questions."},
    request_only=True,
)


class BookingFilters(Filters):
    """Filters of bookings."""

    event = Seen(
        field_name="event__reference",
        words=lambda user: LearningEvent.objects.visible_to(user).values_list("reference", flat=True),
        help_text=gettext_lazy("Reference of an event; may be given several times."),
    )
    state = Words(words=BookingState.values, help_text=gettext_lazy("State; may be given several times."))
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))


class Bookings(ListView):
    """Places at learning events that somebody has, had or waits for."""

    known_fields = shapes.BOOKING_FIELDS
    filters = BookingFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "booked_at": Order((("booked_at", "instant"), ("id", "number"))),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The bookings this person may see."""
        found: models.QuerySet[Any, Any] = self.filtered(Booking.objects.visible_to(self.request.user)).values(
            *STORED, **NAMED
        )
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row) for row in rows]

    @extend_schema(
        operation_id="bookings_list",
        tags=[TAG],
        summary=gettext_lazy("List bookings of learning events"),
        description=gettext_lazy(
            "Your own; staff see all. What people need to take part is not in this list: staff read it in the portal, "
            "where that is logged. Nothing is ever removed: pull what changed with updated_since."
        ),
        responses={200: pages_of(shapes.BookingShape, "BookingPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of bookings."""
        return super().get(request)


class OwnBooking(ApiView):
    """The booking of who asks."""

    known_fields = (*shapes.BOOKING_FIELDS, "access_needs")

    @extend_schema(
        operation_id="bookings_read",
        tags=[TAG],
        summary=gettext_lazy("Read your booking of a learning event"),
        description=gettext_lazy("404 when you have booked nothing, or cancelled it."),
        responses={200: shapes.OwnBookingShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """What you have."""
        return self.shown(_own(find_own(request, reference)))

    @extend_schema(
        operation_id="bookings_book",
        tags=[TAG],
        summary=gettext_lazy("Book a place at a learning event"),
        description=gettext_lazy(
            "For people of policing and government: a place, or the end of the waiting list when all are taken. Sending "
            "it again changes what you need, no more."
        ),
        request=shapes.BookShape,
        responses={200: shapes.OwnBookingShape},
        examples=[BOOKING],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Book."""
        event = find_event(request, reference)
        event_bookings.book(event=event, by=request.user, **taken(request.data, shapes.BookShape))
        return Response(_own(find_own(request, reference)))

    @extend_schema(
        operation_id="bookings_cancel",
        tags=[TAG],
        summary=gettext_lazy("Cancel your booking"),
        description=gettext_lazy("The first of the waiting list gets the place at once."),
        responses={204: None},
    )
    def delete(self, request: Request, reference: str) -> Response:
        """Cancel."""
        event_bookings.cancel(booking=find_own(request, reference), by=request.user)
        return Response(status=204)


class Feedback(ApiView):
    """How an event was."""

    @extend_schema(
        operation_id="events_feedback",
        tags=[TAG],
        summary=gettext_lazy("Say how a learning event was"),
        description=gettext_lazy(
            "For who was there, up to 60 days after the event. VKPP reads it without your name. Sending it again "
            "replaces it."
        ),
        request=shapes.FeedbackShape,
        responses={204: None},
        examples=[SAYING],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Say it."""
        booking = find_own(request, reference)
        values = taken(request.data, shapes.FeedbackShape)
        scores = {name: values.pop(name) for name in SCORES}
        event_feedback.give(booking=booking, scores=scores, by=request.user, **values)
        return Response(status=204)


def find_own(request: Request, reference: str) -> Booking:
    """The booking of who asks, or 404."""
    rows = Booking.objects.visible_to(request.user).standing().filter(person_id=request.user.pk)
    found: Booking | None = rows.select_related("event", "person").filter(event__reference=reference).first()
    if found is None:
        raise Http404
    return found


def _own(booking: Booking) -> Row:
    (row,) = Booking.objects.filter(pk=booking.pk).values(*STORED, **NAMED)
    return {**_shown(row), "access_needs": booking.access_needs}


def _shown(row: Row) -> Row:
    shown = {**{name: row[f"_{name}"] for name in ("event", "person", "force")}, **{name: row[name] for name in STORED}}
    return {name: shown[name] for name in shapes.BOOKING_FIELDS}
