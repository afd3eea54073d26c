import pytest
from django.utils import timezone

from practice.actions import evaluators
from practice.models import EvaluatorBody, Introduction
from tests.api.clients import send
from tests.clients import PortalClient
from tests.practice.introduction_world import IntroductionWorld
from tests.queries import queries

pytestmark = pytest.mark.django_db
ASKS, BODIES = "/api/v1/introductions/", "/api/v1/evaluators/"


@pytest.fixture
def world():
    return IntroductionWorld()


def body(world, **changes):
    return {"practice": world.practice.reference, "evaluator": world.body.slug, "text": "Does it last?", **changes}


def references(browser, url=ASKS):
    return [row["reference"] for row in browser.get(url).json()["results"]]


def test_introduction_by_program_is_asked_once_and_made(world, client_for):
    owner, staff = client_for(world.owner), client_for(world.staff)

    first = send(owner, "post", ASKS, body(world), **{"Idempotency-Key": "one"})
    again = send(owner, "post", ASKS, body(world), **{"Idempotency-Key": "one"})
    other = send(owner, "post", ASKS, body(world, text="Another"), **{"Idempotency-Key": "one"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    one = first.json()
    assert (one["state"], one["title"], one["evaluator"]) == ("agreed", world.practice.title, world.body.slug)
    assert [step["action"] for step in one["available_actions"]] == ["decline", "withdraw"]
    step = f"{one['url']}introduce/"
    assert send(staff, "post", step, {}).status_code == 428
    assert send(staff, "post", step, {}, **{"If-Match": '"7"'}).status_code == 409
    assert send(owner, "post", step, {}, **{"If-Match": '"1"'}).status_code == 403
    done = send(staff, "post", step, {}, **{"If-Match": first.headers["ETag"]})
    assert (done.status_code, done.json()["state"], done.json()["version"]) == (200, "introduced", 2)
    note = send(client_for(world.evaluator), "post", f"{one['url']}notes/", {"text": "Hello"}, **{"If-Match": '"2"'})
    assert (note.status_code, [row["side"] for row in note.json()["notes"]]) == (201, ["body"])


def test_refusals_change_nothing(world, client_for):
    owner = client_for(world.owner)

    assert send(owner, "post", ASKS, body(world, text=" ")).status_code == 400
    assert send(owner, "post", ASKS, body(world, extra="x")).status_code == 400
    assert send(owner, "post", ASKS, body(world, evaluator="nobody")).status_code == 404
    assert send(client_for(world.evaluator), "post", ASKS, body(world)).status_code == 404
    world.revoke()
    assert send(owner, "post", ASKS, body(world)).status_code == 409
    public = world.publish()
    world.revoke(public)
    asked = body(world, practice=public.reference)
    assert send(client_for(world.evaluator), "post", ASKS, asked).status_code == 404
    assert Introduction.objects.count() == 0


def test_what_is_no_longer_permitted_is_gone_and_told_as_removed(world, client_for):
    one = world.introduced()
    staff, evaluator, owner = (client_for(who) for who in (world.staff, world.evaluator, world.owner))
    as_of = staff.get(ASKS).json()["as_of"]
    removed = f"{ASKS}removed/?updated_since={as_of.replace('+', '%2B')}"
    assert references(staff) == references(evaluator) == [one.reference]
    assert references(staff, f"{ASKS}removed/") == []

    world.revoke()

    assert references(staff) == references(evaluator) == []
    assert references(owner) == [one.reference]
    assert references(staff, removed) == references(evaluator, removed) == [one.reference]
    assert references(owner, removed) == references(client_for(world.other), removed) == []
    assert staff.get(f"{ASKS}{one.reference}/").status_code == 404
    assert staff.get(f"/api/v1/evaluator-matches/?practice={world.practice.reference}").status_code == 404


def test_list_asks_no_more_for_more_rows(world, client_for):
    staff = client_for(world.staff)
    world.introduced()
    one = queries(staff, ASKS)
    for name in ("Second", "Third"):
        world.introduced(body=world.add_body(name))

    assert queries(staff, ASKS) == one
    assert len(references(staff, f"{ASKS}?state=introduced&evaluator=second")) == 1


def test_filter_tells_nothing_of_evaluators_that_the_reader_does_not_see(world, client_for):
    hidden = EvaluatorBody.objects.create(name="Hidden", slug="hidden", kind="charity")
    world.introduced()
    owner, staff = client_for(world.owner), client_for(world.staff)

    answers = [owner.get(f"{ASKS}?evaluator={slug}") for slug in ("hidden", "nobody")]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert "“hidden” is not one of the known values." in answers[0].text
    assert staff.get(f"{ASKS}?evaluator={hidden.slug}").status_code == 200
    EvaluatorBody.objects.filter(pk=world.body.pk).update(state="retired")
    assert len(references(owner, f"{ASKS}?evaluator={world.body.slug}")) == 1


def test_evaluators_are_read_and_kept(world, client_for):
    staff, owner = client_for(world.staff), client_for(world.owner)
    new = {"name": "A new centre", "kind": "charity", "strands": ["CSE"]}
    assert send(owner, "post", BODIES, new).status_code == 403

    made = send(staff, "post", BODIES, new, **{"Idempotency-Key": "k"})
    assert send(staff, "post", BODIES, new, **{"Idempotency-Key": "k"}).json()["slug"] == made.json()["slug"]
    url = made.json()["url"]

    assert (made.status_code, made.json()["state"], EvaluatorBody.objects.count()) == (201, "draft", 2)
    assert owner.get(url).status_code == 404
    changed = send(staff, "patch", url, {"about": "Evaluates."}, **{"If-Match": made.headers["ETag"]})
    assert (changed.json()["about"], changed.json()["version"]) == ("Evaluates.", 2)
    listed = send(staff, "post", f"{url}list/", {}, **{"If-Match": '"2"'})
    assert listed.json()["state"] == "listed"
    assert [row["name"] for row in owner.get(f"{BODIES}?strand=CSE").json()["results"]] == ["A new centre"]
    assert owner.get(f"{BODIES}{world.body.slug}/").json()["contact_email"] == ""
    assert staff.get(f"{BODIES}{world.body.slug}/").json()["contact_email"] == "centre@university.example"


def test_matches_are_those_of_the_page(world, client_for):
    url = f"/api/v1/evaluator-matches/?practice={world.practice.reference}"

    found = client_for(world.owner).get(url).json()

    assert [(one["evaluator"], one["points"]) for one in found["matches"]] == [(world.body.slug, 50)]
    assert client_for(world.evaluator).get(url).status_code == 404
    assert client_for(world.owner).get("/api/v1/evaluator-matches/").status_code == 400


def test_evaluators_taken_off_the_list_are_told_to_who_may_have_read_them(world, client_for):
    reader = client_for(world.lead)
    removed, since = f"{BODIES}removed/", timezone.now().isoformat().replace("+", "%2B")
    draft = evaluators.add(values={"name": "Never listed", "kind": "charity"}, by=world.staff)
    assert reader.get(removed).json()["results"] == []

    evaluators.move(body=world.body, action="retire", by=world.staff)

    told = reader.get(f"{removed}?updated_since={since}").json()["results"]
    assert [(row["slug"], set(row)) for row in told] == [(world.body.slug, {"slug", "updated_at"})]
    assert client_for(world.staff).get(removed).json()["results"] == []
    assert client_for(world.evaluator).get(removed).json()["results"] == []  # still sees its own
    assert PortalClient().get(removed).status_code == 401
    evaluators.move(body=world.body, action="list", by=world.staff)
    assert reader.get(removed).json()["results"] == []
    assert draft.slug not in reader.get(BODIES).text
