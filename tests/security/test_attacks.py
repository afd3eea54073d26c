"""Names of files, and fields and ids that are not the sender's to set."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from practice.actions import attachments
from practice.models import Attachment, Practice
from tests.api.clients import program
from tests.factories.accounts import person
from tests.factories.practice import draft_practice, submitted_practice
from vkpp.accounts import actions as accounts
from vkpp.accounts.models import User
from vkpp.core.exceptions import Invalid

pytestmark = pytest.mark.django_db

NAMES = [
    "a\r\nSet-Cookie: x=1.txt",
    'a"; filename="evil.exe.txt',
    "../../../../etc/cron.d/evil.txt",
    "..\\..\\windows\\evil.txt",
    "/etc/passwd.txt",
    "rapport\u202etxt.exe.txt",
    "nul\x00byte.txt",
    "x" * 400 + ".txt",
    "<svg onload=alert(1)>.txt",
    "%0d%0aSet-Cookie:x=1.txt",
    "con\u0085trol\u2028line.txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_of_a_file_is_harmless_where_it_is_kept_and_sent(officer, client, name):
    practice = draft_practice(by=officer)
    upload = SimpleUploadedFile("a.txt", b"Notes on how we do it.")
    upload._name = name  # past Django's own cleaning: a browser may send anything

    row = attachments.add(practice=practice, upload=upload, by=officer)
    attachments.scan({"attachment": row.pk})
    client.force_login(officer)
    answer = client.get(f"/practice/mine/{practice.reference}/file/{row.pk}/")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    sent = str(answer["Content-Disposition"])
    assert not any(sign in sent for sign in ("\r", "\n", "\x00", "\u202e", "..", "/", "\\", "<"))
    row.refresh_from_db()
    assert row.file.name.startswith(f"practice/{practice.pk}/")
    assert row.file.name.removeprefix(f"practice/{practice.pk}/").isalnum()
    assert len(row.name) <= 160


def test_file_of_another_example_is_not_served_under_ones_own(officer, stranger, client):
    theirs = draft_practice(by=stranger)
    upload = SimpleUploadedFile("a.txt", b"Secret of Kent.")
    row = attachments.add(practice=theirs, upload=upload, by=stranger)
    attachments.scan({"attachment": row.pk})
    mine = draft_practice(by=officer)
    client.force_login(officer)

    for address in (f"/practice/mine/{mine.reference}/file/{row.pk}/", f"/practice/{mine.reference}/files/{row.pk}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/api/v1/practices/{mine.reference}/attachments/{row.pk}/file/").status_code == 404
    assert client.post(f"/practice/write/{mine.reference}/files/{row.pk}/remove/").status_code == 404
    assert Attachment.objects.get(pk=row.pk).removed_at is None


NOT_YOURS = {
    "state": "published",
    "owner": 1,
    "owner_id": 1,
    "force": "kent",
    "force_id": 1,
    "reference": "VP-2000-00001",
    "import_key": "x",
    "marking": "official",
    "version": 99,
    "submitted_at": "2020-01-01T00:00:00Z",
    "claimed_by": 1,
    "rating_round": 7,
    "source_url": "https://evil.example",
    "personal_data_kept": ["x"],
    "permissions": ["publish_public"],
    "id": 1,
    "pk": 1,
}


@pytest.mark.parametrize("name", NOT_YOURS)
def test_api_takes_no_field_that_is_not_an_answer(officer, name):
    practice = draft_practice(by=officer)
    number, before = Practice.objects.count(), Practice.objects.filter(pk=practice.pk).values().get()
    writer, value = program(officer), NOT_YOURS[name]

    started = writer.post("practices/", {"call": practice.call.slug, name: value}, content_type="application/json")
    headers = {"If-Match": str(practice.version)}
    changed = writer.patch(
        f"practices/{practice.reference}/",
        {"title": "New", name: value},
        content_type="application/json",
        headers=headers,
    )

    assert (started.status_code, changed.status_code) == (400, 400)
    assert list(started.json()["fields"]) == [name]
    assert Practice.objects.count() == number
    assert Practice.objects.filter(pk=practice.pk).values().get() == before


def test_forms_take_no_field_that_is_not_on_the_page(officer, client):
    practice = draft_practice(by=officer)
    before = Practice.objects.filter(pk=practice.pk).values().get()
    client.force_login(officer)
    body = {
        **{name: str(value) for name, value in NOT_YOURS.items() if name != "version"},
        "impact": "Not on this page",
    }
    address = f"/practice/write/{practice.reference}/basics/"

    client.post(address, {**body, "title": "New title", "version": str(practice.version)})
    client.post(f"{address}save/", {**body, "fields": list(body), "version": str(practice.version)})

    after = Practice.objects.filter(pk=practice.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "title",
        "version",
        "updated_at",
        "summary",
        "lead_organisation",
        "contact_name",
        "contact_email",
        "region",
    }
    assert after["impact"] == ""


def test_steps_take_nothing_but_their_reason(officer):
    practice = submitted_practice(by=officer)
    writer = program(officer)
    for body in ({"state": "published"}, {"by": 1}, {"practice": 1}, {"reason": {"x": 1}}):
        answer = writer.post(f"practices/{practice.reference}/withdraw/", body, content_type="application/json")
        assert answer.status_code == 400, body
    practice.refresh_from_db()
    assert practice.state == "submitted"


def test_ids_in_forms_of_staff_reach_only_what_they_may_see(officer, client):
    """A draft, a contributor and somebody's private message, named in bodies of pages for staff."""
    staff, admin = person("vkpp_staff"), person("vkpp_admin")
    draft, sent = draft_practice(by=officer), submitted_practice(by=officer)
    accounts.request_role(user=officer, role="force_analyst", force=draft.force, reason="Data", by=officer)
    client.force_login(staff)

    page = client.post("/practice/triage/bulk/", {"pick": [draft.pk, sent.pk], "action": "claim"})
    assert draft.reference not in page.text
    assert sent.reference in page.text
    client.post(f"/practice/triage/{sent.reference}/hand-over/", {"to": officer.pk})
    client.post(f"/practice/rating/{sent.reference}/ask/", {"rater": officer.pk})
    client.force_login(admin)
    private = officer.notifications.exclude(state="staged").first()
    client.post("/practice/outbox/act/", {"pick": [private.pk], "act": "drop"})

    sent.refresh_from_db()
    assert sent.claimed_by is None
    assert sent.assignments.count() == 0
    assert officer.notifications.get(pk=private.pk).state != "dropped"


