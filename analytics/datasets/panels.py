"""The card of the data sets on the front page of Insight."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.datasets import dataset
from analytics.front_panels import CARD, PLACE
from analytics.presenters.datasets import address
from vkpp.core import panels

FIRST = 4


def register() -> None:
    """Fill the front page."""
    panels.register(PLACE, panels.Panel(CARD, card, order=70))


def card(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The data sets this person may take away."""
    found = dataset.of(request.user)
    if not found:
        return None
    return {
        "title": _("Data sets"),
        "href": reverse("analytics:data"),
        "text": _("Everything you may read as tables to take away: CSV, Excel, JSON Lines and Parquet, or by API."),
        "links": [{"label": str(one.title), "href": address(one)} for one in found[:FIRST]],
    }
