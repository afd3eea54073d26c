"""Addresses of learning events and regions."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from practice.events.workflow import EVENT
from practice.views import event_booking, event_manage, event_materials, events


class EventReference(StringConverter):
    """The number of an event such as LE-00012."""

    regex = r"LE-\d{5,9}"


register_converter(EventReference, "event")
ONE = "events/<event:reference>"

urlpatterns: list[URLPattern] = [
    path("events/", events.events, name="events"),
    path("events/calendar.ics", events.all_events_calendar, name="events-calendar"),
    path("events/mine/", event_booking.mine, name="event-mine"),
    path("events/new/", event_manage.create, name="event-new"),
    path(f"{ONE}/", events.event, name="event"),
    path(f"{ONE}.ics", events.event_calendar, name="event-calendar"),
    path(f"{ONE}/book/", event_booking.book, name="event-book"),
    path(f"{ONE}/booking/", event_booking.booking, name="event-booking"),
    path(f"{ONE}/booking/cancel/", event_booking.cancel, name="event-booking-cancel"),
    path(f"{ONE}/feedback/", event_booking.feedback, name="event-feedback"),
    path(f"{ONE}/change/", event_manage.change, name="event-change"),
    path(f"{ONE}/practice/", event_manage.featured, name="event-practice"),
    path(f"{ONE}/people/", event_manage.participants, name="event-people"),
    path(f"{ONE}/people.csv", event_manage.participants_csv, name="event-people-csv"),
    path(f"{ONE}/people/came/", event_manage.attendance, name="event-attendance"),
    path(f"{ONE}/people/<int:number>/cancel/", event_manage.cancel_booking, name="event-people-cancel"),
    path(f"{ONE}/results/", event_manage.feedback_results, name="event-results"),
    path(f"{ONE}/materials/", event_materials.materials, name="event-materials"),
    path(f"{ONE}/materials/<int:number>/", events.material, name="event-material"),
    path(f"{ONE}/materials/<int:number>/remove/", event_materials.remove, name="event-material-remove"),
    path(f"{ONE}/materials/<int:number>/put-back/", event_materials.put_back, name="event-material-put-back"),
    *(
        path(f"{ONE}/{row.action}/", event_manage.step, {"action": row.action}, name=f"event-{row.action}")
        for row in EVENT.steps
    ),
    path("regions/", events.region_list, name="regions"),
    path("regions/<slug:slug>/", events.region, name="region"),
]