def test_co_author_of_another_example_stays(officer, stranger, client):
    from practice.actions import coauthors

    colleague = person("contributor", stranger.memberships.get().force)
    theirs = draft_practice(by=stranger)
    row = coauthors.add(practice=theirs, email=colleague.email, level="view", by=stranger)
    mine = draft_practice(by=officer)
    client.force_login(officer)
    assert client.post(f"/practice/write/{mine.reference}/people/{row.pk}/remove/").status_code == 404
    assert theirs.co_authors.count() == 1


def test_co_authors_by_address_do_not_tell_who_has_an_account(officer, stranger, client):
    practice = draft_practice(by=officer)
    client.force_login(officer)
    said = set()
    for email in (stranger.email, "nobody.at.all@kent.police.uk", "nobody@example.org"):
        for name in ("email", "new_owner"):
            answer = client.post(f"/practice/write/{practice.reference}/people/", {name: email, "level": "view"})
            assert "Nobody in" in answer.text
            said.add(answer.text.count("Nobody in"))
    assert len(said) == 1
    assert practice.co_authors.count() == 0


@pytest.mark.parametrize(
    "name", ["Lead\r\nBcc: x@evil.example", "Lead\u202eecirP", "Lead\u2028x", "\u200bLead", "a\x00b"]
)
def test_name_that_is_not_what_it_looks_like_is_refused(officer, client, name):
    """Names stand in mails and beside decisions, so nobody gets one that breaks a line or turns the writing."""
    client.force_login(officer)
    for field in ("display_name", "organisation"):
        sent = {"display_name": "Lead", "sector": "policing", "organisation": "", field: name}
        answer = client.post("/account/profile/", sent)
        assert answer.status_code == 200, field
        assert "There is a problem" in answer.text
        with pytest.raises(Invalid):
            accounts.update_profile(user=officer, by=officer, **sent)
    sign_up = {"display_name": name, "email": "new@norfolk.police.uk", "password1": "zebra-lamp-9-river"}
    Client().post("/account/signup/", sign_up)
    assert not User.objects.filter(email="new@norfolk.police.uk").exists()
