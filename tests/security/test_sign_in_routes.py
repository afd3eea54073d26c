"""The pages of signing in, which allauth brings: who gets in, what they take, and that they restrain the browser too."""

from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from tests.security.checks import weaknesses
from tests.security.table import OPEN, SIGN_IN, met
from tests.security.test_table import ALLAUTH, routes

pytestmark = pytest.mark.django_db

# Open to who is not signed in; all others lead to the sign-in.
FOR_VISITORS = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "openid_connect_login",
    "openid_connect_callback",
}
GIVEN = {"uidb36": "1", "key": "set-password", "pk": 1, "provider_id": "unknown"}
NAMES = sorted(name for name in routes() if name.startswith(ALLAUTH))
ODD_TEXTS = ("a\x00b@norfolk.police.uk", "\u202e<svg/onload=alert(1)>", "9" * 5000)
NEXT = {"account_login", "account_signup", "account_logout", "account_reauthenticate", "mfa_reauthenticate"}
ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)")
HERE = "http://testserver/"
FIELDS = ("login", "email", "password", "password1", "password2", "oldpassword", "code", "credential", "next", "action")


def address(name):
    for wanted in ((), ("uidb36", "key"), ("pk",), ("provider_id",)):
        try:
            return reverse(name, kwargs={key: GIVEN[key] for key in wanted})
        except NoReverseMatch:
            continue
    raise AssertionError(f"No address for {name}: say in GIVEN what it needs.")


def test_every_route_for_visitors_exists():
    assert FOR_VISITORS - set(NAMES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_who_gets_in(world, name):
    for method in ("get", "post"):
        visitor = world.ask("anonymous", method, address(name))
        assert met(visitor) in ({OPEN, SIGN_IN, "hidden", "forbidden"} if name in FOR_VISITORS else {SIGN_IN}), method
        for actor in ("owner", "vkpp_staff"):
            answer = world.ask(actor, method, address(name))
            assert answer.status_code < 500
            assert weaknesses(actor, answer) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_sent_breaks_it(world, name):
    for actor in ("anonymous", "vkpp_staff"):
        for text in ODD_TEXTS:
            answer = world.ask(actor, "post", address(name), data=dict.fromkeys(FIELDS, text))
            assert (answer.status_code < 500, b"<svg/onload" in answer.content) == (True, False), (actor, text[:9])
            assert urljoin(HERE, answer.headers.get("Location", "")).startswith(HERE)
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    kind = "application/x-www-form-urlencoded"
    large = world.ask("anonymous", "post", address(name), data="login=" + "x" * size, content_type=kind)
    assert large.status_code < 500


@pytest.mark.parametrize("name", NAMES)
def test_no_way_leads_elsewhere(world, name):
    for elsewhere in ELSEWHERE:
        for actor in ("anonymous", "owner") if name in NEXT else ("owner",):
            answer = world.ask(actor, "post", f"{address(name)}?next={elsewhere}", data={"next": elsewhere})
            location = answer.headers.get("Location", "").replace("\\", "/")
            assert urljoin(HERE, location).startswith(HERE)
            assert f'href="{elsewhere}"'.encode() not in answer.content
