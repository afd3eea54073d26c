"""The audit trail as people read it, and whether its chain of seals holds."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vkpp.accounts.filters import AuditFilter
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import insist
from vkpp.core import audit as trail
from vkpp.core.audit_words import event_words
from vkpp.core.models import AuditEvent, AuditSeal

PAGE = 50
CHECKED_IN_PAGE = 50_000


@require_GET
@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; `before` goes on from an earlier page, `check` reads the whole chain again."""
    insist(can(request.user, Permission.AUDIT_READ), _("Only VKPP administrators read the audit trail."))
    chosen = AuditFilter(request.GET)
    found, before = chosen.apply(AuditEvent.objects.all()), request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    query = request.GET.copy()
    for name in ("before", "check"):
        query.pop(name, None)
    context = {
        "chosen": chosen,
        "rows": [_row(event) for event in rows[:PAGE]],
        "older": _address(query, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "newer": f"?{query.urlencode()}" if before else "",
        "chain": _chain(check="check" in request.GET),
    }
    return render(request, "accounts/audit.html", context)


def _row(event: AuditEvent) -> dict[str, Any]:
    """An event as the page prints it; the changes as pairs, since a template takes a key `items` for the method."""
    changes = [(_("Before:"), list(event.before.items())), (_("After:"), list(event.after.items()))]
    return {"event": event, "words": event_words(event.verb), "changes": [change for change in changes if change[1]]}


def _address(query: Any, last: int) -> str:
    query = query.copy()
    query["before"] = str(last)
    return f"?{query.urlencode()}"


def _chain(check: bool) -> dict[str, Any]:
    """Until when the trail is sealed, and, when asked, whether every seal still agrees with its events."""
    last = AuditSeal.objects.order_by("-to_at").first()
    state: dict[str, Any] = {"sealed_until": last.to_at if last else None, "report": None, "too_long": False}
    if check:
        state["too_long"] = AuditEvent.objects.order_by("-id")[CHECKED_IN_PAGE:].exists()
        state["report"] = None if state["too_long"] else trail.verify()
    return state
