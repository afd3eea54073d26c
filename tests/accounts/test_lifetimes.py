"""How long codes, links and browsers are known, and what stays encrypted."""

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.tokens import default_token_generator
from django.core import mail, signing
from django.test import RequestFactory

import vkpp.settings as portal
from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, able_to_sign_in
from vkpp.accounts import devices
from vkpp.accounts.adapter import AccountAdapter

pytestmark = pytest.mark.django_db
NEW = "zebra-lamp-9-river"


@pytest.fixture
def later(monkeypatch):
    """`later(seconds)`: the clock of this process goes on by so much."""
    shift, now = [0], time.time

    monkeypatch.setattr(time, "time", lambda: now() + shift[0])
    return lambda seconds: shift.__setitem__(0, seconds)


def reset_link(user):
    PortalClient().post("/account/password/reset/", {"email": user.email})
    return re.search(r"http://\S+(/account/password/reset/key/\S+)", mail.outbox[-1].body).group(1)


def test_link_for_a_new_password_ends_after_an_hour(officer, settings, monkeypatch):
    import datetime as dt

    able_to_sign_in(officer)
    link, began = reset_link(officer), default_token_generator._now()
    assert settings.PASSWORD_RESET_TIMEOUT == 3600

    for seconds, works in ((3600, True), (3602, False)):
        moment = began + dt.timedelta(seconds=seconds)
        monkeypatch.setattr(type(default_token_generator), "_now", lambda _self, moment=moment: moment)
        page = PortalClient().get(link, follow=True).text
        assert ("This link no longer works" not in page) == works, seconds


def test_new_password_does_not_replace_the_second_factor(staff):
    data = {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data=data)
    able_to_sign_in(staff)
    browser = PortalClient()
    form = browser.get(reset_link(staff)).url
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert "_auth_user_id" not in browser.session

    answer = browser.post("/account/login/", {"login": staff.email, "password": NEW})

    assert answer.url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session


@pytest.fixture
def newcomer(norfolk):
    """A browser in which somebody has just signed up, and the code that was mailed."""
    browser = PortalClient()
    data = {"display_name": "New", "email": "new@norfolk.police.uk", "password1": NEW}
    browser.post("/account/signup/", data)
    return browser, re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def test_page_and_mail_say_how_long_the_code_works(newcomer):
    browser, _code = newcomer
    assert "It is valid for 10 minutes." in browser.get("/account/confirm-email/").text
    assert "It is valid for 10 minutes." in mail.outbox[-1].body


def test_code_by_mail_ends_after_ten_minutes(newcomer, later):
    browser, code = newcomer
    later(601)
    browser.post("/account/confirm-email/", {"code": code})
    assert "_auth_user_id" not in browser.session


def test_code_by_mail_is_good_for_nearly_ten_minutes(newcomer, later):
    browser, code = newcomer
    later(590)
    browser.post("/account/confirm-email/", {"code": code})
    assert "_auth_user_id" in browser.session


def test_code_by_mail_takes_three_tries(newcomer):
    browser, code = newcomer
    for _ in range(3):
        browser.post("/account/confirm-email/", {"code": "000000"})
    browser.post("/account/confirm-email/", {"code": code})
    assert "_auth_user_id" not in browser.session


def test_known_browser_is_forgotten_after_half_a_year(officer, later):
    able_to_sign_in(officer)
    browser = PortalClient()
    browser.post("/account/login/", {"login": officer.email, "password": PASSWORD})
    request = RequestFactory().get("/")
    request.COOKIES[devices.COOKIE] = browser.cookies[devices.COOKIE].value
    later(179 * 86_400)
    assert devices.id_for(request, officer.email) != ""
    later(181 * 86_400)
    assert devices.id_for(request, officer.email) == ""


def test_cookie_signed_for_something_else_is_no_known_browser(officer):
    request = RequestFactory().get("/")
    kept = {"id": "x", "known": [devices._mark(officer.email)]}
    request.COOKIES[devices.COOKIE] = signing.dumps(kept, salt="another")
    assert devices.id_for(request, officer.email) == ""
    request.COOKIES[devices.COOKIE] = signing.dumps(kept, salt=devices.SALT)
    assert devices.id_for(request, officer.email) == "x"


def test_five_people_share_a_browser_and_the_sixth_displaces_the_first():
    request = RequestFactory().get("/")
    for n in range(6):
        devices.note(request, f"officer{n}@norfolk.police.uk")
    known = [bool(devices.id_for(request, f"officer{n}@norfolk.police.uk")) for n in range(6)]
    assert known == [False, True, True, True, True, True]


def test_second_factor_survives_a_new_secret_key(settings):
    stored = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "k" * 60
    assert get_adapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"
    assert get_adapter().encrypt("JBSWY3DPEHPK3PXP") != stored


def test_passwords_are_kept_by_argon2():
    assert portal.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    hasher = Argon2PasswordHasher()
    assert hasher.encode("x" * 12, hasher.salt()).startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


@pytest.mark.parametrize(
    ("hops", "forwarded", "seen"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
    ],
)
def test_address_of_the_visitor_is_the_proxys_word_only(settings, hops, forwarded, seen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = hops
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert AccountAdapter(request).get_client_ip(request) == seen
