"""What benchmarking adds to a force's page in the practice bank: where it stands, and the help that it offers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from analytics import figures
from analytics.matching import people
from analytics.matching.links import gap_page
from analytics.models import HelpOffer
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_of
from vkpp.core import panels

SHOWN = 3  # rounds that the page leads to


def register() -> None:
    """Fill the places of a force's page."""
    panels.register("force_page", panels.Panel("analytics/force_help.html", offers, order=40))
    panels.register("force_page_aside", panels.Panel("analytics/force_stand.html", stands, order=30))


def stands(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """Round by round the page of where the force stands, for who may read it: the force itself and VKPP."""
    assert isinstance(thing, Force)
    audience = figures.audience_of(request.user, thing) if request.user.is_authenticated else None
    if audience is None or not thing.benchmarked:
        return None
    found = figures.rounds(audience, most=SHOWN)
    address = {"force": thing.code}
    links = [(one.title, reverse("analytics:stand", kwargs={"round": one.code, **address})) for one in found]
    return {"links": links} if links else None


def offers(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """On which actions the force offers help to others, for who reads a force's return; with the way to ask."""
    assert isinstance(thing, Force)
    user = request.user
    if not people.meets(user):
        return None
    rows = list(HelpOffer.objects.visible_to(user).standing().filter(force=thing).select_related("action"))
    own = force_of(user)
    asks = own is not None and own.pk != thing.pk and people.may_read_needs(user, own)
    shown = [{"offer": row, "url": gap_page(own.code, row.action.code) if own and asks else ""} for row in rows]
    return {"offers": shown} if shown else None
