"""What authors see on the home page and in the header: their drafts, questions from VKPP, calls that close soon."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import people
from practice.actions import attachments  # noqa: F401 - importing it registers the virus check for the outbox
from practice.actions.calls import may_manage
from practice.models import Call, Practice
from practice.presenters.calls import moment
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission
from vkpp.core import home, navigation, panels

SHOWN = 5
SOON = dt.timedelta(days=30)
OPEN_STATES = (PracticeState.RETURNED, PracticeState.DRAFT)


def register() -> None:
    """Put the panels on the home page, the entries into the header, and the quick links."""
    panels.register("home", panels.Panel("_components/work_list.html", my_work, order=10))
    panels.register("home_aside", panels.Panel("_components/due_list.html", closing_calls, order=20))
    navigation.register(
        navigation.NavItem(gettext_lazy("My examples"), "practice:mine", 12, _has_list, covers=("practice:write_home",))
    )
    navigation.register(
        navigation.NavItem(gettext_lazy("Calls for practice"), "practice:calls", 14, covers=("practice:manage_calls",))
    )
    home.register_link(navigation.NavItem(gettext_lazy("Start a practice example"), "practice:calls", 10, _writes))
    home.register_link(
        navigation.NavItem(gettext_lazy("Manage calls for practice"), "practice:manage_calls", 60, _manages)
    )


def _writes(request: HttpRequest) -> bool:
    return people.may_start(request.user)


def _has_list(request: HttpRequest) -> bool:
    return _writes(request) or bool(permissions.force_ids(request.user, Permission.PRACTICE_READ_FORCE))


def _manages(request: HttpRequest) -> bool:
    return request.user.is_authenticated and may_manage(request.user)


def my_work(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Examples that wait for the author: those with questions first, then drafts."""
    if not _writes(request):
        return None
    waiting = Practice.objects.mine(request.user).filter(state__in=OPEN_STATES)
    total = waiting.count()
    rows = waiting.order_by("-state", "-updated_at").select_related("call")[:SHOWN]
    return {
        "title": _("Your examples"),
        "total": total,
        "items": [_item(practice) for practice in rows],
        "empty": _("You have no drafts. Start one in a call for practice."),
        "more_href": reverse("practice:mine") if total else reverse("practice:calls"),
        "more": _("All your examples") if total else _("See the calls for practice"),
    }


def _item(practice: Any) -> dict[str, Any]:
    state = PRACTICE.state(practice.state)
    return {
        "title": practice.title or _("No title yet"),
        "href": reverse("practice:write", args=[practice.reference]),
        "meta": f"{practice.reference}, {practice.call}",
        "status": state.public_label,
        "colour": state.colour,
    }


def closing_calls(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Calls that close in the next weeks, for who can answer them."""
    if not _writes(request):
        return None
    now = timezone.now()
    calls = Call.objects.open_now().filter(closes_at__gt=now, closes_at__lt=now + SOON).order_by("closes_at")[:SHOWN]
    items = [
        {
            "title": call.title,
            "href": reverse("practice:call", args=[call.slug]),
            "due": call.closes_at,
            "note": _("closes %(when)s") % {"when": moment(call.closes_at)},
            "overdue": False,
        }
        for call in calls
    ]
    return {"title": _("Calls closing soon"), "items": items} if items else None
