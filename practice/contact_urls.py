"""Addresses of contact requests."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from practice.views import contact_times, contacts


class ContactReference(StringConverter):
    """A reference number such as CT-00007."""

    regex = r"CT-\d{5,9}"


register_converter(ContactReference, "contact")

urlpatterns: list[URLPattern] = [
    path("contacts/", contacts.listing, name="contacts"),
    path("contacts/new/", contacts.new, name="contact-new"),
    path("contacts/times/", contact_times.page, name="contact-times"),
    path("contacts/times.csv", contact_times.csv, name="contact-times-csv"),
    path("contacts/<contact:reference>/", contacts.one, name="contact"),
    path("contacts/<contact:reference>/message/", contacts.write, name="contact-message"),
    path("contacts/<contact:reference>/<slug:action>/", contacts.step, name="contact-step"),
]
