"""What benchmarking adds to a force's page: where it stands, for itself and VKPP; help that it offers, for policing."""

import pytest

from tests.analytics.help_world import HelpWorld
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db

PAGE = "/practice/forces/force-05/"


@pytest.fixture
def world():
    made = HelpWorld()
    made.offer("force-05")
    return made


def test_force_and_vkpp_are_led_to_where_it_stands_and_nobody_else(world, client, client_for):
    def led(browser):
        return "/insight/rounds/2026/forces/force-05/" in browser.get(PAGE).text

    own, other = client_for(world.leads["force-05"]), client_for(world.leads["force-01"])
    officer = client_for(person("contributor", world.forces["force-05"]))

    assert [led(browser) for browser in (own, client_for(person("vkpp_staff")))] == [True, True]
    assert [led(browser) for browser in (other, officer, client)] == [False] * 3


def test_help_that_it_offers_leads_who_may_to_asking_for_it(world, client, client_for):
    other = client_for(world.leads["force-01"])

    assert "/insight/help/forces/force-01/2.1.1/" in other.get(PAGE).text
    assert "Help that it offers" in client_for(world.leads["force-05"]).get(PAGE).text
    assert "Help that it offers" not in client.get(PAGE).text
    assert "Help that it offers" not in client_for(person("evaluator")).get(PAGE).text
