"""Ways to evidence packs from other pages: Insight's front page, a return, the crosswalk to a framework."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import front_panels
from analytics import people as insight
from analytics.packs import choice, people
from analytics.presenters import packs as presenter
from nvap.models import Framework, Return
from vkpp.accounts.permissions import force_of
from vkpp.core import panels

DOOR = "analytics/pack_door.html"


def register() -> None:
    """Fill the places."""
    panels.register(front_panels.PLACE, panels.Panel(front_panels.CARD, on_front, order=40))
    panels.register("nvap_return", panels.Panel(DOOR, on_return, order=40))
    panels.register("nvap_crosswalk", panels.Panel(DOOR, on_crosswalk, order=10))
    insight.also(lambda request: people.may_pack_any(request.user))


def on_front(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card: the editions to make a pack for."""
    if not people.may_pack_any(request.user):
        return None
    text = _("What a force has answered, signed and shown, under the questions of an inspection, as PDF or zip.")
    card = {"title": _("Evidence packs"), "href": reverse("analytics:packs"), "text": text}
    own = force_of(request.user)
    if own is None or people.packs_all(request.user):
        return card
    return card | {
        "links": [{"label": one.title, "href": presenter.address(own, one)} for one in choice.editions() if one.links]
    }


def on_return(request: HttpRequest, ret: Return) -> dict[str, Any] | None:
    """Beside a return, for who reads the whole of it."""
    if not people.may_pack(request.user, ret.force):
        return None
    text = _("What is answered here also answers questions of inspections. See what is missing for them.")
    return {"href": presenter.address(ret.force), "text": text}


def on_crosswalk(request: HttpRequest, framework: Framework) -> dict[str, Any] | None:
    """Beside the questions of a framework."""
    if not people.may_pack_any(request.user):
        return None
    asked = request.GET.get("edition", "")
    known = [one for one in choice.editions() if one.framework == framework]
    edition = next((one for one in known if one.edition == asked), choice.fullest(known))
    own = force_of(request.user)
    text = _("Answers, evidence and improvement actions of a force under these questions, as PDF or zip.")
    if own is None or people.packs_all(request.user):
        return {"href": reverse("analytics:packs"), "text": text}
    return {"href": presenter.address(own, edition), "text": text}
