"""Every link of the account leads somewhere the reader may go, and who sets up a second factor gets where they were."""

import re

import pytest
from allauth.mfa.models import Authenticator

from tests.factories.accounts import UserFactory, able_to_sign_in, person
from vkpp.accounts.demo import code_now

pytestmark = pytest.mark.django_db
START = "/account/"


def refused_links(client):
    """Links of the pages of the account, followed from page to page, that answer with an error: where they stand."""
    waiting, seen, refused = [(START, "")], {START}, []
    while waiting:
        path, stands_on = waiting.pop()
        answer = client.get(path)
        if answer.status_code >= 400:
            refused.append((path, stands_on, answer.status_code))
        if path.startswith(START) and answer.headers.get("Content-Type", "").startswith("text/html"):
            found = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', answer.text)) - seen
            seen |= found
            waiting += [(link, path) for link in sorted(found)]
    return refused, seen


@pytest.mark.parametrize("role", ["", "contributor", "peer_reviewer", "evaluator", "nvap_lead", "vkpp_admin"])
def test_every_link_of_the_account_opens(client, norfolk, role):
    user = person(role, None if role in {"peer_reviewer", "evaluator", "vkpp_admin"} else norfolk) if role else None
    client.force_login(able_to_sign_in(user or UserFactory()))

    refused, seen = refused_links(client)

    assert refused == []
    assert ("/account/tokens/" in seen) == (role in {"nvap_lead", "vkpp_admin", "contributor"})
    assert not role or f"/account/people/roles/{user.memberships.get().pk}/end/" in seen


def test_account_says_whether_there_is_a_password(client, officer):
    client.force_login(officer)
    assert "None: you sign in with your force’s service" in client.get("/account/").text

    client.force_login(able_to_sign_in(officer))
    assert "None: you sign in with your force’s service" not in client.get("/account/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/account/profile/?q=1", "/account/profile/?q=1"),
        ("https://evil.example/", "/account/2fa/"),
        ("//evil.example/", "/account/2fa/"),
        ("home", "/account/2fa/"),
        ("", "/account/2fa/"),
    ],
)
def test_after_setting_up_a_second_factor_one_gets_where_one_was(client, staff, wanted, reached):
    able_to_sign_in(staff)
    client.force_login(staff, second_factor=False)
    client.get("/account/second-factor/", {"next": wanted})
    key = client.get("/account/2fa/totp/activate/").context["form"].secret

    codes = client.post("/account/2fa/totp/activate/", {"code": code_now(key)}, follow=True)

    assert 'href="/account/second-factor/">I have kept them safe' in codes.text
    assert client.get("/account/second-factor/").url == reached
    assert client.get("/account/second-factor/").url == "/account/2fa/"


def test_who_signs_in_again_with_the_second_factor_gets_where_they_were(client, staff):
    Authenticator.objects.create(user=staff, type="totp", data={})
    client.force_login(staff, second_factor=False)

    page = client.get("/account/profile/?q=1", follow=True).text

    assert 'name="next" value="/account/login/?next=%2Faccount%2Fprofile%2F%3Fq%3D1"' in page
    again = client.post("/account/logout/", {"next": "/account/login/?next=%2Faccount%2Fprofile%2F%3Fq%3D1"})
    assert again.url == "/account/login/?next=%2Faccount%2Fprofile%2F%3Fq%3D1"
