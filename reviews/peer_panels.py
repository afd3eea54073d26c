"""What waits in peer reviews, on the home page and on the front page of reviews."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import peer_work
from reviews.actions import peer_reminding as _peer_reminding  # noqa: F401 - registers what it does for the outbox
from vkpp.core import panels
from vkpp.core.working_days import LONDON

CARD = "_components/work_list.html"
SHOWN = 5
SOON = 14


def register() -> None:
    """Put the card on both pages."""
    panels.register("home", panels.Panel(CARD, waiting, order=62))
    panels.register("reviews_front", panels.Panel(CARD, waiting, order=20))


def waiting(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """What waits for the person in peer reviews; nothing when nothing does."""
    items = peer_work.everything(request.user) if request.user.is_authenticated else []
    if not items:
        return None
    return {
        "title": _("Peer reviews"),
        "items": [_row(item) for item in items[:SHOWN]],
        "total": len(items),
        "empty": "",
        "more_href": reverse("reviews:peers"),
        "more": _("All peer reviews"),
    }


def _row(item: peer_work.Item) -> dict[str, Any]:
    left = (item.due - timezone.localdate(timezone=LONDON)).days if item.due else None
    late, near = left is not None and left < 0, left is not None and 0 <= left <= SOON
    status = _("Overdue") if late else _("Due in %(n)s days") % {"n": left} if near else ""
    return {
        "title": item.title,
        "href": item.link,
        "meta": item.meta,
        "status": status,
        "colour": "red" if late else "yellow",
    }
