"""The parts of the bank beside its list, as links under its heading: each registers itself when the app starts."""

from django.http import HttpRequest

from vkpp.core.navigation import NavItem, NavLink, link_of

_places: dict[str, NavItem] = {}


def register(place: NavItem) -> None:
    """Offer a part of the bank under the heading of its list; the same route registered again replaces the earlier."""
    _places[place.url_name] = place


def links(request: HttpRequest) -> list[NavLink]:
    """The parts that this reader is shown, in order."""
    items = sorted(_places.values(), key=lambda place: (place.order, place.url_name))
    found = [link_of(place) for place in items if place.shown(request)]
    return [link for link in found if link is not None]
