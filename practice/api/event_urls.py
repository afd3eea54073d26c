"""Addresses of learning events in the API."""

from django.urls import URLPattern, path, re_path

from practice.api import event_bookings, events

ONE = r"^events/(?P<reference>LE-[0-9]{5,9})/"
urlpatterns: list[URLPattern] = [
    path("bookings/", event_bookings.Bookings.as_view(), name="bookings"),
    path("events/", events.Events.as_view(), name="events"),
    re_path(ONE + "$", events.OneEvent.as_view(), name="event"),
    re_path(ONE + "practices/$", events.EventPractices.as_view(), name="event_practices"),
    re_path(ONE + "attendance/$", events.Attendance.as_view(), name="event_attendance"),
    re_path(ONE + "booking/$", event_bookings.OwnBooking.as_view(), name="event_booking"),
    re_path(ONE + "feedback/$", event_bookings.Feedback.as_view(), name="event_feedback"),
    re_path(ONE + r"(?P<step>publish|cancel|reinstate|finish)/$", events.EventStep.as_view(), name="event_step"),
]
