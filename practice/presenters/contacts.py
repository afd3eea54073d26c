"""Contact requests: the list of those that a person sees, and one with everything that was said."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.contacts import people
from practice.contacts.links import request_page, step_page
from practice.contacts.querysets import ContactRequestQuerySet
from practice.contacts.subjects import Subject, subjects
from practice.contacts.vocab import OPEN, WAITING, ContactSide, ContactState
from practice.contacts.workflow import CONTACT
from practice.models import ContactRequest
from vkpp.accounts.models import User

PER_PAGE = 25
ONE = ("practice", "force", "asker_force", "strand", "action", "handler", "asked_by", "answered_by")
SORTS = {"newest": "-asked_at", "oldest": "asked_at"}


def listing(user: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """The requests of a tab, narrowed by state."""
    seen = ContactRequest.objects.visible_to(user)
    tabs = _tabs(user, seen)
    counts = {name: rows.count() for name, (_label, rows) in tabs.items()}
    first = next((name for name in tabs if counts[name]), "all")
    tab = data.get("tab", "") if data.get("tab", "") in tabs else first
    state = data.get("state", "") if data.get("state", "") in ContactState.values else ""
    sort = data.get("sort", "") if data.get("sort", "") in SORTS else "newest"
    rows = tabs[tab][1].filter(state=state) if state else tabs[tab][1]
    found = Paginator(rows.select_related(*ONE).order_by(SORTS[sort], "pk"), PER_PAGE).get_page(data.get("page"))
    about = subjects(user, found)
    return {
        "page": found,
        "rows": [_row(row, about[row.pk]) for row in found],
        "tab": tab,
        "state": state,
        "sort": sort,
        "states": ContactState.choices,
        "sorts": [("newest", _("Newest first")), ("oldest", _("Longest waiting first"))],
        "tabs": [
            {"label": label, "href": f"?{urlencode({'tab': name})}", "current": name == tab, "count": counts[name]}
            for name, (label, _rows) in tabs.items()
        ],
        "oversees": people.oversees(user),
    }


def _tabs(user: Any, seen: ContactRequestQuerySet) -> dict[str, tuple[str, ContactRequestQuerySet]]:
    return {
        "waiting": (_("For you to answer"), seen.waiting_for(user)),
        "mine": (_("Sent by you"), seen.asked_by(user)),
        "open": (_("Open"), seen.still_open()),
        "all": (_("All"), seen),
    }


def _row(row: ContactRequest, about: Subject) -> dict[str, Any]:
    return {
        "request": row,
        "url": request_page(row),
        "about": about.words,
        "state": CONTACT.state(row.state),
        "late": is_late(row),
        "asker": row.asker_force.short_name if row.asker_force else _("National body"),
        "asked": row.force.short_name if row.force else _("Other organisation"),
    }


def is_late(request: ContactRequest) -> bool:
    """Nobody has answered by the day on which an answer was due."""
    return request.state in WAITING and request.due_at < timezone.now()


def one(user: Any, request: ContactRequest) -> dict[str, Any]:
    """A request as this person sees it."""
    handler = people.handler_of(request)
    return {
        "asked": request,
        "about": subjects(user, [request])[request.pk],
        "state": CONTACT.state(request.state),
        "late": is_late(request),
        "steps": [
            {
                "label": step.label,
                "href": step_page(request, step.action),
                "kind": "primary" if step.button == "primary" else "secondary",
            }
            for step in CONTACT.available(request, user)
        ],
        "handler": handler,
        "waits": _waits(user, request, handler),
        "events": events(request),
        "writes": request.state in OPEN and people.takes_part(user, request),
        "asker": _asker(request),
        "asked_of": _asked_of(request),
    }


def _asker(request: ContactRequest) -> str:
    force = request.asker_force.name if request.asker_force else request.asked_by.organisation
    return ", ".join(part for part in (request.asked_by.display_name, force) if part)


def _asked_of(request: ContactRequest) -> str:
    return request.force.name if request.force else _("the example’s owner")


def _waits(user: Any, request: ContactRequest, handler: User | None) -> str:
    """For whom the request waits, in a sentence."""
    if request.state in WAITING and people.answers(user, request):
        return _("Your answer is waited for. You can also pass it on or decline it.")
    if request.state == ContactState.ANSWERED:
        return _("Answered. Who asked closes it when nothing is left to say.")
    if request.state not in WAITING:
        return ""
    if request.state == ContactState.PASSED_ON and handler is not None:
        return _("Passed on to %(name)s, who will answer.") % {"name": handler}
    return _("Waits for an answer of %(side)s.") % {"side": _asked_of(request)}


def events(request: ContactRequest) -> list[dict[str, Any]]:
    """What both sides said, newest first."""
    found = [_event(_("Question of %(asker)s") % {"asker": _asker(request)}, request.asked_at, request.question)]
    if request.answered_at:
        declined = request.state == ContactState.DECLINED
        found.append(
            _event(_("Declined") if declined else _("Answer"), request.answered_at, request.answer, request.answered_by)
        )
    if request.closed_at:
        withdrawn = request.state == ContactState.WITHDRAWN
        found.append(_event(_("Withdrawn") if withdrawn else _("Closed"), request.closed_at, ""))
    sides = {ContactSide.ASKER: _("Message of who asked"), ContactSide.ASKED: _("Message of who was asked")}
    for message in request.messages.select_related("by"):
        title = sides.get(ContactSide(message.side), _("Message of VKPP"))
        found.append(_event(title, message.at, message.text, message.by))
    return sorted(found, key=lambda event: event["at"], reverse=True)


def _event(title: str, at: Any, text: str, by: Any = "") -> dict[str, Any]:
    return {"title": title, "at": at, "text": text, "by": by}
