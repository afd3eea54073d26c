"""Collections of practice and reports by programs, in the search over everything and as a data set."""

import pytest
from django.db import connection
from django.urls import reverse

from practice.actions import collections as actions
from practice.actions import reporting, sharing
from practice.models import PracticeCollection
from tests.analytics.test_datasets import rows
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.collections import collection
from tests.factories.practice import published_practice, submitted_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db
JSON = "application/json"
ALL = "practice-collections/"
PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def officer():
    return person("contributor", ForceFactory(code="kent"))


def test_list_counts_what_the_reader_may_read(staff, officer):
    public, closed = published_practice(permitted=PUBLIC), published_practice()
    collection(public, closed, by=staff, audience="public", title="For all")
    collection(closed, by=staff, title="For policing")
    collection(closed, by=staff, title="Not yet", publish=False)

    def listed(user, **query):
        return [(row["slug"], row["examples"]) for row in program(user).results(ALL, **query)]

    assert listed(None) == [("for-all", 1)]
    assert listed(officer) == [("for-all", 2), ("for-policing", 1)]
    assert listed(staff, state="draft") == [("not-yet", 1)]
    assert listed(officer, audience="police") == [("for-policing", 1)]


def test_one_collection_follows_permissions_and_its_tag_tells_it(staff, officer):
    first, second = published_practice(title="Stays"), published_practice(title="Goes")
    made = collection(first, second, by=staff)
    client = program(officer)
    before = client.get(f"{ALL}{made.slug}/")
    assert [item["title"] for item in before.json()["items"]] == ["Stays", "Goes"]
    assert client.get(f"{ALL}{made.slug}/", headers={"If-None-Match": before["ETag"]}).status_code == 304

    sharing.revoke(practice=second, use="share_forces", by=second.owner)

    after = client.get(f"{ALL}{made.slug}/", headers={"If-None-Match": before["ETag"]})
    assert [item["title"] for item in after.json()["items"]] == ["Stays"]
    assert after.json()["version"] == before.json()["version"]


def test_pulls_tell_what_changed_also_by_an_example_and_what_to_delete(staff, officer):
    stays, goes = published_practice(permitted=PUBLIC), published_practice()
    made = collection(stays, goes, by=staff, title="Two")
    only = collection(goes, by=staff, title="One")
    collection(goes, by=staff, title="Never published", publish=False)
    client, visitor = program(officer), program()
    first = client.get(ALL, {"ordering": "updated_at"}).json()
    assert [row["slug"] for row in first["results"]] == ["two", "one"]
    since = {"updated_since": made_later()}
    assert client.get(ALL, since).json()["results"] == []

    sharing.revoke(practice=goes, use="share_forces", by=goes.owner)

    assert [(row["slug"], row["examples"]) for row in client.get(ALL, since).json()["results"]] == [("two", 1)]
    assert [row["slug"] for row in client.get(f"{ALL}removed/", since).json()["results"]] == ["one"]
    assert visitor.get(f"{ALL}removed/").json()["results"] == []
    assert program(staff).get(f"{ALL}removed/").json()["results"] == []
    actions.step(collection=made, action="retire", reason="Old.", by=staff)
    assert sorted(row["slug"] for row in client.get(f"{ALL}removed/", since).json()["results"]) == ["one", "two"]
    assert list(PracticeCollection.objects.closed_to(officer).order_by("pk")) == [made, only]


