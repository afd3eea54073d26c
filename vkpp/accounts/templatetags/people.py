"""`{% load people %}{% account_side %}`: the side navigation of the account and more, for our pages and those of allauth."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

from vkpp.accounts import factor_secrets, presenters, rules
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

register = template.Library()

SAME_PLACE = {
    "account_change_password": "accounts:account",
    "account_email": "accounts:account",
    "accounts:leave": "accounts:account",
    "accounts:second_factor": "mfa_index",
    "accounts:new_token": "accounts:tokens",
    "accounts:revoke_token": "accounts:tokens",
}


@register.inclusion_tag("_components/side_navigation.html", takes_context=True)
def account_side(context: RequestContext) -> dict[str, Any]:
    """Marks the line of the present page, or of the page it belongs to."""
    request = context["request"]
    route = request.resolver_match.view_name if request.resolver_match else ""
    current = "mfa_index" if route.startswith("mfa_") else SAME_PLACE.get(route, route)
    return {"label": _("Account"), "groups": presenters.side(request, current)}


@register.inclusion_tag("_components/sub_navigation.html", takes_context=True)
def people_tabs(context: RequestContext) -> dict[str, Any]:
    """People, role requests and invitations as pages beside each other; only what the person may open."""
    request = context["request"]
    route = request.resolver_match.view_name if request.resolver_match else ""
    routes = [("accounts:people", _("People"))] if rules.sees_people(request.user) else []
    if rules.grantable_roles(request.user):
        routes += [("accounts:requests", _("Role requests")), ("accounts:invitations", _("Invitations"))]
    if nationally(request.user, Permission.PEOPLE_MANAGE):
        routes.append(("accounts:left", _("Closed accounts")))
    items = [{"label": label, "href": reverse(name), "current": name == route} for name, label in routes]
    return {"label": _("People"), "items": items}


@register.filter
def is_readable(factor: Any) -> bool:
    """Whether the portal's key still reads the app's or the recovery codes' secret; `factor` as allauth hands it over."""
    return factor_secrets.readable(factor.instance)


@register.simple_tag
def code_lasts() -> str:
    """How long a code by mail works: “10 minutes”."""
    return presenters.span_words(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
