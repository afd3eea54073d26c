"""Attacks on sessions, and on where the portal takes its own address from."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, able_to_sign_in, person
from tests.factories.practice import draft_practice
from vkpp.accounts.models import Membership, User

pytestmark = pytest.mark.django_db


def session_key(browser):
    return browser.cookies["vkpp_session"].value


def test_session_of_before_the_sign_in_is_worthless_after_it(officer):
    able_to_sign_in(officer)
    browser = PortalClient()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies["vkpp_session"] = session.session_key
    token = Client().get("/account/login/").cookies["csrftoken"].value

    browser.post("/account/login/", {"login": officer.email, "password": PASSWORD})

    assert browser.session["_auth_user_id"] == str(officer.pk)
    assert session_key(browser) != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()
    assert browser.cookies["csrftoken"].value != token


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(officer):
    able_to_sign_in(officer)
    browser = PortalClient()
    browser.post("/account/login/", {"login": officer.email, "password": PASSWORD})
    flags = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in browser.cookies.items()}
    assert flags["vkpp_session"] == (True, "Lax")
    assert flags["csrftoken"] == (True, "Lax")


def test_changed_password_ends_the_other_browsers(officer, client_for):
    able_to_sign_in(officer)
    other, here = client_for(officer), client_for(officer)

    here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "zebra-lamp-9-river", "password2": "zebra-lamp-9-river"},
    )

    assert other.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_closed_account_and_ended_role_count_at_once_in_open_sessions(officer, client_for):
    practice, browser = draft_practice(by=officer), client_for(officer)
    address = f"/practice/write/{practice.reference}/"
    assert browser.get(address).status_code == 200

    Membership.objects.filter(user=officer).delete()
    assert browser.get(address).status_code == 404

    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert browser.get(address).url.startswith("/account/login/")
    assert browser.get("/account/2fa/").url.startswith("/account/login/")


def test_session_of_staff_without_the_factor_they_have_cannot_add_another(client):
    from allauth.mfa.models import Authenticator

    staff = able_to_sign_in(person("vkpp_staff"))
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    client.force_login(staff, second_factor=False)

    for address in ("webauthn/add/", "totp/activate/", "recovery-codes/generate/", "recovery-codes/", "webauthn/", ""):
        assert client.get(f"/account/2fa/{address}").url.startswith("/account/second-factor/"), address
        assert client.post(f"/account/2fa/{address}").url.startswith("/account/second-factor/"), address


@pytest.mark.parametrize("path", ["/", "/account/login/", "/practice/", "/api/v1/", "/static/none.css", "/practice/x/"])
def test_host_that_is_not_ours_is_refused(client, path):
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_mails_lead_to_our_own_host_whatever_a_proxy_says(officer):
    able_to_sign_in(officer)
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    PortalClient().post("/account/password/reset/", {"email": officer.email}, headers=headers)
    assert len(mail.outbox) == 1
    assert "evil.example" not in mail.outbox[0].body


def test_method_cannot_be_swapped_in_a_header(officer, client):
    practice = draft_practice(by=officer)
    client.force_login(officer)
    client.post(f"/practice/mine/{practice.reference}/", headers={"X-HTTP-Method-Override": "DELETE"})
    answer = client.get(f"/practice/mine/{practice.reference}/discard/", headers={"X-HTTP-Method-Override": "POST"})
    assert answer.status_code == 405
    practice.refresh_from_db()
    assert practice.state == "draft"
