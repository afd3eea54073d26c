"""VKPP signs somebody out everywhere: on their page, and from the command line after a breach."""

import io

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command

from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, able_to_sign_in, person
from vkpp.accounts import actions
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(stranger):
    """Somebody in Kent with two browsers and a token, and one more person who is signed in."""
    able_to_sign_in(stranger)
    browsers = [PortalClient(), PortalClient()]
    for browser in browsers:
        browser.post("/account/login/", {"login": stranger.email, "password": PASSWORD})
    analyst = person("force_analyst", stranger.memberships.get().force)
    actions.create_token(owner=analyst, name="A", scopes=["read"], days=30, by=analyst)
    return stranger, browsers, analyst


def test_administrator_signs_somebody_out_everywhere(signed_in, client, admin):
    somebody, browsers, _analyst = signed_in
    client.force_login(admin)
    page = client.get(f"/account/people/{somebody.pk}/sign-out/").text
    assert f"Sign {somebody} out everywhere?" in page

    client.post(f"/account/people/{somebody.pk}/sign-out/", {"reason": "A laptop was stolen."})

    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302]
    event = AuditEvent.objects.get(verb="account.sign_out_everywhere")
    assert (event.after, event.reason) == ({"sessions": 2, "tokens": 0}, "A laptop was stolen.")
    somebody.refresh_from_db()
    assert somebody.is_active


def test_reason_is_asked_for(signed_in, client, admin):
    somebody, browsers, _analyst = signed_in
    client.force_login(admin)
    client.post(f"/account/people/{somebody.pk}/sign-out/", {"reason": " "})
    assert browsers[0].get("/account/").status_code == 200


def test_command_signs_one_person_or_everybody_out(signed_in):
    somebody, browsers, analyst = signed_in
    out = io.StringIO()
    call_command("end_sessions", email=analyst.email, reason="Leaked token", stdout=out)
    assert out.getvalue() == "1 sessions and tokens ended.\n"
    assert analyst.tokens.get().revoked_at is not None
    assert browsers[0].get("/account/").status_code == 200

    call_command("end_sessions", all=True, reason="Breach", stdout=io.StringIO())

    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302]
    assert UserSession.objects.filter(user=somebody).count() == 0


def test_command_names_an_address_that_nobody_has():
    with pytest.raises(CommandError, match=r"Nobody has an account with the address nobody@example\.org\."):
        call_command("end_sessions", email="nobody@example.org", reason="x")


# ---- asked for the password again ------------------------------------------------------------------------------------

SENSITIVE = [
    ("get", "/account/email/"),
    ("get", "/account/signed-in/"),
    ("post", "/account/signed-in/end-others/"),
    ("get", "/account/2fa/totp/activate/"),
    ("get", "/account/2fa/webauthn/add/"),
    ("get", "/account/2fa/recovery-codes/generate/"),
]


@pytest.mark.parametrize(("method", "address"), SENSITIVE)
def test_changes_to_how_one_signs_in_ask_for_the_password_again(client, officer, method, address):
    able_to_sign_in(officer)
    client.force_login(officer, just_now=False)
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/reauthenticate/"), answer.url


@pytest.mark.parametrize("verb", ["reset-second-factor", "sign-out", "close"])
def test_administrator_shows_who_they_are_before_acting_on_an_account(client, admin, officer, verb):
    able_to_sign_in(admin)
    client.force_login(admin, just_now=False)
    answer = client.post(f"/account/people/{officer.pk}/{verb}/", {"reason": "x"})
    assert answer.url.startswith("/account/reauthenticate/"), answer.url
    officer.refresh_from_db()
    assert officer.is_active


def test_code_of_the_app_is_taken_once(client, staff):
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    from vkpp.accounts.demo import code_now

    key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(key)})
    able_to_sign_in(staff)
    first, second, code = PortalClient(), PortalClient(), code_now(key)
    for browser in (first, second):
        browser.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    from django.core.cache import cache

    first.post("/account/2fa/authenticate/", {"code": code})
    for name in list(cache._cache):
        if "totp.used" in name:  # allauth forgets after half a minute, while it takes a code for a minute and a half
            del cache._cache[name]
    answer = second.post("/account/2fa/authenticate/", {"code": code})

    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session
    assert "The code is not right" in answer.text
