"""Tokens: made once, shown once, and what opens or shuts the API."""

import datetime as dt
import hashlib

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from tests.factories.accounts import TokenFactory, UserFactory, able_to_sign_in, person
from vkpp.accounts import actions
from vkpp.accounts.api_auth import SessionAuthentication, TokenAuthentication
from vkpp.accounts.models import Token
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def make(owner, *, name="Power BI", scopes=("read",), days=30, by=...):
    return actions.create_token(owner=owner, name=name, scopes=scopes, days=days, by=owner if by is ... else by)


def call(secret, scheme="Bearer"):
    return APIRequestFactory().get("/api/v1/forces/", headers={"Authorization": f"{scheme} {secret}"})


def enter(secret):
    return TokenAuthentication().authenticate(Request(call(secret)))


def test_secret_is_shown_once_and_kept_as_a_hash(officer):
    token, secret = make(officer, scopes=["practice:write", "read"])

    token.refresh_from_db()
    assert secret.startswith("vkpp_")
    assert len(secret) == 48
    assert token.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert token.prefix == secret[:12]
    assert token.scopes == ["read", "practice:write"]
    assert dt.timedelta(days=29, hours=23) < token.expires_at - timezone.now() <= dt.timedelta(days=30)
    event = AuditEvent.objects.get(verb="token.create")
    assert event.actor_label == "Officer, Norfolk"
    assert secret not in str(event.after)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "everything"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_wrong_values_are_refused_by_field(officer, wrong, field):
    with pytest.raises(Invalid) as refusal:
        make(officer, **wrong)

    assert list(refusal.value.errors) == [field]
    assert Token.objects.count() == 0


@pytest.mark.parametrize("role", ["peer_reviewer", "evaluator"])
def test_roles_without_the_api_make_no_token(role):
    with pytest.raises(NotAllowed):
        make(person(role))


def test_nobody_makes_tokens_for_others(officer, admin):
    with pytest.raises(NotAllowed):
        make(officer, by=admin)

    assert Token.objects.count() == 0


def test_twenty_tokens_are_enough(officer):
    for _n in range(20):
        TokenFactory(owner=officer)

    with pytest.raises(Conflict, match="You have 20 tokens"):
        make(officer)


def test_token_opens_the_api_in_one_query(officer, django_assert_num_queries):
    token, secret = make(officer)
    Token.objects.update(last_used_at=timezone.now())

    with django_assert_num_queries(2):  # the token with its owner, and the owner's roles
        user, auth = enter(secret)

    assert (user, auth) == (officer, token)


def test_use_is_noted_at_most_every_five_minutes(officer):
    token, secret = make(officer)

    enter(secret)
    token.refresh_from_db()
    first = token.last_used_at
    enter(secret)
    token.refresh_from_db()
    assert first is not None
    assert token.last_used_at == first

    Token.objects.update(last_used_at=first - dt.timedelta(minutes=6))
    enter(secret)
    token.refresh_from_db()
    assert token.last_used_at > first


@pytest.mark.parametrize("change", ["revoked", "expired", "closed"])
def test_token_that_no_longer_works_is_a_401(officer, change):
    token, secret = make(officer)
    if change == "revoked":
        actions.revoke_token(token=token, by=officer)
    elif change == "expired":
        Token.objects.update(expires_at=timezone.now())
    else:
        actions.deactivate(user=officer, reason="Left.", by=officer)

    with pytest.raises(exceptions.AuthenticationFailed):
        enter(secret)


def test_unknown_token_and_no_token():
    with pytest.raises(exceptions.AuthenticationFailed):
        enter("vkpp_unknown")
    assert TokenAuthentication().authenticate(Request(APIRequestFactory().get("/"))) is None
    assert TokenAuthentication().authenticate(Request(call("dXNlcjpw", scheme="Basic"))) is None
    assert TokenAuthentication().authenticate_header(Request(call(""))) == 'Bearer realm="VKPP portal API"'


