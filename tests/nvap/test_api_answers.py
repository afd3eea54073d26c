"""Saving answers through the API: the same rules as the form, versions, conflicts that show both texts."""

import pytest

from nvap.actions import assigning, carrying, signing
from nvap.models import ResponseRevision
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import COMPLETE, a_return, a_round, all_answered, answer_of, answered
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

JSON = "application/json"
PLACE = "returns/2026/norfolk/answers/2.1.1/"


@pytest.fixture
def writer(lead):
    return program(lead, "read", "return:write")


def match(version):
    return {"If-Match": f'"{version}"'}


def patch(client, answers, version, place=PLACE, **more):
    return client.patch(place, {"answers": answers, **more}, JSON, headers=match(version))


def test_answer_says_what_is_missing_and_whether_it_may_be_changed(writer):
    answer = writer.get(PLACE)

    row = answer.json()
    assert row["url"] == f"http://testserver/api/v1/{PLACE}"
    assert (row["action"], row["theme"], row["lineage"], row["title"]) == (
        *("2.1.1", "2.1", "2.1.1", "Recognition and response"),
    )
    assert (row["version"], row["provenance"], row["answers"], row["complete"]) == (0, "empty", {}, False)
    assert row["missing"] == ["implementation", "impact", "now", "gap"]
    assert "gap_text" not in row["asked"]
    assert (row["editable"], row["closed_because"], row["carried_from"]) == (True, "", None)
    assert answer["ETag"].startswith('"0.')


def test_change_saves_what_is_sent_and_leaves_the_rest(ret, lead, writer):
    answered(ret, by=lead, headline="Ours")

    answer = patch(writer, {"now": " New text. ", "headline": None, "trained": {"n": 3, "d": 40}}, 1)

    assert answer.status_code == 200
    row = answer.json()
    assert row["answers"] == {**COMPLETE, "now": "New text.", "trained": {"n": 3, "d": 40}}
    assert (row["version"], row["provenance"], row["complete"]) == (2, "api", True)
    assert (answer["ETag"], row) == ((again := writer.get(PLACE))["ETag"], again.json())
    revision = ResponseRevision.objects.first()
    assert (revision.source, revision.by, sorted(revision.changes)) == ("api", lead, ["headline", "now", "trained"])


def test_first_answer_takes_version_nought_or_the_etag(ret, writer):
    tag = writer.get(PLACE)["ETag"]

    answer = writer.patch(PLACE, {"answers": {"now": "First"}}, JSON, headers={"If-Match": tag})

    assert answer.status_code == 200
    assert answer_of(ret).ret.state == "answering"


def test_replacing_takes_back_what_is_not_sent(ret, lead, writer):
    answered(ret, by=lead, headline="Ours")

    answer = writer.put(PLACE, {"answers": {"now": "Only this"}}, JSON, headers=match(1))

    assert answer.json()["answers"] == {"now": "Only this"}
    assert answer.json()["missing"] == ["implementation", "impact", "gap"]


@pytest.mark.parametrize("method", ["patch", "put"])
def test_change_without_version_is_refused(ret, writer, method):
    send = getattr(writer, method)

    assert refusal(send(PLACE, {"answers": {"now": "x"}}, JSON), 428)["code"] == "precondition_required"
    refusal(send(PLACE, {"answers": {"now": "x"}}, JSON, headers={"If-Match": "*"}), 400)
    refusal(send(PLACE, {"answers": {"now": "x"}}, JSON, headers={"If-Match": '"-1"'}), 400)
    error = refusal(send(PLACE, {"answers": {"now": "x"}}, JSON, headers=match(7)), 400)
    assert error["fields"] == {"version": ["There is no version 7 of this answer yet."]}
    assert answer_of(ret).version == 0


def test_change_of_what_a_colleague_changed_meanwhile_shows_both(ret, lead, writer):
    answered(ret, by=person("nvap_lead", ret.force), now="Theirs")

    error = refusal(patch(writer, {"now": "Mine", "headline": "Also mine"}, 0), 409)

    assert error["code"] == "conflict"
    assert error["current"] == {"answers.now": "Theirs", "version": 1}
    assert error["yours"] == {"answers.now": "Mine"}
    assert answer_of(ret).answers == {**COMPLETE, "now": "Theirs"}


def test_change_beside_what_a_colleague_changed_is_merged(ret, lead, writer):
    answered(ret, by=lead, now="Theirs")

    answer = patch(writer, {"headline": "Mine"}, 0)

    assert answer.json()["answers"] == {**COMPLETE, "now": "Theirs", "headline": "Mine"}


