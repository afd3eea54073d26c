import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.clients import program, refusal
from tests.factories.accounts import person
from tests.factories.practice import draft_practice

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def officer():
    return person("contributor")


def address(practice, more=""):
    return f"practices/{practice.reference}/{more}"


def test_step_of_a_program_that_has_read_an_older_version_is_refused(officer):
    practice = draft_practice(by=officer)
    writer = program(officer)
    version = practice.version
    older, now = (
        {"If-Match": f'"{version - 1}"'},
        {"If-Match": writer.get(f"{address(practice)}?scope=working")["ETag"]},
    )

    for path, method in (("submit/", writer.post), ("permissions/share_forces/", writer.put)):
        error = refusal(method(address(practice, path), {}, JSON, headers=older), 409)
        assert error["current"] == {"version": version}
    practice.refresh_from_db()
    assert (practice.state, practice.permissions.count()) == ("draft", 0)

    assert writer.put(address(practice, "permissions/share_forces/"), {}, JSON, headers=now).status_code == 200
    assert writer.post(address(practice, "submit/"), {}, JSON, headers=now).status_code == 200


def test_file_that_is_sent_again_with_a_key_is_there_once(officer):
    practice = draft_practice(by=officer)
    writer, key = program(officer), {"Idempotency-Key": "file-1"}

    def send(text, **headers):
        upload = SimpleUploadedFile("learning.txt", text)
        return writer.post(address(practice, "attachments/"), {"file": upload}, headers=headers)

    first, again = send(b"What we learnt.", **key), send(b"What we learnt.", **key)

    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 200, again.json()["id"])
    assert send(b"What we learnt.").status_code == 400
    stale = {"If-Match": '"99"'}
    refusal(send(b"Something else.", **stale), 409)
    assert practice.attachments.count() == 1