def test_token_has_no_more_rights_than_its_owner_now(officer):
    _token, secret = make(officer)
    actions.end_membership(membership=officer.memberships.get(), reason="Moved.", by=officer)

    with pytest.raises(exceptions.PermissionDenied, match="no longer include the API"):
        enter(secret)


def test_staff_token_works_only_while_its_owner_has_a_second_factor(staff):
    _token, secret = make(staff)

    with pytest.raises(exceptions.PermissionDenied, match="second factor"):
        enter(secret)

    factor = Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})
    assert enter(secret)[0] == staff

    factor.delete()
    Authenticator.objects.create(user=staff, type="recovery_codes", data={})
    with pytest.raises(exceptions.PermissionDenied):
        enter(secret)


def test_session_of_staff_without_second_factor_does_not_open_the_api(client, staff):
    client.force_login(staff, second_factor=False)
    request = APIRequestFactory().get("/api/v1/forces/")
    request.session, request.user = client.session, staff

    with pytest.raises(exceptions.PermissionDenied, match="second factor"):
        SessionAuthentication().authenticate(Request(request))


def test_revoking_is_for_owner_and_administrators(officer, stranger, admin):
    token, _secret = make(officer)

    with pytest.raises(NotAllowed):
        actions.revoke_token(token=token, by=stranger)
    token.refresh_from_db()
    assert token.revoked_at is None

    actions.revoke_token(token=token, by=admin)
    with pytest.raises(Conflict, match="revoked already"):
        actions.revoke_token(token=token, by=officer)


def test_pages_make_show_once_and_revoke(client, officer):
    client.force_login(officer)

    made = client.post("/account/tokens/new/", {"name": "Power BI", "scopes": ["read"], "days": "90"})

    token = Token.objects.get()
    secret = made.context["secret"]
    assert secret in made.text
    assert made["Cache-Control"] == "private, no-store"
    assert hashlib.sha256(secret.encode()).hexdigest() == token.secret_hash
    listed = client.get("/account/tokens/").text
    assert token.prefix in listed
    assert secret not in listed

    client.post(f"/account/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_by == officer


def test_making_a_token_asks_again_who_it_is(client, officer):
    client.force_login(able_to_sign_in(officer), just_now=False)

    answer = client.get("/account/tokens/new/")

    assert (answer.status_code, answer.url) == (302, "/account/reauthenticate/?next=%2Faccount%2Ftokens%2Fnew%2F")


def test_tokens_of_others_do_not_exist(client, officer, stranger):
    token = TokenFactory(owner=stranger)
    client.force_login(officer)

    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert token.name not in client.get("/account/tokens/").text
    token.refresh_from_db()
    assert token.revoked_at is None


def test_page_is_refused_without_the_api(client):
    client.force_login(person("evaluator"))

    assert client.get("/account/tokens/").status_code == 403


def test_list_takes_as_many_queries_for_three_as_for_one(client, officer, django_assert_num_queries):
    client.force_login(officer)
    TokenFactory(owner=officer)
    client.get("/account/tokens/")
    with django_assert_num_queries(3):
        client.get("/account/tokens/")
    TokenFactory(owner=officer)
    TokenFactory(owner=officer)
    with django_assert_num_queries(3):
        client.get("/account/tokens/")


def test_command_prints_the_secret_once(officer, capsys):
    call_command(
        "create_token", officer.email, "--scopes", "read", "practice:write", "--name", "Script", "--days", "90"
    )

    secret = capsys.readouterr().out.strip()

    token = Token.objects.get()
    assert token.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert (token.owner, token.name, token.scopes) == (officer, "Script", ["read", "practice:write"])


def test_command_says_what_is_wrong(officer):
    with pytest.raises(CommandError, match="Nobody has the address nobody@nowhere.example"):
        call_command("create_token", "nobody@nowhere.example")
    with pytest.raises(CommandError, match="do not include the API"):
        call_command("create_token", UserFactory().email)
    with pytest.raises(CommandError, match="from 1 to 365 days"):
        call_command("create_token", officer.email, "--days", "400")
