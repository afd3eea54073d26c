"""Adoptions and upkeep by program."""

import datetime as dt

import pytest
from django.utils import timezone

from practice.actions import adoption as actions
from practice.actions import sharing
from practice.models import Adoption
from tests.api.clients import send
from tests.factories.accounts import ForceFactory, person
from tests.queries import queries

pytestmark = pytest.mark.django_db
ALL = "/api/v1/adoptions/"


@pytest.fixture
def officer():
    return person("nvap_lead", ForceFactory(code="kent"))


def recorded(practice, by, **values):
    return actions.record(practice=practice, values={"kind": "adopt", **values}, by=by)


def test_program_records_once_changes_and_notes_the_result(practice, officer, client_for):
    browser = client_for(officer)
    body = {"practice": practice.reference, "kind": "adapt", "plan": "One district.", "shared_to": "public"}

    first = send(browser, "post", ALL, body, **{"Idempotency-Key": "one"})
    again = send(browser, "post", ALL, body, **{"Idempotency-Key": "one"})
    other = send(browser, "post", ALL, {**body, "plan": "Two."}, **{"Idempotency-Key": "one"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    one = first.json()
    assert (one["practice"], one["force"], one["kind"], one["state"], one["shared_to"]) == (
        practice.reference, "kent", "adapt", "planned", "public",
    )  # fmt: skip
    assert [step["action"] for step in one["available_actions"]] == ["result", "end", "remove"]
    url = one["url"]
    assert send(browser, "patch", url, {"plan": "Two."}).status_code == 428
    changed = send(browser, "patch", url, {"started_on": timezone.localdate().isoformat()}, **{"If-Match": "2"})
    assert changed.status_code == 409
    changed = send(
        browser, "patch", url, {"started_on": timezone.localdate().isoformat()}, **{"If-Match": first["ETag"]}
    )
    assert (changed.json()["state"], changed.json()["plan"]) == ("running", "One district.")
    noted = send(browser, "post", f"{url}result/", {"result": "worked"}, **{"If-Match": changed["ETag"]})
    assert noted.json()["result"] == "worked"
    assert send(browser, "post", f"{url}result/", {"reason": "x"}, **{"If-Match": noted["ETag"]}).status_code == 400
    ended = send(browser, "post", f"{url}end/", {"reason": "Money."}, **{"If-Match": noted["ETag"]})
    assert (ended.json()["state"], ended.json()["ended_on"]) == ("ended", timezone.localdate().isoformat())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "adopt"}, "practice"),
        ({"practice": "VP-2020-99999", "kind": "adopt"}, "practice"),
        ({"practice": None, "kind": "copy"}, "kind"),
        ({"practice": None, "kind": "reject"}, "reason"),
        ({"practice": None, "kind": "adopt", "source": "AD-99999"}, "source"),
        ({"practice": None, "kind": "adopt", "shared_to": "all"}, "shared_to"),
        ({"practice": None, "kind": "adopt", "colour": "red"}, "colour"),
    ],
)
def test_refusals_name_the_field(practice, officer, client_for, body, field):
    sent = {**body, **({"practice": practice.reference} if body.get("practice", "") is None else {})}

    answer = send(client_for(officer), "post", ALL, sent)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not Adoption.objects.exists()


def test_list_is_filtered_and_paged(practice, owner, officer, client_for):
    essex = person("contributor", ForceFactory(code="essex"))
    first = recorded(practice, officer, decided_on=timezone.localdate() - dt.timedelta(days=200))
    recorded(practice, essex, kind="reject", reason="No.", source=None)
    browser = client_for(person("contributor"))

    def listed(query):
        return [row["force"] for row in browser.get(f"{ALL}?{query}").json()["results"]]

    assert listed("") == ["kent", "essex"]
    assert listed("force=essex") == ["essex"]
    assert listed("kind=adopt") == listed("state=planned") == listed("due=true") == ["kent"]
    assert listed(f"practice={practice.reference}&due=false") == ["essex"]
    assert listed("ordering=-decided_on") == ["essex", "kent"]
    assert browser.get(f"{ALL}?fields=reference").json()["results"][0] == {"reference": first.reference}
    assert browser.get(f"{ALL}?page_size=1").json()["next"]


