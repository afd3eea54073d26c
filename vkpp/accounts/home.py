"""What this app shows on the home page: what to do without a role, and who waits for a decision."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vkpp.accounts import affiliation, rules
from vkpp.accounts.models import RoleRequest, User
from vkpp.accounts.permissions import can, memberships
from vkpp.accounts.querysets import requests_decidable_by
from vkpp.accounts.roles import Permission
from vkpp.core import home
from vkpp.core.navigation import NavItem
from vkpp.core.panels import Panel
from vkpp.core.panels import register as fill

SHOWN = 5


def register() -> None:
    """Fill our places on the home page."""
    fill("home_first", Panel("accounts/home_no_role.html", no_role))
    fill("home", Panel("_components/work_list.html", role_requests, order=90))
    uses_api, reads_audit = _holds(Permission.API_USE), _holds(Permission.AUDIT_READ)
    home.register_link(NavItem(gettext_lazy("Invite somebody"), "accounts:invite", order=80, shown=_invites))
    home.register_link(NavItem(gettext_lazy("Make an API token"), "accounts:tokens", order=85, shown=uses_api))
    home.register_link(NavItem(gettext_lazy("Read the audit trail"), "accounts:audit", order=90, shown=reads_audit))


def no_role(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Somebody without a role can do nothing yet: ask for one, or wait for the answer."""
    user = request.user
    if not isinstance(user, User) or memberships(user):
        return None
    asked = list(RoleRequest.objects.filter(user=user, state="waiting").select_related("force").order_by("pk"))
    return {"asked": asked, "force": affiliation.force_for(user.email)}


def role_requests(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Requests that wait for this person's decision, oldest first."""
    if not rules.grantable_roles(request.user):
        return None
    waiting = requests_decidable_by(request.user).filter(state="waiting").order_by("pk")
    rows, total = list(waiting[:SHOWN]), waiting.count()
    items = [
        {
            "title": str(row.user),
            "href": reverse("accounts:decide", args=[row.pk]),
            "meta": _("%(role)s, %(force)s") % {"role": row.get_role_display(), "force": row.force or _("national")},
            "status": _("Waiting"),
            "colour": "yellow",
        }
        for row in rows
    ]
    return {
        "title": _("Role requests to decide"),
        "items": items,
        "total": total,
        "empty": _("Nobody waits for a role. When somebody asks, you get an e-mail and see it here."),
        "more_href": reverse("accounts:requests") if total > SHOWN else "",
        "more": _("All role requests"),
    }


def _holds(permission: Permission) -> Any:
    return lambda request: can(request.user, permission)


def _invites(request: HttpRequest) -> bool:
    return bool(rules.grantable_roles(request.user))
