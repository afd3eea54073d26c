"""What the pages about people print, worked out here rather than in templates."""

from typing import Any, TypedDict

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vkpp.accounts import rules
from vkpp.accounts.models import Membership, Token
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import BY_CODE, ROLES, Permission

Text = str | Promise


class SideItem(TypedDict):
    """One line of the account's side navigation."""

    label: str
    href: str
    current: bool


class SideGroup(TypedDict):
    """Lines under one title."""

    title: str
    items: list[SideItem]


class RoleWords(TypedDict):
    """A role as people read it: what it is for, and each thing it allows."""

    code: str
    name: Text
    summary: Text
    permissions: list[str]
    national: bool
    second_factor: bool
    granted_by_lead: bool


def side(request: HttpRequest, current: str) -> list[SideGroup]:
    """The side navigation of the account pages; `current` is the route of this page."""
    user = request.user
    own = [("accounts:account", _("Overview")), ("accounts:profile", _("Profile")), ("accounts:ask", _("Roles"))]
    own += [("mfa_index", _("Second factor")), ("accounts:sessions", _("Where you are signed in"))]
    if can(user, Permission.API_USE):
        own.append(("accounts:tokens", _("API tokens")))
    own += [("accounts:notifications", _("Notifications")), ("accounts:held", _("What is held about you"))]
    groups = [_group(_("Your account"), own, current)]
    others = [("accounts:people", _("People"))] if rules.sees_people(user) else []
    if rules.grantable_roles(user):
        others += [("accounts:requests", _("Role requests")), ("accounts:invitations", _("Invitations"))]
    if can(user, Permission.AUDIT_READ):
        others.append(("accounts:audit", _("Audit trail")))
    if others:
        groups.append(_group(_("People and their work"), others, current))
    return groups


def _group(title: str, entries: list[tuple[str, str]], current: str) -> SideGroup:
    items: list[SideItem] = [
        {"label": label, "href": reverse(route), "current": route == current} for route, label in entries
    ]
    return {"title": title, "items": items}


def role_words(code: str) -> RoleWords:
    """A role in plain words."""
    role = BY_CODE[code]
    return {
        "code": role.code,
        "name": role.name,
        "summary": role.summary,
        "permissions": [str(verb.label) for verb in Permission if verb in role.permissions],
        "national": role.national,
        "second_factor": role.second_factor,
        "granted_by_lead": role.force_lead_may_grant,
    }


def all_roles() -> list[RoleWords]:
    """Every role, in the order of the page that explains them."""
    return [role_words(role.code) for role in ROLES]


def held_roles(user: Any, held: list[Membership]) -> list[dict[str, Any]]:
    """Roles somebody holds, in words, each with the address where `user` may end it (or an empty text)."""
    return [
        {
            **role_words(row.role),
            "place": row.force.name if row.force is not None else _("National"),
            "granted_at": row.granted_at,
            "end_url": reverse("accounts:end_role", args=[row.pk]) if rules.may_end(user, row) else "",
        }
        for row in held
    ]


def token_state(token: Token) -> tuple[str, str]:
    """Whether a token works, in a word and a colour."""
    if token.revoked_at is not None:
        return _("Revoked"), "grey"
    if token.expires_at <= timezone.now():
        return _("Expired"), "red"
    return _("Valid"), "green"


def browser_words(user_agent: str) -> str:
    """A browser as its owner knows it: “Firefox on Windows”."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")),
        *(("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
    )
    browser = next((name for sign, name in browsers if sign in user_agent), "")
    system = next((name for sign, name in systems if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def span_words(seconds: int) -> str:
    """A length of time in whole hours, else in minutes: “2 hours”, “90 minutes”."""
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", seconds // 60) % {"n": seconds // 60}
