"""Learning events by programs: the same rules as in the pages."""

import pytest

from practice.actions import event_bookings, event_feedback, event_materials, event_practice, events, sharing
from practice.models import Booking, LearningEvent
from practice.vocab import Use
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.events import booked, draft_event, event, past, values
from tests.factories.practice import published_practice

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def officer():
    return person("contributor")


def one(made):
    return f"events/{made.reference}/"


def new(**changes):
    body = values(**changes)
    return body | {name: body[name].isoformat() for name in ("starts_at", "ends_at")}


def test_list_is_open_and_tells_how_many_come(officer, staff):
    near, far = event(by=staff, places=1), event(by=staff, region="")
    draft_event(by=staff)
    booked(near, 2)

    rows = program().results("events/", ordering="starts_at")

    assert [(row["reference"], row["placed"], row["waiting"]) for row in rows] == [
        (near.reference, 1, 1),
        (far.reference, 0, 0),
    ]
    assert program(officer).references("events/", region="Eastern") == [near.reference]
    assert len(program(staff).references("events/", state="draft")) == 1
    assert program().references("events/", when="past") == []
    assert set(rows[0]) == {*rows[0]} - {"online_link", "contact"}


def test_event_tells_each_what_is_theirs(officer, staff):
    made = event(by=staff)
    practice = published_practice(permitted=("share_forces", "feature_events"))
    event_practice.feature(event=made, references=[practice.reference], by=staff)
    event_materials.add_link(event=made, url="https://example.org", title="Slides", audience="booked", by=staff)
    names = ("online_link", "contact", "practices", "booking")

    def shown(user):
        row = program(user).get(one(made)).json()
        return [row[name] for name in names] + [
            len(row["materials"]),
            [step["action"] for step in row["available_actions"]],
        ]

    assert shown(None) == [None, None, [], None, 0, []]
    assert shown(officer) == [None, made.contact, [practice.reference], None, 0, []]
    event_bookings.book(event=made, by=officer)
    assert shown(officer) == [made.online_link, made.contact, [practice.reference], "placed", 1, []]
    assert shown(staff)[-1] == ["cancel", "finish"]
    sharing.revoke(practice=practice, use=Use.FEATURE_EVENTS, by=practice.owner)
    assert shown(officer)[2] == shown(staff)[2] == []


def test_event_is_prepared_once_by_key_changed_and_announced(staff):
    ForceFactory()
    client = program(staff)
    key = {"Idempotency-Key": "one"}

    first = client.post("events/", new(), JSON, headers=key)
    again = client.post("events/", new(), JSON, headers=key)
    other = client.post("events/", new(title="Other"), JSON, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    made = LearningEvent.objects.get()
    assert first["Location"].endswith(f"/api/v1/{one(made)}")
    assert refusal(client.patch(one(made), {"places": 60}, JSON), 428)
    changed = client.patch(one(made), {"places": 60}, JSON, headers={"If-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["places"]) == (200, 60)
    stale = client.post(f"{one(made)}publish/", {}, JSON, headers={"If-Match": first["ETag"]})
    assert stale.status_code == 409
    done = client.post(f"{one(made)}publish/", {}, JSON, headers={"If-Match": changed["ETag"]})
    assert done.json()["state"] == "published"
    problem = refusal(client.post(f"{one(made)}cancel/", {}, JSON, headers={"If-Match": done["ETag"]}), 400)
    assert list(problem["fields"]) == ["reason"]


def test_wrong_values_are_named_and_nothing_is_made(staff):
    ForceFactory()
    problem = refusal(program(staff).post("events/", new(region="Atlantis", place="", online_link=""), JSON), 400)
    assert sorted(problem["fields"]) == ["place", "region"]
    problem = refusal(program(staff).post("events/", {**new(), "colour": "red"}, JSON), 400)
    assert list(problem["fields"]) == ["colour"]
    assert not LearningEvent.objects.exists()


def test_only_staff_arrange(officer, staff):
    made = event(by=staff)
    client, match = program(officer), {"If-Match": '"1"'}

    answers = [
        client.post("events/", new(), JSON),
        client.patch(one(made), {"places": 1}, JSON, headers=match),
        client.post(f"{one(made)}cancel/", {"reason": "x"}, JSON, headers=match),
        client.put(f"{one(made)}practices/", {"practices": []}, JSON, headers=match),
        client.put(f"{one(made)}attendance/", {"came": []}, JSON),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5


def test_featured_list_is_replaced_by_permitted_examples_only(staff):
    made = draft_event(by=staff)
    allowed = published_practice(permitted=("share_forces", "feature_events"))
    refused = published_practice(permitted=("share_forces",))
    client, match = program(staff), {"If-Match": '"1"'}

    problem = refusal(
        client.put(f"{one(made)}practices/", {"practices": [refused.reference]}, JSON, headers=match), 400
    )
    done = client.put(f"{one(made)}practices/", {"practices": [allowed.reference]}, JSON, headers=match)

    assert refused.reference in problem["fields"]["practices"][0]
    assert done.json()["practices"] == [allowed.reference]


def test_booking_is_made_changed_read_and_cancelled(officer, staff):
    made = event(by=staff)
    client, address = program(officer), f"{one(made)}booking/"

    assert client.get(address).status_code == 404
    for needs in ("", "A ramp"):
        answer = client.put(address, {"access_needs": needs}, JSON)
        assert (answer.status_code, answer.json()["access_needs"]) == (200, needs)
    assert client.get(address).json()["state"] == "placed"
    assert program(staff).results("bookings/", event=made.reference)[0].get("access_needs") is None
    assert program(person("nvap_lead")).results("bookings/") == []
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert Booking.objects.get().state == "cancelled"


def test_list_of_bookings_names_no_event_that_is_hidden(officer, staff):
    hidden = draft_event(by=staff)

    known = refusal(program(officer).get("bookings/", {"event": hidden.reference}), 400)
    unknown = refusal(program(officer).get("bookings/", {"event": "LE-99999"}), 400)

    assert known["fields"]["event"][0].replace(hidden.reference, "LE-99999") == unknown["fields"]["event"][0]


def test_attendance_and_feedback(staff):
    made = event(by=staff)
    [booking] = booked(made)
    past(made)

    done = program(staff).put(f"{one(made)}attendance/", {"came": [booking.pk]}, JSON)
    said = program(booking.person).put(f"{one(made)}feedback/", {"useful": 5, "relevant": 4, "organised": 3}, JSON)
    wrong = refusal(program(booking.person).put(f"{one(made)}feedback/", {"useful": 9}, JSON), 400)

    assert (done.status_code, said.status_code) == (200, 204)
    booking.refresh_from_db()
    assert (booking.attended, booking.feedback.organised) == (True, 3)
    assert sorted(wrong["fields"]) == ["organised", "relevant", "useful"]
    assert event_feedback.may_say(booking)


def test_pull_of_changes_names_what_changed(staff):
    made, other = event(by=staff), event(by=staff)
    since = LearningEvent.objects.get(pk=other.pk).updated_at
    events.change(event=made, values={"places": 50}, by=staff)

    changed = program().references("events/", updated_since=since.isoformat())

    assert changed == [other.reference, made.reference]
