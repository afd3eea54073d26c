"""Where the map and contact requests show: under the bank's heading, beside an example, on a force's page, at home."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import demo_contacts, places
from practice.actions import contact_reminding as _reminding  # noqa: F401 - registers what it does for the outbox
from practice.contacts import docs, people
from practice.contacts.links import ask_page, request_page
from practice.contacts.subjects import Subject, subjects
from practice.contacts.vocab import ContactState
from practice.models import BankEntry, ContactRequest
from practice.presenters.contacts import is_late
from vkpp.accounts.models import Force
from vkpp.core import audit_words, derived_docs, loading, navigation, panels

CARD = "_components/work_list.html"
ASK = "practice/contact_panel.html"
SHOWN = 5
AUDIT = {
    "contact.ask": gettext_lazy("asked who works on something"),
    "contact.answer": gettext_lazy("answered a contact request"),
    "contact.pass_on": gettext_lazy("passed a contact request on"),
    "contact.decline": gettext_lazy("declined a contact request"),
    "contact.reconsider": gettext_lazy("took a declined contact request up again"),
    "contact.withdraw": gettext_lazy("withdrew a contact request"),
    "contact.close": gettext_lazy("closed a contact request"),
    "contact.reopen": gettext_lazy("opened a contact request again"),
    "contact.write": gettext_lazy("wrote in a contact request"),
}


def register() -> None:
    """Fill the places, and tell the documents of the workflow."""
    audit_words.register(AUDIT)
    derived_docs.register("workflows.md", docs.workflows, order=120)
    loading.register_demo(33, demo_contacts.load)
    places.register(navigation.NavItem(gettext_lazy("Practice map"), "practice:map", 10))
    places.register(navigation.NavItem(gettext_lazy("Contact requests"), "practice:contacts", 80, _asks))
    panels.register("practice_entry_aside", panels.Panel(ASK, beside_example, order=10))
    panels.register("force_page_aside", panels.Panel(ASK, beside_force, order=10))
    panels.register("home", panels.Panel(CARD, at_home, order=17))


def _asks(request: HttpRequest) -> bool:
    return people.may_ask(request.user)


def beside_example(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The way to ask who works on an example, for who may; it needs no query."""
    assert isinstance(thing, BankEntry)
    if not people.may_ask_about(request.user, thing.practice):
        return None
    text = _("Ask its owner in the portal: how it runs, what it needs, what they would do differently.")
    force = thing.publication.content["force"] or {}
    page = reverse("practice:force", args=[force["code"]]) if force.get("code") else ""
    return {"text": text, "href": ask_page(practice=thing.reference), "force": force.get("name", ""), "page": page}


def beside_force(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The way to ask a force, for who may."""
    assert isinstance(thing, Force)
    if not people.may_ask_force(request.user, thing):
        return None
    text = _("Ask the force about a strand or an action of the plan. Its lead answers or passes your question on.")
    return {"text": text, "href": ask_page(force=thing.code), "force": "", "page": ""}


def at_home(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Requests that wait for my answer, and answers to mine."""
    if not people.may_ask(request.user):
        return None
    seen = ContactRequest.objects.visible_to(request.user)
    mine = seen.asked_by(request.user).filter(state=ContactState.ANSWERED)
    rows = list((seen.waiting_for(request.user) | mine).select_related("strand", "action").order_by("due_at", "pk"))
    if not rows:
        return None
    about = subjects(request.user, rows[:SHOWN])
    return {
        "title": _("Contact requests"),
        "items": [_item(row, about[row.pk]) for row in rows[:SHOWN]],
        "total": len(rows),
        "empty": "",
        "more_href": reverse("practice:contacts"),
        "more": _("All contact requests"),
    }


def _item(row: ContactRequest, about: Subject) -> dict[str, Any]:
    answered = row.state == ContactState.ANSWERED
    late = is_late(row)
    return {
        "title": about.words,
        "href": request_page(row),
        "meta": row.reference,
        "status": _("Answered") if answered else _("Overdue") if late else _("Your answer"),
        "colour": "green" if answered else "red" if late else "orange",
    }
