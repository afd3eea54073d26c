"""The first page: what the portal is, or for somebody signed in their work, filled by each app (`core/panels.py`).

Places: `home_first` (what somebody must do before anything else: shown alone), `home` (cards of work, in order) and
`home_aside` (beside them). Quick links are data:

    home.register_link(NavItem(_("Start a practice example"), "practice:start", order=10, shown=may_write))
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from vkpp.core import panels
from vkpp.core.navigation import NavItem, NavLink, link_of

_links: dict[str, NavItem] = {}


def register_link(item: NavItem) -> None:
    """Offer a quick link on the home page; the same route registered again replaces the earlier one."""
    _links[item.url_name] = item


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Landing page for visitors; work, links and news for people."""
    if not request.user.is_authenticated:
        return render(request, "core/landing.html")
    first = rendered("home_first", request)
    context = {
        "first": first,
        "cards": [] if first else rendered("home", request),
        "aside": [] if first else rendered("home_aside", request),
        "links": [] if first else quick_links(request),
    }
    return render(request, "core/home.html", context)


def rendered(place: str, request: HttpRequest, thing: Any = None) -> list[SafeString]:
    """Each panel of `place` that has something for this person, as markup; `thing` is what the page is about."""
    return [render_to_string(template, context, request) for template, context in panels.filled(place, request, thing)]


def quick_links(request: HttpRequest) -> list[NavLink]:
    """The links this person is shown, in order."""
    items = sorted(_links.values(), key=lambda item: (item.order, item.url_name))
    links = [link_of(item) for item in items if item.shown(request)]
    return [link for link in links if link is not None]