def test_replacing_names_each_of_a_colleagues_answers_that_would_be_lost_and_keeps_what_they_added(ret, lead, writer):
    answered(ret, by=lead)
    answered(ret, by=person("nvap_lead", ret.force), now="Theirs", impact="embedded", posts=4)

    error = refusal(writer.put(PLACE, {"answers": {**COMPLETE, "now": "Mine"}}, JSON, headers=match(1)), 409)
    assert error["current"] == {"answers.now": "Theirs", "version": 2}
    error = refusal(writer.put(PLACE, {"answers": {"now": "Mine"}}, JSON, headers=match(1)), 409)

    assert error["current"] == {"answers.now": "Theirs", "answers.impact": "embedded", "version": 2}
    assert error["yours"] == {"answers.now": "Mine", "answers.impact": None}
    kept = writer.put(PLACE, {"answers": {**COMPLETE, "now": "Theirs", "impact": "embedded"}}, JSON, headers=match(1))
    assert kept.json()["answers"]["posts"] == 4


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"answers": ["now"]}, "answers"),
        ({"answers": {}, "confirm": "yes"}, "confirm"),
        ({"now": "Directly"}, "now"),
        ({"answers": {"now": "a\x00b"}}, "answers.now"),
    ],
)
def test_body_that_means_nothing_is_refused_by_name(writer, body, named):
    error = refusal(writer.patch(PLACE, body, JSON, headers=match(0)), 400)

    assert list(error["fields"]) == [named]


def test_what_was_carried_forward_stays_a_proposal_until_it_is_confirmed(lead, ret):
    before = a_round("2024", state="published", published_at=a_round().opens_at)
    type(before).objects.filter(code="2026").update(previous=before)
    last = a_return(ret.force, round=before)
    last.responses.filter(action_version__code="2.1.1").update(answers=COMPLETE, provenance="typed", version=1)
    ret.refresh_from_db()
    carrying.carry_forward(ret=ret, by=None)
    writer = program(lead)
    row = writer.get(PLACE).json()
    assert (row["provenance"], row["carried_from"], row["complete"]) == ("carried", "2024", False)

    changed = patch(writer, {"now": "New text."}, 1).json()
    confirmed = patch(writer, {}, 2, confirm=True).json()

    assert (changed["provenance"], changed["complete"]) == ("carried", False)
    assert (confirmed["provenance"], confirmed["complete"]) == ("api", True)


def test_contributor_changes_what_is_assigned_and_finds_nothing_else(ret, lead):
    colleague = person("contributor", ret.force)
    assigning.assign(ret=ret, person=colleague, things=[answer_of(ret, "2.1.2").action_version], by=lead)
    client = program(colleague)

    assert patch(client, {"now": "Mine"}, 0, place=PLACE.replace("2.1.1", "2.1.2")).status_code == 200
    refusal(patch(client, {"now": "Not mine"}, 0), 404)
    assert answer_of(ret).version == 0


@pytest.mark.parametrize("role", ["chief_officer", "force_analyst"])
def test_who_may_only_read_is_told_who_may_write(ret, role):
    client = program(person(role, ret.force))

    error = refusal(patch(client, {"now": "x"}, 0), 403)

    assert error["detail"].startswith("Only your force's NVAP lead and colleagues")
    assert client.get(PLACE).json()["editable"] is False
    assert answer_of(ret).version == 0


def test_lead_of_another_force_finds_nothing_to_write_to(ret):
    client = program(person("nvap_lead", ForceFactory(code="kent")))

    for place in (PLACE, PLACE.replace("norfolk", "nowhere")):
        assert refusal(patch(client, {"now": "x"}, 0, place=place), 404)["code"] == "not_found"
    assert answer_of(ret).version == 0


@pytest.mark.parametrize("scopes", [("read",), ("read", "practice:write")])
def test_token_needs_the_scope(ret, lead, scopes):
    error = refusal(patch(program(lead, *scopes), {"now": "x"}, 0), 403)

    sentence = "This token has not the scope “return:write”. Make one that has it on your account page."
    assert error["detail"] == sentence
    assert answer_of(ret).version == 0


def test_return_that_went_on_takes_no_answer(ret, lead, writer):
    all_answered(ret, by=lead)
    signing.send_for_signature(ret=ret, by=lead)

    error = refusal(patch(writer, {"now": "Late"}, 1), 409)

    assert error["current"] == {"state": "to_sign"}
    assert error["detail"].startswith("This return waits for the chief officer's signature")


def test_change_after_signature_voids_it(ret, lead, writer):
    all_answered(ret, by=lead)
    signing.send_for_signature(ret=ret, by=lead)
    digest = ret.submissions.get().content_hash
    signing.sign(ret=ret, statement="I agree.", content_hash=digest, by=person("chief_officer", ret.force))

    assert patch(writer, {"now": "New"}, 1).status_code == 200

    ret.refresh_from_db()
    assert (ret.state, ret.signed) == ("answering", None)
    assert AuditEvent.objects.filter(verb="return.void").count() == 1


def test_only_fields_asked_for_are_shown_and_what_one_has_is_not_sent_again(writer):
    answer = writer.get(PLACE, {"fields": "version,missing"})

    assert list(answer.json()) == ["version", "missing"]
    assert (
        writer.get(PLACE, {"fields": "version,missing"}, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
    assert list(refusal(writer.get(PLACE, {"fields": "secret"}), 400)["fields"]) == ["fields"]
