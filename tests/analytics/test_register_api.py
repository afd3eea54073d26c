"""The register of national data collections kept by a program of VKPP staff."""

import pytest

from analytics.models import Collection, Overlap
from tests.analytics.test_register import pair
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from vkpp.core import audit

pytestmark = pytest.mark.django_db
JSON = "application/json"
NEW = {"name": "Arrests of children", "owner": "Home Office", "rhythm": "annual", "items": ["Arrests by age"]}


@pytest.fixture
def client():
    return program(person("vkpp_staff"))


def entered(client, **values):
    answer = client.post("collections/", {**NEW, **values}, JSON)
    assert answer.status_code == 201, answer.content
    return answer


def test_program_enters_changes_and_ends_a_collection(client):
    made = entered(client)
    assert made["Location"].endswith("/api/v1/collections/arrests-of-children/")
    assert (made.json()["rhythm"], made.json()["verified"], made.json()["version"]) == ("annual", False, 1)
    assert [row["text"] for row in made.json()["items"]] == ["Arrests by age"]

    changed = client.patch(
        "collections/arrests-of-children/",
        {"burden_hours": 40, "burden_source": "Estimate of five forces", "verified": True},
        JSON,
        headers={"If-Match": made["ETag"]},
    ).json()
    assert (changed["burden_hours"], changed["verified"], changed["version"]) == (40, True, 2)

    ended = client.post("collections/arrests-of-children/end/", {"reason": "Over."}, JSON, headers={"If-Match": "2"})
    assert (ended.status_code, ended.json()["state"], ended.json()["version"]) == (200, "ended", 3)
    verbs = set(audit.events_about(Collection.objects.get()).values_list("verb", flat=True))
    assert verbs == {"collection.create", "collection.add_items", "collection.change", "collection.end"}


def test_same_key_enters_one_collection(client):
    first = client.post("collections/", NEW, JSON, headers={"Idempotency-Key": "one"})
    again = client.post("collections/", NEW, JSON, headers={"Idempotency-Key": "one"})
    other = client.post("collections/", {**NEW, "owner": "HMICFRS"}, JSON, headers={"Idempotency-Key": "one"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == again.json()
    assert other.json()["code"] == "conflict"
    assert Collection.objects.count() == 1


def test_items_are_added_worded_anew_and_removed_by_who_read_the_newest(client):
    entered(client)
    items = "collections/arrests-of-children/items/"
    added = client.post(items, {"text": "Arrests by reason", "kind": "count"}, JSON, headers={"If-Match": "1"})
    assert (added.status_code, added.json()["items"][1]["kind"]) == (201, "count")

    stale = client.put(f"{items}2/", {"text": "Arrests by cause"}, JSON, headers={"If-Match": "1"})
    assert (stale.status_code, stale.json()["current"]) == (409, {"version": 2})
    worded = client.put(f"{items}2/", {"text": "Arrests by cause"}, JSON, headers={"If-Match": "2"}).json()
    assert (worded["items"][1]["text"], worded["items"][1]["kind"]) == ("Arrests by cause", "count")

    left = client.delete(f"{items}2/", headers={"If-Match": "3"}).json()
    assert [row["number"] for row in left["items"]] == [1]
    assert client.delete(f"{items}2/", headers={"If-Match": "4"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        (
            {"burden_hours": 40},
            "burden_source",
            "Say how the hours are known, for example “estimate of five forces, 2025”.",
        ),
        ({"part_of": "nowhere"}, "part_of", "There is no collection “nowhere”."),
        ({"rhythm": "often"}, "rhythm", "“often” is not in the list. Choose from the list."),
        (
            {"source_url": "javascript:alert(1)"},
            "source_url",
            "Enter a web address in full, for example https://www.example.org/report.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(client, body, field, sentence):
    entered(client)
    answer = client.patch("collections/arrests-of-children/", body, JSON, headers={"If-Match": "1"})

    assert answer.status_code == 400
    assert answer.json()["fields"] == {field: [sentence]}
    assert Collection.objects.get().version == 1


def test_overlap_is_settled_once_with_its_reason(client):
    pair()
    address = f"overlaps/{Overlap.objects.get().reference}/"

    without = client.post(f"{address}merge/", {}, JSON)
    merged = client.post(f"{address}merge/", {"reason": "The same reports."}, JSON)
    again = client.post(f"{address}keep_both/", {"reason": "Both."}, JSON)

    assert (without.status_code, merged.status_code, again.status_code) == (400, 200, 409)
    assert (merged.json()["state"], merged.json()["reason"]) == ("merge", "The same reports.")
    assert client.post(f"{address}undo/", {"reason": "A mistake."}, JSON).json()["state"] == "found"


def test_readers_read_and_keep_nothing(client):
    entered(client)
    reader = program(person("nvap_lead", ForceFactory(code="kent")))

    assert reader.get("collections/arrests-of-children/").status_code == 200
    assert reader.post("collections/", NEW, JSON).status_code == 403
    change = reader.patch("collections/arrests-of-children/", {"owner": "Kent"}, JSON, headers={"If-Match": "1"})
    assert change.status_code == 403
    assert Collection.objects.get().owner == "Home Office"
