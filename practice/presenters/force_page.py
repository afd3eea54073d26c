"""A force's page: what it has published that this reader may read, and what that is about."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from practice import facets, listing, search
from practice.facets import Labels
from practice.filters import Wanted
from vkpp.accounts.models import Force

SHOWN = 10
ABOUT = ("focus", "category", "rating")


def page(user: Any, force: Force) -> dict[str, Any]:
    """The newest examples of the force, how many there are, and how they spread over focus, category and rating."""
    wanted = Wanted(chosen={"force": (force.code,)})
    found = search.find(user, wanted, size=SHOWN)
    labels = facets.labels()
    return {
        "force": force,
        "found": found,
        "count": listing.count_words(found.total),
        "results": [listing.result(row, labels) for row in search.rows(user, found)],
        "all_href": f"{reverse('practice:bank')}?{wanted.query()}",
        "about": [_about(force, name, found.counts.get(name, {}), labels[name]) for name in ABOUT]
        if found.total
        else [],
    }


def _about(force: Force, name: str, counts: Mapping[str, int], labels: Labels) -> dict[str, Any]:
    """One facet: its values that the force's practice has, most frequent first, each leading to the list."""
    often = sorted(counts, key=lambda value: -counts[value])
    return {
        "label": facets.BY_NAME[name].label,
        "values": [
            {
                "label": labels.get(value, value),
                "count": counts[value],
                "href": f"{reverse('practice:bank')}?{urlencode({name: value, 'force': force.code})}",
            }
            for value in often
        ],
    }
