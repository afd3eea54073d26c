"""`{% load operations %}{% operations_tabs %}`: the pages of operators beside each other."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("_components/sub_navigation.html", takes_context=True)
def operations_tabs(context: RequestContext) -> dict[str, Any]:
    """Marks the present page."""
    match = context["request"].resolver_match
    here = match.view_name if match is not None else ""
    routes = [
        ("operations:front", _("Overview")),
        ("operations:outbox", _("Owed work")),
        ("operations:jobs", _("Long work")),
        ("operations:mails", _("Mails")),
    ]
    items = [{"label": label, "href": reverse(name), "current": name == here} for name, label in routes]
    return {"label": _("Operations"), "items": items}
