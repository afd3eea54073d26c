"""Contact requests, made as people make them.

request = contact_request(practice=practice, by=officer)   # about a published example
request = contact_request(force=norfolk, by=officer)       # to a force
"""

from django.urls import reverse

from practice.actions import contacts
from practice.models import ContactRequest
from vkpp.core.models import Notification


def contact_request(*, by, practice=None, force=None, text="Who runs it, and what does it cost?", **about):
    """Sent and waiting for an answer."""
    if practice is not None:
        return contacts.ask_about(practice=practice, text=text, by=by)
    return contacts.ask_force(force=force, text=text, by=by, **about)


def fresh(request):
    """The request as it is now, as a page reads it."""
    needed = ("practice", "force", "asker_force", "handler", "asked_by", "answered_by", "strand", "action")
    return ContactRequest.objects.select_related(*needed).get(pk=request.pk)


def page(request):
    """Where it is read."""
    return reverse("practice:contact", args=[request.reference])


def mails(kind):
    """Who is told, by name."""
    return sorted(Notification.objects.filter(kind=kind).values_list("to__display_name", flat=True))
