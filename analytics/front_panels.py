"""The cards of benchmarking on the front page of Insight (panel place `insight_front`): own force, all forces, reports.

A card is a panel with the template `CARD`; its function gives `title`, `href` and `text`, and if there are any `facts`
(value, label, href), `more` (a short numbered list of words) and `links` (label, href).
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import figures
from analytics.reports import people as report_people
from nvap.models import Round
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can, force_of
from vkpp.accounts.roles import Permission
from vkpp.core import panels

PLACE = "insight_front"
CARD = "analytics/_front_card.html"
SHOWN = 3  # rounds that a card leads to


def register() -> None:
    """Fill the front page."""
    panels.register(PLACE, panels.Panel(CARD, own_force, order=10))
    panels.register(PLACE, panels.Panel(CARD, all_forces, order=30))
    panels.register(PLACE, panels.Panel(CARD, programs, order=90))


def own_force(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Where the person's force stands, round by round."""
    audience = figures.audience_of(request.user)
    own = force_of(request.user)
    if audience is None or audience.force is None or own is None or not own.benchmarked:
        return None
    found = figures.rounds(audience, most=SHOWN)
    if not found:
        return None
    return {
        "title": _("Where %(force)s stands") % {"force": own.short_name},
        "href": _stand(found[0], own),
        "text": _("Your levels beside the nation, your region and your peers, action by action, and how they changed."),
        "links": [{"label": one.title, "href": _stand(one, own)} for one in found],
    }


def all_forces(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The benchmarks of all forces, and the report about them."""
    audience = figures.national_audience(request.user)
    found = figures.rounds(audience, most=SHOWN) if audience is not None else []
    if not found:
        return None
    bases = report_people.national_bases(request.user, found[0])
    links = [{"label": one.title, "href": _address("analytics:national", one)} for one in found]
    if bases:
        report = _("National report, %(round)s") % {"round": found[0].title}
        links.append({"label": report, "href": _address("analytics:report-national", found[0])})
    return {
        "title": _("Benchmarks of all forces"),
        "href": _address("analytics:national", found[0]),
        "text": _("How many forces gave each level on every action and theme, with medians, quartiles and regions."),
        "links": links,
    }


def programs(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """How programs read the same, and are told of what is new."""
    if not can(request.user, Permission.API_USE):
        return None
    return {
        "title": _("For your programs"),
        "href": reverse("api:get_started"),
        "text": _("Everything you may read here, by the API; and webhooks that tell your program what was published."),
        "links": [
            {"label": _("Webhooks"), "href": reverse("analytics:webhooks")},
            {"label": _("Tokens"), "href": reverse("accounts:tokens")},
        ],
    }


def _stand(round_: Round, force: Force) -> str:
    return reverse("analytics:stand", kwargs={"round": round_.code, "force": force.code})


def _address(route: str, round_: Round) -> str:
    return reverse(route, kwargs={"round": round_.code})
