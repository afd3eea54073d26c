"""The primary navigation and the search field of the header, as data that each app registers when it starts.

An app to the right of `core` says in its `AppConfig.ready` which entry it adds; the header never knows the apps:

    navigation.register(NavItem(_("Practice bank"), "practice:bank", order=10))
    navigation.register_search(SearchPlace(_("Search practice"), "practice:bank"))
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject


def _everyone(_request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry of the primary navigation: its words, where it leads, its place in the row, and who is shown it.

    `covers` names more routes whose pages, and those below them, belong to the entry.
    """

    label: str | Promise
    url_name: str
    order: int = 100
    shown: Callable[[HttpRequest], bool] = _everyone
    covers: tuple[str, ...] = ()

    def reach(self, path: str) -> int:
        """How much of `path` the entry's own addresses are: the longest that `path` starts with, 0 for none."""
        addresses = (_address(name) for name in (self.url_name, *self.covers))
        return max((len(url) for url in addresses if url and path.startswith(url)), default=0)


@dataclass(frozen=True)
class SearchPlace:
    """Where the header's search field sends what is typed: a page that reads `?q=`. The lowest order wins."""

    label: str | Promise
    url_name: str
    param: str = "q"
    order: int = 100


class NavLink(TypedDict):
    """An entry as the header prints it; `current` marks the part of the portal the reader is in."""

    label: str
    url: str
    current: bool


class SearchField(TypedDict):
    """The header's search field: its label, the address it sends to and the name of its parameter."""

    label: str
    url: str
    param: str


_items: dict[str, NavItem] = {}
_searches: dict[str, SearchPlace] = {}


def register(item: NavItem) -> None:
    """Add an entry to the primary navigation; the same route registered again replaces the earlier entry."""
    _items[item.url_name] = item


def register_search(place: SearchPlace) -> None:
    """Offer a page to the header's search field."""
    _searches[place.url_name] = place


def _address(url_name: str) -> str | None:
    """The address of a route, or None while no such route is installed."""
    return _reversed(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@functools.cache
def _reversed(url_name: str, _urlconf: str, _prefix: str) -> str | None:
    """Kept, for every page asks it of two dozen routes; the routes stay while the process lives."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def link_of(item: NavItem) -> NavLink | None:
    """An entry as a page prints it, or None while its route is not installed."""
    url = _address(item.url_name)
    return {"label": str(item.label), "url": url, "current": False} if url is not None else None


def links(request: HttpRequest) -> list[NavLink]:
    """The entries this person is shown, in order; routes that do not exist are left out."""
    shown = [item for item in _items.values() if _address(item.url_name) is not None and item.shown(request)]
    here = max(shown, key=lambda item: item.reach(request.path), default=None)
    found: list[NavLink] = []
    for item in sorted(shown, key=lambda entry: (entry.order, entry.url_name)):
        current = item is here and item.reach(request.path) > 0
        found.append({"label": str(item.label), "url": _address(item.url_name) or "", "current": current})
    return found


def search_field() -> SearchField | None:
    """The search field of the header, or None while no page offers a search."""
    for place in sorted(_searches.values(), key=lambda entry: (entry.order, entry.url_name)):
        url = _address(place.url_name)
        if url is not None:
            return {"label": str(place.label), "url": url, "param": place.param}
    return None


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `navigation`, `header_search` (both worked out only when a page prints them) and `portal`.

    `csp_nonce` is what the page's own scripts carry; empty where no middleware made one.
    """
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "navigation": SimpleLazyObject(lambda: links(request)),
        "header_search": SimpleLazyObject(search_field),
        "portal": {
            "name": settings.SITE_NAME,
            "demo": settings.DEMO,
            "contact_email": settings.CONTACT_EMAIL,
        },
    }
