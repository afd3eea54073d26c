import pytest

from analytics.actions import offering
from analytics.models import HelpRequest
from tests.analytics.help_world import HelpWorld
from tests.api.clients import send
from tests.factories.accounts import person
from tests.queries import queries

pytestmark = pytest.mark.django_db
ASKS = "/api/v1/help-requests/"


@pytest.fixture
def world():
    return HelpWorld()


def body(**changes):
    return {"force": "force-01", "helper": "force-05", "action": "2.1.1", "need": "How do you ask?", **changes}


def test_matches_are_those_of_the_page(world, client_for):
    world.offer("force-05", shares=True)
    lead = client_for(world.leads["force-01"])

    found = lead.get("/api/v1/help-matches/?force=force-01&action=2.1.1").json()

    assert (found["level"], found["level_label"], found["round"], found["has_gap"]) == (1, "Planned", "2026", True)
    assert [(one["force"], one["points"]) for one in found["helpers"]] == [("force-05", 71)]
    assert found["helpers"][0]["reasons"][0] == {
        "kind": "rose_from_yours",
        "words": "moved from Planned to Embedding since 2022, from where you are now",
        "points": 40,
    }
    assert lead.get("/api/v1/help-matches/?force=force-02&action=2.1.1").status_code == 404
    assert lead.get("/api/v1/help-matches/?force=force-01").status_code == 400


def test_request_by_program_is_asked_once_and_answered(world, client_for):
    world.offer("force-05")
    asker, helper = client_for(world.leads["force-01"]), client_for(world.leads["force-05"])

    first = send(asker, "post", ASKS, body(), **{"Idempotency-Key": "one"})
    again = send(asker, "post", ASKS, body(), **{"Idempotency-Key": "one"})
    other = send(asker, "post", ASKS, body(need="Something else"), **{"Idempotency-Key": "one"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    one = first.json()
    assert HelpRequest.objects.get().reference == one["reference"] == again.json()["reference"]
    assert [step["action"] for step in one["available_actions"]] == ["withdraw"]
    assert one["since"] == {"before": 1, "asked_in": "2026", "now": None, "later": None, "rose": False}

    read = helper.get(one["url"])
    assert (read.json()["since"], read.json()["need"]) == (None, "How do you ask?")
    assert send(helper, "post", f"{one['url']}agree/", {"text": "Come."}).status_code == 428
    assert send(helper, "post", f"{one['url']}agree/", {"text": "Come."}, **{"If-Match": '"7"'}).status_code == 409
    done = send(helper, "post", f"{one['url']}agree/", {"text": "Come."}, **{"If-Match": read.headers["ETag"]})
    assert (done.status_code, done.json()["state"], done.json()["version"]) == (200, "agreed", 2)


def test_refusals_name_what_was_sent(world, client_for):
    world.offer("force-05")
    asker = client_for(world.leads["force-01"])

    assert send(asker, "post", ASKS, body(need=" ")).status_code == 400
    assert send(asker, "post", ASKS, body(helper="nowhere")).status_code == 400
    assert send(asker, "post", ASKS, body(helper="force-06")).status_code == 400
    assert send(asker, "post", ASKS, body(extra="x")).status_code == 400
    assert send(asker, "post", ASKS, body(force="force-02")).status_code == 404
    assert HelpRequest.objects.count() == 0


def test_lists_hold_what_one_may_see(world, client_for):
    offer = world.offer("force-05", shares=True)
    request = world.ask()
    asker, helper, stranger = (client_for(world.leads[name]) for name in ("force-01", "force-05", "force-02"))

    def references(browser, query=""):
        return [row["reference"] for row in browser.get(f"{ASKS}{query}").json()["results"]]

    assert references(asker, "?side=asking") == references(helper, "?side=helping") == [request.reference]
    assert references(asker, "?side=helping") == references(stranger) == []
    assert references(client_for(person("vkpp_staff"))) == [request.reference]
    offers = stranger.get("/api/v1/help-offers/").json()["results"]
    assert [(row["id"], row["force"], row["action"], row["shares_level"]) for row in offers] == [
        (offer.pk, "force-05", "2.1.1", True)
    ]
    assert client_for(person("national_analyst")).get("/api/v1/help-offers/").json()["results"] == []


def test_pull_of_offers_names_those_that_ended(world, client_for):
    ended, kept = world.offer("force-05"), world.offer("force-06")
    browser = client_for(world.leads["force-01"])
    as_of = browser.get("/api/v1/help-offers/").json()["as_of"]
    offering.end(offer=ended, by=world.leads["force-05"])

    stand = browser.get("/api/v1/help-offers/").json()["results"]
    gone = browser.get("/api/v1/help-offers/removed/", {"updated_since": as_of}).json()["results"]

    assert [row["id"] for row in stand] == [kept.pk]
    assert [row["id"] for row in gone] == [ended.pk]
    stranger = client_for(person("national_analyst"))
    assert stranger.get("/api/v1/help-offers/removed/").json()["results"] == []


def test_pull_since_a_moment_brings_what_changed(world, client_for):
    world.offer("force-05")
    world.offer("force-06")
    browser = client_for(world.leads["force-01"])
    world.ask("force-05")
    as_of = browser.get(ASKS).json()["as_of"]
    one = queries(browser, ASKS)
    later = world.ask("force-06")

    found = browser.get(ASKS, {"updated_since": as_of}).json()["results"]

    assert later.reference in {row["reference"] for row in found}
    assert queries(browser, ASKS) == one
