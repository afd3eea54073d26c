"""Writing practice by programs: the same rules as in the forms, and nothing half-saved."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practice.actions import authoring, calls, coauthors
from practice.models import CoAuthor, Practice, PracticeRevision
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import (
    CallFactory,
    CallQuestionFactory,
    content,
    draft_practice,
    published_practice,
    submitted_practice,
    words,
)
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def officer():
    words()
    return person("contributor", ForceFactory(code="norfolk"))


def test_start_makes_a_draft_of_the_own_force_with_its_answers(officer):
    call = CallFactory()

    answer = program(officer).post("practices/", {"call": call.slug, **content()}, JSON)

    assert answer.status_code == 201
    shown = answer.json()
    practice = Practice.objects.get()
    assert answer["Location"] == f"http://testserver/api/v1/practices/{practice.reference}/?scope=working"
    assert (practice.owner, practice.force.code, practice.state) == (officer, "norfolk", "draft")
    assert practice.title == shown["title"] == "Text messages after domestic abuse calls"
    assert shown["started"] == "2021-05"
    assert shown["missing"] == {}
    assert [row["action"] for row in shown["available_actions"]] == ["submit", "discard"]
    assert practice.revisions.get().source == PracticeRevision.Source.API
    read = program(officer).get(answer["Location"])
    assert read.json() == shown
    assert read["ETag"] == answer["ETag"]


def test_start_saves_nothing_when_one_answer_is_wrong(officer):
    call = CallFactory()
    body = {"call": call.slug, **content(strands=["XX"], title="x" * 161)}

    error = refusal(program(officer).post("practices/", body, JSON), 400)

    assert sorted(error["fields"]) == ["strands", "title"]
    assert Practice.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"answers": {"nonsense": "x"}}, "answers.nonsense"),
        ({"answers": "x"}, "answers"),
        ({"question-partners": "x"}, "question-partners"),
        ({"state": "published"}, "state"),
        ({"owner": 1}, "owner"),
        ({"title": 5}, "title"),
        ({"categories": "prevention"}, "categories"),
        ({"serious_violence": "perhaps"}, "serious_violence"),
        ({"started": "last year"}, "started"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"description": {"a": 1}}, "description"),
    ],
)
def test_start_names_what_cannot_be_saved(officer, answers, named):
    call = CallFactory()

    error = refusal(program(officer).post("practices/", {"call": call.slug, **answers}, JSON), 400)

    assert list(error["fields"]) == [named]
    assert Practice.objects.count() == 0


@pytest.mark.parametrize("call", [None, "", "nowhere", 5, ["always-open"], {}])
def test_start_needs_a_call(officer, call):
    error = refusal(program(officer).post("practices/", {"call": call}, JSON), 400)

    assert error["fields"] == {"call": ["Name an open call by its slug. /calls/ lists them."]}


def test_start_in_a_closed_call_is_refused(officer):
    call = CallFactory(closes_at=timezone.now() - dt.timedelta(days=1))

    error = refusal(program(officer).post("practices/", {"call": call.slug}, JSON), 400)

    assert list(error["fields"]) == ["call"]
    assert Practice.objects.count() == 0


def test_start_is_for_contributors():
    call = CallFactory()

    refusal(program(person("force_analyst")).post("practices/", {"call": call.slug}, JSON), 403)
    assert Practice.objects.count() == 0


def test_same_idempotency_key_gives_the_same_draft(officer):
    call, headers = CallFactory(), {"Idempotency-Key": "9b1d-42"}
    body = {"call": call.slug, "title": "Once"}

    first = program(officer).post("practices/", body, JSON, headers=headers)
    again = program(officer).post("practices/", body, JSON, headers=headers)
    colleague = program(person("contributor", officer.memberships.get().force)).post(
        "practices/", body, JSON, headers=headers
    )

    assert (first.status_code, again.status_code, colleague.status_code) == (201, 200, 201)
    assert first.json()["reference"] == again.json()["reference"] != colleague.json()["reference"]
    assert Practice.objects.count() == 2


def test_idempotency_key_with_other_content_is_refused(officer):
    call, headers = CallFactory(), {"Idempotency-Key": "9b1d-42"}
    first = program(officer).post("practices/", {"call": call.slug}, JSON, headers=headers).json()

    answer = program(officer).post("practices/", {"call": call.slug, "title": "Other"}, JSON, headers=headers)

    assert refusal(answer, 409)["current"] == {"reference": first["reference"]}
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 101, "a b", "ä"])
def test_idempotency_key_that_cannot_be_kept_is_refused(officer, key):
    answer = program(officer).post(
        "practices/", {"call": CallFactory().slug}, JSON, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )

    refusal(answer, 400)
    assert Practice.objects.count() == 0


def test_change_saves_what_is_sent_and_leaves_the_rest(officer):
    practice = draft_practice(by=officer)
    writer = program(officer)

    answer = writer.patch(address(practice), {"title": "New title"}, JSON, headers=match(practice.version))

    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["version"]) == ("New title", practice.version + 1)
    practice.refresh_from_db()
    assert (practice.title, practice.aim) == ("New title", "People know where to find help.")
    assert practice.revisions.first().source == PracticeRevision.Source.API


def address(practice, step=""):
    return f"practices/{practice.reference}/{step}"


def match(version):
    return {"If-Match": f'"{version}"'}


def test_change_takes_the_etag_that_was_read(officer):
    practice = draft_practice(by=officer)
    writer = program(officer)
    tag = writer.get(address(practice), {"scope": "working"})["ETag"]

    assert writer.patch(address(practice), {"title": "New"}, JSON, headers={"If-Match": tag}).status_code == 200


def test_change_without_version_is_refused(officer):
    practice = draft_practice(by=officer)

    error = refusal(program(officer).patch(address(practice), {"title": "New"}, JSON), 428)

    assert error["code"] == "precondition_required"
    refusal(program(officer).patch(address(practice), {"title": "New"}, JSON, headers={"If-Match": "*"}), 400)
    practice.refresh_from_db()
    assert practice.title == "Text messages after domestic abuse calls"


def test_change_of_what_a_colleague_changed_meanwhile_shows_both(officer):
    practice = draft_practice(by=officer)
    read = practice.version
    colleague = person("contributor", practice.force)
    coauthors.add(practice=practice, email=colleague.email, level=CoAuthor.Level.EDIT, by=officer)
    authoring.save(practice=practice, values={"title": "Theirs"}, version=read, by=colleague)

    answer = program(officer).patch(address(practice), {"title": "Mine", "aim": "Also mine"}, JSON, headers=match(read))

    error = refusal(answer, 409)
    assert error["current"] == {"title": "Theirs", "version": read + 1}
    assert error["yours"] == {"title": "Mine"}
    practice.refresh_from_db()
    assert (practice.title, practice.aim) == ("Theirs", "People know where to find help.")


def test_change_beside_what_a_colleague_changed_is_merged(officer):
    practice = draft_practice(by=officer)
    read = practice.version
    authoring.save(practice=practice, values={"title": "Theirs"}, version=read, by=officer)

    answer = program(officer).patch(address(practice), {"aim": "Mine"}, JSON, headers=match(read))

    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["aim"]) == ("Theirs", "Mine")


def test_change_answers_the_calls_own_questions(officer):
    call = CallFactory()
    CallQuestionFactory(form=call.forms.get(), code="partners", required=True)
    practice = draft_practice(by=officer, call=call)
    writer = program(officer)
    assert list(writer.get(address(practice), {"scope": "working"}).json()["missing"]) == ["answers.partners"]

    answer = writer.patch(
        address(practice), {"answers": {"partners": "Victim Support"}}, JSON, headers=match(practice.version)
    )

    (question,) = answer.json()["questions"]
    assert (question["code"], question["answer"], question["shown"]) == ("partners", "Victim Support", True)
    assert answer.json()["missing"] == {}


def test_change_is_refused_to_who_may_only_look(officer):
    practice = draft_practice(by=officer)
    lead = person("nvap_lead", practice.force)

    refusal(program(lead).patch(address(practice), {"title": "New"}, JSON, headers=match(practice.version)), 403)
    refusal(
        program(person("contributor")).patch(address(practice), {"title": "x"}, JSON, headers=match(practice.version)),
        404,
    )


def test_submit_sends_the_example(officer):
    practice = draft_practice(by=officer)

    answer = program(officer).post(address(practice, "submit/"), {}, JSON)

    assert answer.status_code == 200
    assert answer.json()["state"] == "submitted"
    assert [row["action"] for row in answer.json()["available_actions"]] == ["withdraw"]
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert AuditEvent.objects.filter(verb="practice.submit", target_id=str(practice.pk)).count() == 1


def test_submit_says_what_is_missing(officer):
    practice = draft_practice(by=officer, title="", categories=[])

    error = refusal(program(officer).post(address(practice, "submit/"), {}, JSON), 400)

    assert error["fields"] == {"title": ["Enter a title."], "categories": ["Choose at least one category."]}
    practice.refresh_from_db()
    assert practice.state == "draft"


def test_submit_to_a_closed_call_needs_the_late_entry_code(officer):
    call = CallFactory(closes_at=timezone.now() + dt.timedelta(hours=1))
    practice = draft_practice(by=officer, call=call)
    type(call).objects.filter(pk=call.pk).update(closes_at=timezone.now() - dt.timedelta(hours=1))
    admin = person("vkpp_admin")
    entry = calls.add_late_entry(
        call=call, email=officer.email, until=timezone.now() + dt.timedelta(days=1), reason="Illness", by=admin
    )
    writer = program(officer)

    assert list(refusal(writer.post(address(practice, "submit/"), {}, JSON), 400)["fields"]) == ["call"]
    wrong = writer.post(address(practice, "submit/"), {"late_code": "WRONG"}, JSON)
    assert list(refusal(wrong, 400)["fields"]) == ["late_code"]
    assert writer.post(address(practice, "submit/"), {"late_code": entry.code}, JSON).status_code == 200


@pytest.mark.parametrize(
    ("body", "named"),
    [({"reason": 5, "x": 1}, "x"), ({"reason": ["a"]}, "reason"), ({"late_code": "x" * 21}, "late_code")],
)
def test_step_names_what_cannot_be_sent_with_it(officer, body, named):
    practice = draft_practice(by=officer)

    assert list(refusal(program(officer).post(address(practice, "submit/"), body, JSON), 400)["fields"]) == [named]


def test_step_that_is_no_longer_possible_is_a_conflict(officer):
    practice = submitted_practice(by=officer)

    error = refusal(program(officer).post(address(practice, "submit/"), {}, JSON), 409)

    assert error["code"] == "conflict"
    assert error["current"] == {"state": "submitted"}


def test_step_that_is_too_late_tells_an_author_nothing_of_a_decision(officer):
    practice = submitted_practice(by=officer)
    Practice.objects.filter(pk=practice.pk).update(state="decided")

    error = refusal(program(officer).post(address(practice, "submit/"), {}, JSON), 409)

    assert error["current"] == {"state": "being_assessed"}
    assert error["detail"] == (
        "This is no longer possible: it is now “Being assessed”. Look at it again before you go on."
    )


def test_withdraw_takes_it_out_of_the_bank_at_once(officer):
    practice = published_practice(by=officer, permitted=("publish_public", "share_forces"))
    assert program().references() == [practice.reference]

    answer = program(officer).post(address(practice, "withdraw/"), {"reason": "It has ended."}, JSON)

    assert answer.json()["state"] == "withdrawn"
    assert program().references() == []
    refusal(program().get(address(practice)), 404)


def test_discard_and_restore_a_draft(officer):
    practice = draft_practice(by=officer)
    writer = program(officer)

    assert writer.post(address(practice, "discard/"), {}, JSON).json()["state"] == "discarded"
    assert writer.references(scope="mine") == []
    assert writer.post(address(practice, "restore/"), {}, JSON).json()["state"] == "draft"


def test_permissions_are_given_and_taken_back_one_by_one(officer):
    practice = published_practice(by=officer, permitted=())
    writer = program(officer)

    answer = writer.put(address(practice, "permissions/publish_public/"))

    assert [row["use"] for row in answer.json()["results"] if row["in_force"]] == ["publish_public"]
    assert program().references() == [practice.reference]
    answer = writer.delete(address(practice, "permissions/publish_public/"))
    assert [row["use"] for row in answer.json()["results"] if row["in_force"]] == []
    assert writer.get(address(practice, "permissions/")).json() == answer.json()
    assert program().references() == []
    assert list(refusal(writer.put(address(practice, "permissions/sell/")), 400)["fields"]) == ["use"]
    stranger = program(person("contributor"))
    refusal(stranger.put(address(practice, "permissions/publish_public/")), 404)


def test_permissions_are_not_for_who_may_only_look(officer):
    practice = submitted_practice(by=officer)
    staff = program(person("vkpp_staff"))

    refusal(staff.put(address(practice, "permissions/publish_public/")), 403)
    assert practice.permissions.count() == 0


def test_attachment_is_served_only_when_clean(officer):
    practice = draft_practice(by=officer)
    writer = program(officer)
    upload = SimpleUploadedFile("learning.txt", b"What we learnt.")

    answer = writer.post(address(practice, "attachments/"), {"file": upload})

    assert answer.status_code == 201
    added = answer.json()
    assert (added["name"], added["scan"], added["download_url"]) == ("learning.txt", "waiting", None)
    refusal(writer.get(address(practice, f"attachments/{added['id']}/file/")), 404)
    practice.attachments.update(scan="clean")
    (listed,) = writer.get(address(practice, "attachments/")).json()["results"]
    answer = writer.get(listed["download_url"])
    assert b"".join(answer.streaming_content) == b"What we learnt."
    assert answer["Content-Disposition"] == 'attachment; filename="learning.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    refusal(program(person("contributor")).get(listed["download_url"]), 404)
    assert writer.delete(address(practice, f"attachments/{added['id']}/")).status_code == 204
    refusal(writer.get(listed["download_url"]), 404)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"other": ("a.txt", b"x")},
        {"file": ("empty.txt", b"")},
        {"file": ("macro.exe", b"MZ")},
        {"file": ("photo.png", b"%PDF-1.4")},
    ],
)
def test_attachment_that_cannot_be_taken_is_refused(officer, files):
    practice = draft_practice(by=officer)
    uploads = {name: SimpleUploadedFile(*file) for name, file in files.items()}

    error = refusal(program(officer).post(address(practice, "attachments/"), uploads), 400)

    assert list(error["fields"]) == ["file"]
    assert practice.attachments.count() == 0
