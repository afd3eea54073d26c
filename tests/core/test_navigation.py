"""The header's entries come from what apps registered, for this person and this page."""

import pytest
from django.test import RequestFactory

from vkpp.core import navigation
from vkpp.core.navigation import NavItem, SearchPlace


@pytest.fixture(autouse=True)
def _registers(monkeypatch):
    """A portal in which no app has registered anything."""
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_searches", {})


def shown(path="/"):
    return navigation.links(RequestFactory().get(path))


def test_entries_stand_in_their_order():
    navigation.register(NavItem("Privacy", "privacy", order=2))
    navigation.register(NavItem("Help", "help", order=1))

    assert shown() == [
        {"label": "Help", "url": "/help/", "current": False},
        {"label": "Privacy", "url": "/privacy/", "current": False},
    ]


def test_entry_without_a_route_is_left_out():
    navigation.register(NavItem("Nothing", "no-such-route"))

    assert shown() == []


def test_entry_is_shown_only_to_whom_it_concerns():
    navigation.register(NavItem("Help", "help", shown=lambda request: "staff" in request.GET))

    assert shown("/?staff=1") == [{"label": "Help", "url": "/help/", "current": False}]
    assert shown("/") == []


def test_entry_of_the_present_part_is_current():
    navigation.register(NavItem("Help", "help", order=1))
    navigation.register(NavItem("Privacy", "privacy", order=2))

    assert [link["current"] for link in shown("/help/roles/")] == [True, False]


def test_route_registered_again_replaces_the_earlier_entry():
    navigation.register(NavItem("Help", "help"))
    navigation.register(NavItem("Advice", "help"))

    assert [link["label"] for link in shown()] == ["Advice"]


def test_search_goes_to_the_first_place_that_exists():
    navigation.register_search(SearchPlace("Search everything", "no-such-route", order=1))
    navigation.register_search(SearchPlace("Search help", "help", param="words", order=2))

    assert navigation.search_field() == {"label": "Search help", "url": "/help/", "param": "words"}


def test_without_a_place_there_is_no_search():
    assert navigation.search_field() is None
