"""Tokens where they do not belong, and the log of who opened what is sensitive."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from practice.actions import attachments, triage
from practice.models import Practice
from tests.api.clients import program
from tests.factories.accounts import person
from tests.factories.practice import content, draft_practice, published_practice
from vkpp.accounts import actions as accounts
from vkpp.core.models import AuditEvent, Marking

pytestmark = pytest.mark.django_db


def test_token_is_read_from_its_header_only(officer):
    _token, secret = accounts.create_token(owner=officer, name="A", scopes=["read"], days=30, by=officer)
    for query in ("token", "access_token", "api_key"):
        assert Client().get(f"/api/v1/me/?{query}={secret}").status_code in {400, 401}
    browser = Client()
    browser.cookies["vkpp_session"] = secret
    assert browser.get("/api/v1/me/").status_code == 401
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Basic {secret}"}).status_code == 401
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert Client().get("/account/", headers={"Authorization": f"Bearer {secret}"}).status_code == 302


def test_token_is_found_by_its_hash_and_no_part_of_it_helps(officer):
    token, secret = accounts.create_token(owner=officer, name="A", scopes=["read"], days=30, by=officer)
    for guess in (
        secret[:-1],
        secret + "x",
        secret.upper(),
        token.prefix,
        token.secret_hash,
        "",
        "vkpp_",
        "\u00e9" * 40,
    ):
        answer = Client().get("/api/v1/practices/", headers={"Authorization": f"Bearer {guess}"})
        assert answer.status_code == 401, guess
    assert secret not in json.dumps(list(type(token).objects.values()), default=str)


def test_token_to_read_changes_nothing(officer):
    practice = draft_practice(by=officer)
    reader = program(officer, "read")
    base, events = f"practices/{practice.reference}", AuditEvent.objects.count()
    for step in ("submit", "withdraw", "revise", "discard", "restore"):
        assert reader.post(f"{base}/{step}/", {}, content_type="application/json").status_code == 403
    assert reader.post("practices/", {"call": practice.call.slug}, content_type="application/json").status_code == 403
    assert reader.patch(f"{base}/", {"title": "x"}, content_type="application/json").status_code == 403
    assert reader.put(f"{base}/permissions/publish_public/").status_code == 403
    assert reader.delete(f"{base}/permissions/publish_public/").status_code == 403
    assert reader.post(f"{base}/attachments/", {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 403
    assert reader.delete(f"{base}/attachments/1/").status_code == 403
    assert AuditEvent.objects.count() == events


def test_every_look_at_a_sensitive_example_is_in_the_trail(officer, stranger, client):
    staff, rater = person("vkpp_staff"), person("evidence_reviewer")
    practice = published_practice(by=officer, permitted=["share_forces"], **content())
    Practice.objects.filter(pk=practice.pk).update(state="draft")
    practice.refresh_from_db()
    row = attachments.add(practice=practice, upload=SimpleUploadedFile("a.txt", b"Notes."), by=officer)
    attachments.scan({"attachment": row.pk})
    Practice.objects.filter(pk=practice.pk).update(state="published")
    practice.refresh_from_db()
    triage.mark(practice=practice, marking=Marking.OFFICIAL_SENSITIVE, reason="Places.", by=staff)
    reference = practice.reference
    looks = [
        (officer, f"/practice/mine/{reference}/"),
        (officer, f"/practice/mine/{reference}/history/"),
        (officer, f"/practice/mine/{reference}/file/{row.pk}/"),
        (officer, f"/api/v1/practices/{reference}/?scope=working"),
        (officer, f"/api/v1/practices/{reference}/attachments/{row.pk}/file/"),
        (staff, f"/practice/triage/{reference}/"),
        (rater, f"/practice/rating/{reference}/"),
        (stranger, f"/practice/{reference}/"),
        (stranger, f"/practice/{reference}.pdf"),
        (stranger, f"/api/v1/practices/{reference}/"),
    ]
    for who, address in looks:
        client.force_login(who)
        events = AuditEvent.objects.filter(verb__in=["triage.look", "practice.read"], actor_id=who.pk)
        before = events.count()
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert events.count() > before, address
    page = client.get(f"/practice/{reference}/")
    assert "OFFICIAL-SENSITIVE" in page.text
