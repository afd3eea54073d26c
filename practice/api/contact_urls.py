"""Addresses of contact requests in the API."""

from django.urls import URLPattern, path, re_path

from practice.api import contacts

ONE = r"^contact-requests/(?P<reference>CT-[0-9]{5,9})/"
STEPS = "|".join(contacts.DOES)
urlpatterns: list[URLPattern] = [
    path("contact-requests/", contacts.ContactRequests.as_view(), name="contact_requests"),
    path("contact-requests/times/", contacts.ContactTimes.as_view(), name="contact_times"),
    re_path(ONE + "$", contacts.OneContactRequest.as_view(), name="contact_request"),
    re_path(ONE + "messages/$", contacts.ContactMessages.as_view(), name="contact_messages"),
    re_path(ONE + rf"(?P<step>{STEPS})/$", contacts.ContactStep.as_view(), name="contact_step"),
]
