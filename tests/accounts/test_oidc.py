"""Signing in through a force's identity provider: for addresses of that force, and for nobody else."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from tests.accounts.identity_provider import OTHER_KEY, IdentityProvider
from tests.clients import PortalClient
from tests.factories.accounts import UserFactory, able_to_sign_in
from vkpp.accounts.models import User
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider():
    provider = IdentityProvider()
    yield provider
    provider.stop()


@pytest.fixture(autouse=True)
def _set_up(settings, provider, norfolk):
    provider.asked.clear()
    provider.behave()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "provider_class": "vkpp.accounts.oidc_client.ForceProvider",
            "APPS": [
                {
                    "provider_id": code,
                    "name": f"{code.title()} sign-in",
                    "client_id": "portal",
                    "secret": "shared",
                    "settings": {"server_url": provider.url, "force": code, "oauth_pkce_enabled": True},
                }
                for code in ("norfolk", "atlantis")
            ],
        }
    }


def sign_in(provider, email, name="Sam Green", via="norfolk", sub=None, back=""):
    """Press the button, sign in over there, come back."""
    provider.claims = {"sub": sub or email, "email": email, "name": name}
    browser = PortalClient()
    there = browser.post(f"/account/oidc/{via}/login/?process=login&next=/account/")
    query = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(f"{provider.url}/authorize?")
    assert query["code_challenge_method"] == ["S256"]
    provider.nonce = query["nonce"][0]
    answer = browser.get(f"/account/oidc/{via}/login/callback/?code=c&state={query['state'][0]}{back}")
    return browser, answer


def test_sign_in_page_offers_the_forces_button(client):
    page = client.get("/account/login/?next=/account/profile/").text

    assert "Norfolk sign-in" in page
    assert 'action="/account/oidc/norfolk/login/?process=login&amp;next=%2Faccount%2Fprofile%2F"' in page


def test_first_sign_in_opens_an_account_without_a_role(provider):
    browser, back = sign_in(provider, "Sam.Green@norfolk.police.uk")

    user = User.objects.get()
    assert back.url == "/account/"
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.display_name) == ("sam.green@norfolk.police.uk", "Sam Green")
    assert EmailAddress.objects.get(user=user).verified
    assert user.memberships.count() == 0
    assert not user.has_usable_password()
    assert AuditEvent.objects.get(verb="account.open").after["provider"] == "norfolk"
    assert provider.asked[0]["code_verifier"]


def test_same_person_comes_back_to_the_same_account(provider):
    sign_in(provider, "sam@norfolk.police.uk")
    sign_in(provider, "sam@norfolk.police.uk")

    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def test_account_with_that_address_is_used(provider):
    user = able_to_sign_in(UserFactory(email="sam@norfolk.police.uk"))

    browser, _back = sign_in(provider, "sam@norfolk.police.uk")

    assert browser.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["sam@kent.police.uk", "admin@vkpp.example", "", "sam@norfolk.police.uk.evil.example"]
)
def test_address_of_somebody_elses_is_refused(provider, email):
    able_to_sign_in(UserFactory(email="admin@vkpp.example"))

    browser, back = sign_in(provider, email, sub="1")

    assert "_auth_user_id" not in browser.session
    assert "Use an address ending in @norfolk.police.uk." in browser.get(back.url).text
    assert User.objects.count() == 1


def test_linked_account_whose_address_moved_away_is_refused(provider):
    sign_in(provider, "sam@norfolk.police.uk", sub="1")

    browser, _back = sign_in(provider, "sam@kent.police.uk", sub="1")

    assert "_auth_user_id" not in browser.session


def test_provider_of_an_unknown_force_lets_nobody_in(provider):
    browser, back = sign_in(provider, "sam@norfolk.police.uk", via="atlantis")

    assert "not set up for a force" in browser.get(back.url).text
    assert User.objects.count() == 0


def test_state_of_somebody_else_is_refused(provider):
    answer = PortalClient().get("/account/oidc/norfolk/login/callback/?code=c&state=stolen")

    assert "Your force’s sign-in did not work" in answer.text
    assert User.objects.count() == 0


# ---- what the service says is checked ---------------------------------------------------------------------------------

UNTRUE = {
    "signed with another key": {"key": OTHER_KEY},
    "signed with a shared secret": {"key": "x" * 64, "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "of another sign-in": {"told": {"nonce": "of-yesterday"}},
    "without a nonce": {"told": {"nonce": None}},
    "of another issuer": {"told": {"iss": "https://sign-in.example"}},
    "for another program": {"told": {"aud": "another"}},
    "about somebody else": {"about": {"sub": "2"}},
}


def refused(browser, answer):
    assert "Your force’s sign-in did not work" in answer.text
    assert "_auth_user_id" not in browser.session
    assert User.objects.count() == 0


@pytest.mark.parametrize("wrong", UNTRUE.values(), ids=UNTRUE)
def test_token_that_is_not_of_this_sign_in_lets_nobody_in(provider, wrong):
    for name, value in wrong.items():
        setattr(provider, name, value)

    refused(*sign_in(provider, "sam@norfolk.police.uk", sub="1"))


def test_two_sign_ins_have_nonces_of_their_own(provider):
    nonces = set()
    for _number in range(2):
        sign_in(provider, "sam@norfolk.police.uk")
        nonces.add(provider.nonce)

    assert len(nonces) == 2
    assert min(map(len, nonces)) == 32


@pytest.mark.parametrize(
    ("promises", "named", "taken"),
    [
        (False, None, True),
        (False, "{url}", True),
        (False, "https://sign-in.example", False),
        (True, None, False),
        (True, "{url}", True),
        (True, "", False),
    ],
)
def test_way_back_from_another_service_is_refused(provider, promises, named, taken):
    provider.config = {"authorization_response_iss_parameter_supported": promises}
    back = "" if named is None else f"&iss={quote(named.format(url=provider.url), safe='')}"

    browser, answer = sign_in(provider, "sam@norfolk.police.uk", back=back)

    assert ("_auth_user_id" in browser.session) == taken
    assert len(provider.asked) == int(taken)  # the code went nowhere
    if not taken:
        refused(browser, answer)


def test_service_whose_metadata_name_another_is_not_used(provider):
    provider.config = {"issuer": "https://sign-in.example"}
    browser = PortalClient()

    refused(browser, browser.post("/account/oidc/norfolk/login/?process=login"))


def test_service_that_is_away_is_said_in_a_sentence(settings):
    gone = IdentityProvider()
    gone.stop()
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = gone.url
    browser = PortalClient()

    refused(browser, browser.post("/account/oidc/norfolk/login/?process=login"))
