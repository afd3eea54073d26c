"""Signing in through a force's identity provider: for addresses of that force, and for nobody else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from tests.accounts.identity_provider import IdentityProvider
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
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": code,
                    "name": f"{code.title()} sign-in",
                    "client_id": "portal",
                    "secret": "shared",
                    "settings": {"server_url": provider.url, "force": code, "oauth_pkce_enabled": True},
                }
                for code in ("norfolk", "atlantis")
            ]
        }
    }


def sign_in(provider, email, name="Sam Green", via="norfolk", sub=None):
    """Press the button, sign in over there, come back."""
    provider.claims = {"sub": sub or email, "email": email, "name": name}
    browser = PortalClient()
    there = browser.post(f"/account/oidc/{via}/login/?process=login&next=/account/")
    query = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(f"{provider.url}/authorize?")
    assert query["code_challenge_method"] == ["S256"]
    back = browser.get(f"/account/oidc/{via}/login/callback/?code=c&state={query['state'][0]}")
    return browser, back


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