def test_taken_back_practice_leaves_the_list_and_shows_as_removed(practice, owner, officer, client_for):
    adoption = recorded(practice, officer)
    browser = client_for(person("contributor"))
    as_of = browser.get(ALL).json()["as_of"]

    sharing.revoke(practice=practice, use="share_forces", by=owner)

    assert browser.get(ALL).json()["results"] == []
    gone = browser.get(f"{ALL}removed/?updated_since={as_of.replace('+', '%2B')}").json()["results"]
    assert [row["reference"] for row in gone] == [adoption.reference]
    sharing.give(practice=practice, use="share_forces", by=owner)
    back = browser.get(f"{ALL}?updated_since={as_of.replace('+', '%2B')}").json()["results"]
    assert [row["reference"] for row in back] == [adoption.reference]


def test_source_that_one_may_not_read_is_not_named(practice, officer, client_for):
    first = recorded(practice, officer)
    second = recorded(practice, person("contributor"), source=first)
    browser = client_for(person("contributor"))
    assert browser.get(f"{ALL}{second.reference}/").json()["source"] == first.reference

    actions.change(adoption=first, values={"shared_to": 0}, by=officer)

    assert browser.get(f"{ALL}{second.reference}/").json()["source"] is None


def test_source_that_one_may_not_read_is_kept_when_what_was_read_is_sent_back(practice, officer, client_for):
    ours = person("contributor")
    first = recorded(practice, officer)
    second = recorded(practice, ours, source=first)
    browser, url = client_for(ours), f"{ALL}{second.reference}/"
    actions.change(adoption=first, values={"shared_to": 0}, by=officer)
    read = browser.get(url)
    assert read.json()["source"] is None

    body = {"source": None, "plan": "Two districts."}
    changed = send(browser, "patch", url, body, **{"If-Match": read["ETag"]})

    second.refresh_from_db()
    assert (changed.status_code, second.plan, second.source) == (200, "Two districts.", first)
    actions.change(adoption=first, values={"shared_to": 2}, by=officer)
    changed = send(browser, "patch", url, {"source": None}, **{"If-Match": changed["ETag"]})
    second.refresh_from_db()
    assert (changed.status_code, second.source) == (200, None)


def test_list_asks_the_same_for_one_and_three(practice, officer, client_for):
    browser = client_for(officer)
    recorded(practice, officer)
    few = queries(browser, ALL)

    for _number in range(2):
        recorded(practice, person("contributor"))

    assert queries(browser, ALL) == few


def test_owner_confirms_archives_and_takes_up_by_program(practice, owner, client_for):
    browser, url = client_for(owner), f"/api/v1/practices/{practice.reference}/"
    read = browser.get(f"{url}upkeep/")
    assert (read.json()["standing"], read.json()["version"]) == ("", 1)
    day = (timezone.localdate() + dt.timedelta(days=500)).isoformat()

    assert send(browser, "post", f"{url}confirm/", {}).status_code == 428
    confirmed = send(browser, "post", f"{url}confirm/", {"review_by": day}, **{"If-Match": read["ETag"]})
    assert (confirmed.json()["review_by"], confirmed.json()["version"]) == (day, 2)
    assert send(browser, "post", f"{url}archive/", {}, **{"If-Match": "2"}).json()["fields"].keys() == {"reason"}
    archived = send(browser, "post", f"{url}archive/", {"reason": "Closed."}, **{"If-Match": "2"})
    assert archived.json()["standing"] == "archived"
    assert send(browser, "post", f"{url}take-up/", {}, **{"If-Match": "3"}).json()["standing"] == ""
    stranger = client_for(person("contributor"))
    assert stranger.get(f"{url}upkeep/").status_code == 404
