"""The national picture on other pages: its card on the front page of Insight."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import figures, front_panels, recent
from analytics.picture import table
from analytics.presenters import asked as asking
from vkpp.core import panels

NAMED = 3


def register() -> None:
    """Fill the places."""
    panels.register(front_panels.PLACE, panels.Panel(front_panels.CARD, on_front, order=20))


def on_front(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card: the first few gaps of the newest published picture."""
    audience = figures.national_audience(request.user)
    found = recent.rounds(audience) if audience is not None else []
    round_ = table.usual_round(found)
    if audience is None or round_ is None:
        return None
    picture = table.build(request.user, audience, round_, asking.usual_basis(audience, round_))
    if picture is None:
        return None
    first = [
        f"{row.action.code} {row.action.title} ({row.score.rounded})" for row in picture.ranked[:NAMED] if row.score
    ]
    return {
        "title": _("National picture"),
        "href": reverse("analytics:picture", kwargs={"round": round_.code}),
        "text": _("The most significant gaps in practice and knowledge, by action and strand; the first in %(round)s:")
        % {"round": round_.title},
        "more": first,
        "links": [
            {"label": _("Briefing (PDF)"), "href": reverse("analytics:picture-pdf", kwargs={"round": round_.code})}
        ],
    }
