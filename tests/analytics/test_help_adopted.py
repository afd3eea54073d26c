"""A force that took up practice of another, and says that it works, can help."""

import pytest

from analytics.matching import helpers, need
from practice.actions import adoption, sharing
from tests.analytics.help_world import HelpWorld
from tests.factories.accounts import person
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return HelpWorld()


def took_up(world, practice, name, result="worked", **values):
    by = person("contributor", world.forces[name])
    made = adoption.record(practice=practice, values={"kind": "adopt", **values}, by=by)
    adoption.note_result(adoption=made, result=result, by=by)


def shown(world):
    about = need.find(world.forces["force-01"], world.action.code)
    return {
        one.force.code: [(reason.kind, reason.points) for reason in one.reasons]
        for one in helpers.find(about, world.leads["force-01"]).helpers
    }


def test_force_for_which_it_works_is_proposed_with_the_reason(world):
    practice = world.publish("force-09", rating="promising")
    took_up(world, practice, "force-10")
    took_up(world, practice, "force-11", result="did_not")
    took_up(world, practice, "force-12", shared_to=0)

    assert shown(world) == {"force-09": [("practice", 15)], "force-10": [("adopted", 8)]}
    assert helpers.numbers(world.leads["force-01"], ["2.1.1"]) == {"2.1.1": {"force-09", "force-10"}}


def test_practice_taken_back_takes_the_reason_along(world):
    practice = world.publish("force-09", rating="promising")
    took_up(world, practice, "force-10")

    for use in ("share_forces", "publish_public", "discuss_stakeholders"):
        sharing.revoke(practice=practice, use=use, by=practice.owner)

    assert shown(world) == {}


def test_page_asks_the_same_for_one_and_three(world, client_for):
    browser = client_for(world.leads["force-01"])
    url = "/insight/help/forces/force-01/2.1.1/"
    practice = world.publish("force-09", rating="promising")
    took_up(world, practice, "force-10")
    few = queries(browser, url)

    took_up(world, practice, "force-11")
    took_up(world, practice, "force-12")

    assert queries(browser, url) == few
