"""When somebody was here the time before: what is new for them is newer than that."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from vkpp.core.models import AuditEvent

SIGNED_IN = "account.sign_in"
KEY = "accounts_visit_before"
LONGEST = dt.timedelta(days=60)


def remember(request: HttpRequest, user: Any) -> None:
    """Keep in the session when the person signed in last; asked once, before this time is written down."""
    rows = AuditEvent.objects.filter(actor_id=user.pk, verb=SIGNED_IN).order_by("-id")
    before = rows.values_list("at", flat=True).first()
    if before is not None:
        request.session[KEY] = before.isoformat()


def before(request: HttpRequest) -> dt.datetime | None:
    """The visit before this one, at most two months ago; None the first time."""
    kept = request.session.get(KEY)
    return max(dt.datetime.fromisoformat(kept), timezone.now() - LONGEST) if kept else None
