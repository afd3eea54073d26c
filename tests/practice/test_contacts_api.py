"""Contact requests and the practice map by program: with the rules of the pages."""

import json

import pytest

from practice.actions import contacts, sharing
from practice.models import ContactRequest
from tests.api.clients import send
from tests.factories.accounts import person
from tests.factories.contacts import contact_request, fresh
from tests.factories.practice import published_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db

ALL = "/api/v1/contact-requests/"
MAP = "/api/v1/practices/by-force/"


def test_question_by_program_is_asked_once_and_answered(practice, asker, owner, client_for):
    ask, reply = client_for(asker), client_for(owner)
    body = {"practice": practice.reference, "question": "Who runs it?"}

    first = send(ask, "post", ALL, body, **{"Idempotency-Key": "one"})
    again = send(ask, "post", ALL, body, **{"Idempotency-Key": "one"})
    other = send(ask, "post", ALL, body | {"question": "And what does it cost?"}, **{"Idempotency-Key": "one"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    one = first.json()
    assert (one["reference"], one["practice"], one["state"]) == (
        ContactRequest.objects.get().reference, practice.reference, "asked"
    )  # fmt: skip
    assert [step["action"] for step in one["available_actions"]] == ["withdraw"]
    assert send(reply, "post", f"{one['url']}answer/", {"text": "The unit."}).status_code == 428
    assert send(reply, "post", f"{one['url']}answer/", {"text": "The unit."}, **{"If-Match": '"9"'}).status_code == 409
    done = send(reply, "post", f"{one['url']}answer/", {"text": "The unit."}, **{"If-Match": first["ETag"]})
    assert (done.status_code, done.json()["state"], done.json()["answer"]) == (200, "answered", "The unit.")


def test_message_by_program_is_written_once(practice, asker, owner, client_for):
    request = contact_request(practice=practice, by=asker)
    ask, url = client_for(asker), f"{ALL}{request.reference}/messages/"

    sent = [send(ask, "post", url, {"text": "Is there a guide?"}, **{"If-Match": '"1"'}).status_code for _ in range(2)]

    assert sent == [200, 409]
    assert client_for(owner).get(f"{ALL}{request.reference}/").json()["messages"][0]["text"] == "Is there a guide?"


def test_passing_on_by_program_names_a_colleague(practice, asker, norfolk, client_for):
    request = contact_request(practice=practice, by=asker)
    lead, colleague = client_for(person("nvap_lead", norfolk)), person("contributor", norfolk)
    url = f"{ALL}{request.reference}/pass_on/"

    assert send(lead, "post", url, {"to": asker.email}, **{"If-Match": "1"}).status_code == 400
    assert send(lead, "post", url, {"to": colleague.email}, **{"If-Match": "1"}).json()["state"] == "passed_on"
    assert fresh(request).handler == colleague


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"question": "Who?"}, "practice"),
        ({"force": "norfolk", "practice": "VP-2020-00001", "question": "Who?"}, "practice"),
        ({"practice": "VP-1999-00001", "question": "Who?"}, "practice"),
        ({"force": "atlantis", "question": "Who?"}, "force"),
        ({"force": "norfolk", "strand": "ZZ", "question": "Who?"}, "strand"),
        ({"force": "norfolk"}, "question"),
        ({"force": "norfolk", "question": "Who?", "colour": "red"}, "colour"),
    ],
)
def test_question_that_cannot_be_asked_is_refused(norfolk, asker, client_for, body, wrong):
    answer = send(client_for(asker), "post", ALL, body)

    assert (answer.status_code, wrong in json.dumps(answer.json())) == (400, True)
    assert not ContactRequest.objects.exists()


def test_reference_of_an_example_is_gone_when_it_is_closed(practice, asker, owner, client_for):
    contact_request(practice=practice, by=asker)
    ask = client_for(asker)
    assert ask.get(ALL).json()["results"][0]["practice"] == practice.reference

    sharing.revoke(practice=practice, use="share_forces", by=owner)

    assert ask.get(ALL).json()["results"][0]["practice"] is None
    assert client_for(owner).get(ALL).json()["results"][0]["practice"] == practice.reference


def test_list_is_filtered_by_side_and_pulled_by_change(practice, asker, owner, client_for):
    request = contact_request(practice=practice, by=asker)
    sent = contact_request(force=asker.memberships.get().force, by=owner)
    ask = client_for(asker)

    def found(query):
        return [row["reference"] for row in ask.get(f"{ALL}?{query}").json()["results"]]

    assert found("side=asking") == [request.reference]
    assert found("state=answered") == []
    as_of = ask.get(ALL).json()["as_of"]
    contacts.answer(request=fresh(request), text="The unit.", by=owner)
    assert found(f"updated_since={as_of}".replace("+", "%2B")) == [request.reference]
    assert sent.reference not in found("")


def test_list_asks_no_more_for_three_than_for_one(practice, asker, owner, client_for):
    browser = client_for(owner)
    contact_request(practice=practice, by=asker)
    one = queries(browser, ALL)
    for _ in range(2):
        contact_request(practice=published_practice(by=owner), by=asker)

    assert queries(browser, ALL) == one


def test_times_are_for_vkpp(practice, asker, client_for):
    contact_request(practice=practice, by=asker)

    told = client_for(person("vkpp_staff")).get(f"{ALL}times/").json()

    assert [(row["force"], row["asked"], row["median_days"]) for row in told["forces"]] == [("norfolk", 1, None)]
    assert client_for(asker).get(f"{ALL}times/").status_code == 404


def test_map_counts_what_the_reader_may_read(practice, owner, asker, client, client_for):
    published_practice(by=owner, permitted=("share_forces", "publish_public"), categories=["diversion"])

    everybody, police = client.get(MAP).json()["forces"], client_for(asker).get(MAP).json()["forces"]

    assert everybody == [{"force": "norfolk", "count": 1, "categories": {"diversion": 1}, "ratings": {"not_rated": 1}}]
    assert police == [
        {
            "force": "norfolk",
            "count": 2,
            "categories": {"diversion": 1, "prevention": 1},
            "ratings": {"not_rated": 2},
        }
    ]
    assert [row["count"] for row in client_for(asker).get(f"{MAP}?category=diversion").json()["forces"]] == [1]
    assert client.get(f"{MAP}?category=nonsense").status_code == 400
