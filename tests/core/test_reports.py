"""Reports of the content policy, security.txt, and the headers of every kind of answer."""

import json
import re

import pytest
from django.test import Client
from prometheus_client import REGISTRY

POLICY = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "report-uri /csp-report/", "report-to csp")


def counted(directive):
    return REGISTRY.get_sample_value("portal_csp_reports_total", {"directive": directive}) or 0


def lines(caplog):
    return [record.msg for record in caplog.records if record.name == "vkpp.csp"]


OLD = {
    "csp-report": {
        "document-uri": "https://portal.police.uk/practice/VP-2026-00001/?q=secret+words",
        "violated-directive": "script-src-elem 'self'",
        "blocked-uri": "https://evil.example/x.js?stolen=secret+words",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {"documentURL": "https://x/help/", "effectiveDirective": "style-src-attr", "blockedURL": "inline"},
    }
]


@pytest.mark.parametrize(
    ("report", "kind", "directive", "blocked", "page"),
    [
        (OLD, "application/csp-report", "script-src", "https://evil.example", "/practice/VP-2026-00001/"),
        (NEW, "application/reports+json", "style-src", "inline", "/help/"),
    ],
)
def test_report_is_noted_without_what_may_be_secret(caplog, report, kind, directive, blocked, page):
    before = counted(directive)
    answer = Client(enforce_csrf_checks=True).post("/csp-report/", json.dumps(report), content_type=kind)
    assert (answer.status_code, answer.content) == (204, b"")
    (line,) = lines(caplog)
    assert (line["directive"], line["blocked"], line["page"]) == (directive, blocked, page)
    assert "secret" not in caplog.text
    assert counted(directive) == before + 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"[[[[", b'{"csp-report": 5}', b"[" * 9000, b"\xff\xfe"],
    ids=lambda body: str(body[:12]),
)
def test_nonsense_is_answered_and_forgotten(client, caplog, body):
    answer = client.post("/csp-report/", body, content_type="application/csp-report")
    assert answer.status_code == 204
    assert lines(caplog) == []


def test_large_report_is_refused(client, caplog):
    assert client.post("/csp-report/", b"x" * 16_385, content_type="application/csp-report").status_code == 413
    assert lines(caplog) == []


def test_names_of_directives_are_a_closed_list(client, caplog):
    report = {"csp-report": {"violated-directive": "made-up\nx", "blocked-uri": "http://[", "document-uri": "/a"}}
    client.post("/csp-report/", json.dumps(report), content_type="application/csp-report")
    (line,) = lines(caplog)
    assert (line["directive"], line["blocked"]) == ("other", "unreadable")


def test_flood_of_reports_is_not_written_down(client, caplog):
    for _ in range(80):
        client.post("/csp-report/", json.dumps(NEW), content_type="application/reports+json")
    assert 60 <= len(lines(caplog)) <= 79  # sixty a minute; the minute may change on the way


def test_security_txt_says_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "security@portal.police.uk"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert said["Contact"] == "mailto:security@portal.police.uk"
    assert said["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    assert said["Preferred-Languages"] == "en"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00\.000Z", said["Expires"])


@pytest.mark.parametrize(("contact", "said"), [("help@x.police.uk", "mailto:help@x.police.uk"), ("", "/help/")])
def test_security_txt_without_an_address_of_its_own(client, settings, contact, said):
    settings.SECURITY_CONTACT, settings.CONTACT_EMAIL = "", contact
    assert client.get("/.well-known/security.txt").text.splitlines()[0].endswith(said)


def test_password_managers_find_the_page(client):
    assert client.get("/.well-known/change-password").url == "/account/password/change/"


# ---- headers ---------------------------------------------------------------------------------------------------------

KINDS = {
    "page": ("get", "/help/", {}, 200),
    "not found": ("get", "/nowhere/", {}, 404),
    "not there for the API": ("get", "/api/v1/nowhere/", {}, 404),
    "program": ("get", "/api/v1/practices/", {}, 200),
    "schema": ("get", "/api/v1/schema/", {}, 200),
    "way": ("get", "/account/", {}, 302),
    "wrong method": ("get", "/csp-report/", {}, 405),
    "foreign form": ("post", "/account/login/", {}, 403),
    "foreign host": ("get", "/help/", {"headers": {"Host": "evil.example"}}, 400),
    "NUL": ("get", "/help/%00", {}, 400),
    "file": ("get", "/static/portal.css", {}, 200),
    "no file": ("get", "/static/none.css", {}, 404),
    "health": ("get", "/healthz", {}, 200),
    "measurements": ("get", "/metrics", {"headers": {"X-Forwarded-For": "192.0.2.1"}}, 403),
    "report": ("post", "/csp-report/", {}, 204),
    "feed": ("get", "/practice/feed/", {}, 200),
    "security.txt": ("get", "/.well-known/security.txt", {}, 200),
    "too large": ("post", "/account/login/", {"headers": {"Content-Length": "999999999"}}, 413),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("secure", [True, False])
def test_every_kind_of_answer_restrains_the_browser(kind, secure, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    method, address, more, status = KINDS[kind]
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)

    answer = getattr(browser, method)(address, secure=secure, **more)

    assert answer.status_code == status
    assert [part for part in POLICY if part not in answer["Content-Security-Policy"]] == []
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Reporting-Endpoints"] == 'csp="/csp-report/"'
    assert "camera=()" in answer["Permissions-Policy"]
    assert (
        answer.headers.get("Strict-Transport-Security", "").startswith("max-age=31536000; includeSubDomains") == secure
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    if body and answer["Content-Type"].startswith("text/"):
        assert "charset=" in answer["Content-Type"]


def nonces(answer):
    policy = answer["Content-Security-Policy"]
    return re.findall(r"'nonce-([^']+)'", policy), re.findall(r"<script[^>]* nonce=\"([^\"]+)\"", answer.text)


def test_each_page_names_its_own_scripts_by_a_nonce(client):
    first, second = nonces(client.get("/help/")), nonces(client.get("/help/"))
    assert first[0] == first[1]
    assert len(first[0]) == 1
    assert len(first[0][0]) >= 22
    assert first != second
    assert "script-src 'nonce-" in client.get("/help/")["Content-Security-Policy"]


def test_every_script_of_a_page_has_the_nonce(client, db):
    for address in ("/help/", "/account/login/", "/api/v1/docs/", "/account/signup/"):
        page = client.get(address)
        scripts = [tag for tag in re.findall(r"<script[^>]*>", page.text) if "application/json" not in tag]
        assert scripts != []
        assert [tag for tag in scripts if 'nonce="' not in tag] == [], address


def test_page_that_may_be_kept_is_the_same_each_time_and_names_no_nonce(db):
    first, second = Client().get("/practice/"), Client().get("/practice/")
    assert first.content == second.content
    assert "script-src 'self';" in first["Content-Security-Policy"]
    assert 'nonce=""' in first.text
    kept = Client().get("/practice/", headers={"If-None-Match": first["ETag"]})
    assert kept.status_code == 304
