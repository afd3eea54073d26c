"""Review dates on the home page: examples whose owner is to say whether they are still so, and for VKPP what is past."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import places
from practice.actions import review_reminding  # noqa: F401 - importing it registers what it does for the outbox
from practice.models import BankEntry
from practice.upkeep import people
from practice.upkeep.links import review_page
from practice.upkeep.standing import REMIND
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.core import navigation, panels
from vkpp.core.templatetags.dates import nice_date

SHOWN = 5


def register() -> None:
    """Put the card and the link into their places."""
    panels.register("home", panels.Panel("_components/work_list.html", to_confirm, order=16))
    places.register(navigation.NavItem(gettext_lazy("Practice to be reviewed"), "practice:reviews-due", 45, _chases))


def _chases(request: HttpRequest) -> bool:
    return people.may_chase(request.user)


def to_confirm(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Published examples that the person answers for, whose review date is past or near."""
    writes = force_ids(request.user, Permission.PRACTICE_WRITE)
    if not writes:
        return None
    managed = force_ids(request.user, Permission.PRACTICE_MANAGE_FORCE)
    today = timezone.localdate()
    rows = (
        BankEntry.objects.visible_to(request.user)
        .listed()
        .filter(
            Q(practice__owner=request.user) & (Q(force_id=None) | Q(force_id__in=writes)) | Q(force_id__in=managed),
            review_by__lte=today + dt.timedelta(days=REMIND[0]),
        )
    )
    found = list(rows.select_related("practice").order_by("review_by", "pk"))
    if not found:
        return None
    return {
        "title": _("Is it still so?"),
        "total": len(found),
        "items": [_item(entry, today) for entry in found[:SHOWN]],
        "more_href": reverse("practice:mine"),
        "more": _("All your examples"),
    }


def _item(entry: BankEntry, today: dt.date) -> dict[str, Any]:
    past = entry.review_by < today
    return {
        "title": entry.title,
        "href": review_page(entry.practice),
        "meta": _("%(reference)s, review by %(day)s")
        % {"reference": entry.reference, "day": nice_date(entry.review_by)},
        "status": _("Past its review date") if past else _("Due"),
        "colour": "orange" if past else "blue",
    }