def made_later():
    """A moment after everything that was made until now, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].isoformat()


def test_who_read_it_as_public_is_told_when_it_is_for_policing_only(staff):
    practice = published_practice(permitted=PUBLIC)
    made = collection(practice, by=staff, audience="public", title="For all")
    police = collection(practice, by=staff, title="For policing")
    visitor = program()
    assert visitor.get(f"{ALL}removed/").json()["results"] == []

    actions.change(collection=made, values={"audience": "police"}, version=None, by=staff)

    (row,) = visitor.get(f"{ALL}removed/").json()["results"]
    assert row["slug"] == made.slug
    actions.step(collection=police, action="retire", reason="Old.", by=staff)
    assert [row["slug"] for row in visitor.get(f"{ALL}removed/").json()["results"]] == [made.slug]


def test_what_is_removed_asks_the_same_for_one_and_for_three(staff, client_for):
    browser, address = client_for(person("contributor", ForceFactory(code="norfolk"))), f"/api/v1/{ALL}removed/"
    asked = []
    for number in (1, 2):
        for _one in range(number):
            actions.step(
                collection=collection(published_practice(), by=staff), action="retire", reason="Old.", by=staff
            )
        asked.append((len(browser.get(address).json()["results"]), queries(browser, address)))

    assert asked == [(1, asked[0][1]), (3, asked[0][1])]


def test_program_makes_fills_and_publishes_a_collection(staff):
    first, second = published_practice(), published_practice()
    client = program(staff)
    body = {"title": "By program", "intro": "Start here.", "audience": "police"}

    made = client.post(ALL, body, content_type=JSON, headers={"Idempotency-Key": "k1"})
    again = client.post(ALL, body, content_type=JSON, headers={"Idempotency-Key": "k1"})
    assert (made.status_code, again.status_code) == (201, 200)
    assert made["Location"] == again.json()["url"]
    other = client.post(ALL, body | {"title": "Other"}, content_type=JSON, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 409

    address = f"{ALL}by-program/"
    items = [{"reference": second.reference, "note": "First of all."}, {"reference": first.reference}]
    filled = client.put(f"{address}items/", {"items": items}, content_type=JSON, headers={"If-Match": made["ETag"]})
    assert [(item["reference"], item["note"]) for item in filled.json()["items"]] == [
        (second.reference, "First of all."),
        (first.reference, ""),
    ]
    stale = client.put(f"{address}items/", {"items": []}, content_type=JSON, headers={"If-Match": made["ETag"]})
    assert stale.status_code == 409
    assert client.put(f"{address}items/", {"items": []}, content_type=JSON).status_code == 428

    turned = {"items": items[::-1]}
    filled = client.put(f"{address}items/", turned, content_type=JSON, headers={"If-Match": filled["ETag"]})
    assert [item["reference"] for item in filled.json()["items"]] == [first.reference, second.reference]
    published = client.post(f"{address}publish/", {}, content_type=JSON, headers={"If-Match": filled["ETag"]})
    assert published.json()["state"] == "published"
    changed = client.patch(address, {"title": "Better"}, content_type=JSON, headers={"If-Match": published["ETag"]})
    assert changed.json()["title"] == "Better"
    assert PracticeCollection.objects.count() == 1


def test_program_of_an_officer_changes_nothing(staff, officer):
    made = collection(published_practice(), by=staff)
    client, match = program(officer), {"If-Match": str(made.version)}

    answers = [
        client.post(ALL, {"title": "Mine"}, content_type=JSON),
        client.patch(f"{ALL}{made.slug}/", {"title": "Mine"}, content_type=JSON, headers=match),
        client.put(f"{ALL}{made.slug}/items/", {"items": []}, content_type=JSON, headers=match),
        client.post(f"{ALL}{made.slug}/retire/", {"reason": "No."}, content_type=JSON, headers=match),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert PracticeCollection.objects.get().version == made.version


def test_report_by_program_is_the_force_s_own_or_all(staff):
    practice = submitted_practice()
    reporting.settle()
    lead, other = person("nvap_lead", practice.force), person("nvap_lead", ForceFactory(code="kent"))

    def sent(user, query=""):
        return program(user).get(f"practice-reports/{query}").json()["sent"]

    assert (sent(staff), sent(lead), sent(other)) == (1, 1, 0)
    assert sent(staff, "?force=kent") == 0
    assert sent(lead, "?force=kent") == 1
    assert program(staff).get("practice-reports/?from=soon").status_code == 400
    assert program(person("contributor")).get("practice-reports/").status_code == 404


def test_collections_are_found_by_the_search_over_everything(staff, client, client_for):
    public, closed = published_practice(permitted=PUBLIC), published_practice()
    collection(public, by=staff, audience="public", title="Against cuckooing")
    collection(closed, by=staff, title="Cuckooing for policing")
    collection(closed, by=staff, title="Cuckooing in preparation", publish=False)

    def found(browser):
        parts = browser.get("/search/?q=cuckooing").context["parts"]
        return [hit.href for part in parts if part.kind.code == "practice_collections" for hit in part.hits.rows]

    assert found(client) == [reverse("practice:collection", args=["against-cuckooing"])]
    assert len(found(client_for(person("contributor", ForceFactory(code="kent"))))) == 2


def test_data_set_has_the_examples_that_the_reader_may_read(staff, client_for):
    public, closed = published_practice(permitted=PUBLIC), published_practice()
    collection(public, closed, by=staff, audience="public", title="For all")
    analyst = client_for(person("national_analyst"))

    (row,) = rows(analyst, "practice_collections")

    assert (row["collection"], row["place"], row["reference"]) == ("for-all", 1, public.reference)
    assert row["note"] == f"Note on {public.title}"
    collection(closed, by=staff, title="In preparation", publish=False)
    url = "/api/v1/data-sets/practice_collections/rows/?collection="
    assert [analyst.get(f"{url}{slug}").status_code for slug in ("in-preparation", "nothing")] == [400, 400]
    assert analyst.get(f"{url}for-all").status_code == 200
