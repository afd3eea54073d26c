"""Saved searches, related examples and citations by programs."""

import pytest

from practice.models import SavedSearch
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from vkpp.core import audit

pytestmark = pytest.mark.django_db
JSON = "application/json"
PUBLIC = ("share_forces", "publish_public")


@pytest.fixture
def officer():
    return person("contributor", ForceFactory(code="kent"))


def test_program_keeps_changes_and_throws_away_a_search(officer):
    client = program(officer)
    made = client.post("saved-searches/", {"name": "Visits", "query": "sort=title&q=visits"}, JSON)
    assert made.status_code == 201
    row = made.json()
    assert (row["name"], row["query"], row["alert"], row["new"]) == ("Visits", "q=visits", True, 0)
    assert made["Location"] == row["url"]

    changed = client.patch(f"saved-searches/{row['number']}/", {"name": "Calls", "alert": False}, JSON).json()
    assert (changed["name"], changed["alert"]) == ("Calls", False)
    assert client.get("saved-searches/").json()["results"] == [changed]

    kept = SavedSearch.objects.get()
    assert client.delete(f"saved-searches/{row['number']}/").status_code == 204
    assert client.get(f"saved-searches/{row['number']}/").status_code == 404
    verbs = [event.verb for event in audit.events_about(kept)]
    assert verbs == ["search.delete", "search.set_alert", "search.rename", "search.save"]


def test_search_that_cannot_be_kept_is_refused_in_sentences(officer):
    client = program(officer)
    client.post("saved-searches/", {"name": "Visits", "query": "q=visits"}, JSON)

    twice = client.post("saved-searches/", {"name": "Visits", "query": "q=calls"}, JSON)
    odd = client.post("saved-searches/", {"name": "Odd", "query": "focus=NOTHING"}, JSON)
    unknown = client.post("saved-searches/", {"name": "Odd", "query": "", "owner": 1}, JSON)

    assert (twice.status_code, odd.status_code, unknown.status_code) == (400, 400, 400)
    assert set(twice.json()["fields"]) == {"name"}
    assert set(odd.json()["fields"]) == {"query"}
    assert set(unknown.json()["fields"]) == {"owner"}
    assert SavedSearch.objects.count() == 1


def test_search_of_somebody_else_is_not_there(officer):
    number = program(officer).post("saved-searches/", {"name": "Mine", "query": ""}, JSON).json()["number"]
    other = program(person("contributor", ForceFactory(code="essex")))

    assert other.get("saved-searches/").json()["results"] == []
    assert other.get(f"saved-searches/{number}/").status_code == 404
    assert other.patch(f"saved-searches/{number}/", {"alert": False}, JSON).status_code == 404
    assert other.delete(f"saved-searches/{number}/").status_code == 404


def test_related_are_only_what_the_reader_may_read(officer):
    one, near, closed = (published_practice(permitted=given) for given in (PUBLIC, PUBLIC, ("share_forces",)))
    address = f"practices/{one.reference}/related/"

    def found(user):
        return {row["reference"] for row in program(user).get(address).json()["results"]}

    assert found(None) == {near.reference}
    assert found(officer) == {near.reference, closed.reference}


def test_citation_says_the_publication_and_what_is_not_public(officer):
    public, closed = published_practice(permitted=PUBLIC), published_practice(permitted=("share_forces",))
    cited = program(None).get(f"practices/{public.reference}/citation/").json()
    assert (cited["reference"], cited["publication"], cited["note"]) == (public.reference, 1, "")
    assert cited["bibtex"].startswith(f"@misc{{{public.reference},")
    assert cited["ris"].startswith("TY  - RPRT\r\n")
    assert cited["url"] in cited["text"]

    assert program(None).get(f"practices/{closed.reference}/citation/").status_code == 404
    assert program(officer).get(f"practices/{closed.reference}/citation/").json()["note"] != ""
