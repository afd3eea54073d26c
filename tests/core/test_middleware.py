"""Request ids, the line in the log, and the headers of every answer."""

import pytest


def line(caplog):
    """The one line about the request."""
    lines = [record.msg for record in caplog.records if record.name == "vkpp.request"]
    assert len(lines) == 1
    return lines[0]


def test_a_well_formed_request_id_is_kept(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-0001.a_b"})["X-Request-ID"] == "proxy-0001.a_b"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space inside", "new\nline-in-it", "é" * 10, "-" * 10])
def test_any_other_request_id_is_replaced(client, given):
    returned = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert returned != given
    assert len(returned) == 32


def test_the_log_has_one_line_per_request_without_the_query(client, caplog):
    caplog.set_level("INFO")

    answer = client.get("/nowhere/?email=officer@kent.police.uk")

    said = line(caplog)
    assert said["request_id"] == answer["X-Request-ID"]
    assert (said["method"], said["path"], said["status"], said["route"]) == ("GET", "/nowhere/", 404, "(none)")
    assert "kent" not in caplog.text


def test_health_is_not_logged(client, caplog):
    caplog.set_level("INFO")

    client.get("/healthz")

    assert [record for record in caplog.records if record.name == "vkpp.request"] == []


def test_every_answer_restrains_the_browser(client):
    answer = client.get("/healthz")

    parts = (part.partition(" ") for part in answer["Content-Security-Policy"].split("; "))
    policy = {name: allowed for name, _space, allowed in parts}
    assert policy == {
        "default-src": "'none'",
        "script-src": "",  # none: this answer names no script
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "report-uri": "/csp-report/",
        "report-to": "csp",
    }
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_what_somebody_signed_in_sees_is_not_kept(client, db):
    client.cookies["vkpp_session"] = "anything"

    assert client.get("/nowhere/")["Cache-Control"] == "private, no-store"


def test_what_a_token_sees_is_not_kept(client):
    assert client.get("/nowhere/", headers={"Authorization": "Bearer x"})["Cache-Control"] == "private, no-store"


def test_what_everybody_sees_may_be_kept(client):
    assert "Cache-Control" not in client.get("/nowhere/")


def test_in_production_a_plain_address_leads_to_the_safe_one(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/nowhere/")

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/nowhere/")
    assert client.get("/healthz").status_code == 200


def test_program_without_tls_is_refused_and_not_led_on(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/api/v1/practices/", headers={"Authorization": "Bearer vkpp_secret"})

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["detail"].startswith("Use https. If you sent a token, revoke it")
    assert "Location" not in answer.headers
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/practices/").status_code == 403
    assert client.get("/api/v1/docs/", headers={"Accept": "text/html"}).status_code == 301
