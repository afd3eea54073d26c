"""Learning events: read them, prepare and change them, take their steps, say what they feature and who came."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import event_bookings, event_practice
from practice.actions import events as actions
from practice.api import event_shapes as shapes
from practice.events import people, regions
from practice.events.vocab import BookingState, EventState
from practice.events.workflow import EVENT
from practice.models import Booking, EventMaterial, LearningEvent
from practice.presenters.events import counted, featured_for
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, One, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

TAG = "Learning events"
PREPARING = OpenApiExample(
    "Preparing",
    value={
        "title": "What works against county lines",
        "description": "Three forces show what they do.",
        "region": "Eastern",
        "place": "Norwich, The Forum",
        "starts_at": "2027-03-04T10:00:00Z",
        "ends_at": "2027-03-04T15:00:00Z",
        "places": 40,
    },
    request_only=True,
)
CANCELLING = OpenApiExample("Cancelling", value={"reason": "The venue is closed."}, request_only=True)
FEATURING = OpenApiExample("Featuring", value={"practices": ["VP-2026-00017"]}, request_only=True)
STORED = (
    *("reference", "title", "region", "place", "starts_at", "ends_at", "places", "state", "updated_at", "version"),
)
DOES: dict[str, Any] = {
    "publish": actions.publish,
    "cancel": actions.cancel,
    "reinstate": actions.reinstate,
    "finish": actions.finish,
}


class EventFilters(Filters):
    """Filters of events."""

    region = Words(words=regions.names, help_text=gettext_lazy("Policing region; may be given several times."))
    state = Words(words=EventState.values, help_text=gettext_lazy("State; may be given several times."))
    when = One(
        words=("upcoming", "past"), method="filter_when", help_text=gettext_lazy("Those ahead, or those behind us.")
    )
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))

    def filter_when(self, rows: Any, _name: str, when: str) -> Any:
        """Ahead or behind."""
        now = timezone.now()
        sides = {"upcoming": {"ends_at__gte": now}, "past": {"ends_at__lt": now}}
        return rows.filter(**sides[when]) if when else rows


class Events(ListView):
    """Learning events."""

    public = True
    known_fields = shapes.EVENT_FIELDS
    filters = EventFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "starts_at": Order((("starts_at", "instant"), ("id", "number"))),
        "-starts_at": Order((("starts_at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The events this person may see."""
        found: models.QuerySet[Any, Any] = self.filtered(LearningEvent.objects.visible_to(self.request.user)).values(
            "id", *STORED
        )
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown, with how many have booked."""
        numbers = _numbers([row["id"] for row in rows])
        return [_shown(row, self.request, numbers) for row in rows]

    @extend_schema(
        operation_id="events_list",
        tags=[TAG],
        summary=gettext_lazy("List learning events"),
        description=gettext_lazy(
            "Announced events, also cancelled and past ones. Open to everybody; staff also see those being prepared. "
            "Nothing is ever removed: pull what changed with updated_since."
        ),
        responses={200: pages_of(shapes.EventShape, "EventPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of events."""
        return super().get(request)

    @extend_schema(
        operation_id="events_create",
        tags=[TAG],
        summary=gettext_lazy("Prepare a learning event"),
        description=gettext_lazy(
            "For VKPP staff. Nobody else sees it before it is announced. With an Idempotency-Key the request can be "
            "repeated safely: the same key gives the same event."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.NewEventShape,
        responses={201: shapes.OneEventShape, 200: shapes.OneEventShape},
        examples=[PREPARING],
    )
    def post(self, request: Request) -> Response:
        """Prepare it."""
        key = idempotency.key_of(request)
        data: dict[str, Any] = dict(request.data)
        made, new = actions.create_once(
            key=key, body_hash=idempotency.hash_of(data), values=_values(data), by=request.user
        )
        return _answer(made.reference, request, status=201 if new else 200)


def _values(data: dict[str, Any], *, partial: bool = False) -> dict[str, Any]:
    return taken(data, shapes.NewEventShape, partial=partial)


class OneEvent(ApiView):
    """A learning event with what is featured there at this moment."""

    public = True
    known_fields = shapes.ONE_EVENT_FIELDS

    @extend_schema(
        operation_id="events_read",
        tags=[TAG],
        summary=gettext_lazy("Read a learning event"),
        description=gettext_lazy(
            "With what it features and what was handed out, as far as you may see it now. When an owner takes the "
            "permission back, the example is gone from `practices` at once; `version` and `updated_at` do not tell."
        ),
        responses={200: shapes.OneEventShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The event with this reference."""
        row = detail(find_event(request, reference), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="events_change",
        tags=[TAG],
        summary=gettext_lazy("Change a learning event"),
        description=gettext_lazy(
            "For VKPP staff: only what is sent changes. Who booked is told when the title, place, link or times of an "
            "announced event change. If-Match is the version or ETag that you have read."
        ),
        request=shapes.NewEventShape,
        responses={200: shapes.OneEventShape},
        examples=[OpenApiExample("More places", value={"places": 60}, request_only=True)],
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Change it."""
        found = find_event(request, reference)
        version = etags.version_given(request)
        values = _values(dict(request.data), partial=True)
        actions.change(event=found, values=values, version=version, by=request.user)
        return _answer(reference, request)


class EventStep(ApiView):
    """A step of an event."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="events_step",
        tags=[TAG],
        summary=gettext_lazy("Announce, cancel, reinstate or close a learning event"),
        description=gettext_lazy(
            "For VKPP staff: the steps of the workflow. `cancel` needs a reason, which everybody who booked reads. "
            "If-Match is the version or ETag that you have read."
        ),
        request=shapes.EventStepTextShape,
        responses={200: shapes.OneEventShape},
        examples=[CANCELLING],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = find_event(request, reference)
        version = etags.version_given(request)
        words = taken(request.data, shapes.EventStepTextShape)
        DOES[step](event=found, version=version, by=request.user, **words)
        return _answer(reference, request)


class EventPractices(ApiView):
    """What an event is about."""

    preconditions: ClassVar[Any] = ("PUT",)

    @extend_schema(
        operation_id="events_feature",
        tags=[TAG],
        summary=gettext_lazy("Say which practice a learning event features"),
        description=gettext_lazy(
            "For VKPP staff: the whole list, in order. Only examples whose owners permit featuring them at events. "
            "If-Match is the version or ETag that you have read."
        ),
        request=shapes.FeaturedShape,
        responses={200: shapes.OneEventShape},
        examples=[FEATURING],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Replace the list."""
        found = find_event(request, reference)
        version = etags.version_given(request)
        references = taken(request.data, shapes.FeaturedShape)["practices"]
        event_practice.feature(event=found, references=references, version=version, by=request.user)
        return _answer(reference, request)


class Attendance(ApiView):
    """Who came."""

    @extend_schema(
        operation_id="events_attendance",
        tags=[TAG],
        summary=gettext_lazy("Note who came to a learning event"),
        description=gettext_lazy(
            "For VKPP staff, once the event has begun: the bookings of everybody who came. Of all others with a place it "
            "is noted that they did not. Sending it again replaces it."
        ),
        request=shapes.AttendanceShape,
        responses={200: shapes.OneEventShape},
        examples=[OpenApiExample("Two came", value={"came": [12, 15]}, request_only=True)],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Note it."""
        found = find_event(request, reference)
        came = taken(request.data, shapes.AttendanceShape)["came"]
        if len(set(came)) < len(came):
            raise ValidationError({"came": [_("Name each booking once.")]})
        event_bookings.mark_attendance(event=found, came=came, by=request.user)
        return _answer(reference, request)


def find_event(request: Request, reference: str) -> Any:
    """The event as far as this person may see it, or 404."""
    rows = LearningEvent.objects.visible_to(request.user).annotate(**counted())
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _answer(reference: str, request: Request, status: int = 200) -> Response:
    row = detail(find_event(request, reference), request)
    tag = etags.tag_of(row, version=row["version"])
    return Response(row, status=status, headers={"ETag": tag, **({"Location": row["url"]} if status == 201 else {})})


def detail(event: Any, request: Request) -> Row:
    """An event as this person sees it at this moment."""
    user = request.user
    stored = {name: getattr(event, name) for name in STORED}
    shown = _shown({"id": event.pk, **stored}, request, {event.pk: (event.n_placed, event.n_waiting)})
    booking = Booking.objects.visible_to(user).standing().filter(event=event, person_id=user.pk).first()
    joins = people.arranges(user) or (booking is not None and booking.state == BookingState.PLACED)
    return {
        **shown,
        "description": event.description,
        "online_link": event.online_link if joins else None,
        "contact": event.contact if user.is_authenticated else None,
        "why_cancelled": event.why_cancelled,
        "practices": [row.practice.reference for row in featured_for(user, event)],
        "materials": _materials(event, request),
        "booking": booking.state if booking else None,
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"}
            for step in EVENT.available(event, user)
        ],
    }


def _materials(event: LearningEvent, request: Request) -> list[Row]:
    rows = EventMaterial.objects.visible_to(request.user).filter(event=event).select_related("practice")
    return [
        {
            "id": row.pk,
            "title": row.title,
            "audience": row.audience,
            "practice": row.practice.reference if row.practice else None,
            "href": request.build_absolute_uri(reverse("practice:event-material", args=[event.reference, row.pk])),
            "size": row.size,
        }
        for row in rows
    ]


def _numbers(ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = LearningEvent.objects.filter(pk__in=ids).annotate(**counted()).order_by()
    return {pk: (placed, waiting) for pk, placed, waiting in rows.values_list("pk", "n_placed", "n_waiting")}


def _shown(row: Row, request: Request, numbers: dict[int, tuple[int, int]]) -> Row:
    placed, waiting = numbers[row["id"]]
    shown = {
        "url": request.build_absolute_uri(reverse("api:event", args=[row["reference"]])),
        **{name: row[name] for name in STORED},
        "placed": placed,
        "waiting": waiting,
    }
    return {name: shown[name] for name in shapes.EVENT_FIELDS}
