"""Whose means of signing in are changed is told by mail what was done, when in London, and what to do about it."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests.factories.accounts import PASSWORD, TokenFactory, able_to_sign_in
from vkpp.accounts import actions
from vkpp.core import outbox
from vkpp.core.exceptions import NotAllowed
from vkpp.core.models import Notification, OutboxItem

pytestmark = pytest.mark.django_db

SUMMER = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
IN_LONDON = "1 July 2026 at 23:30 (London time)"
NEW_PASSWORD = "quiet lanterns over Wroxham 7"


@pytest.fixture
def summer(monkeypatch):
    """A moment at which London's clock is not UTC."""
    monkeypatch.setattr(timezone, "now", lambda: SUMMER)


def the_mail(user):
    """The one mail that went out, which is to `user`."""
    outbox.work()
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    return sent.subject, sent.body


def test_owner_hears_that_the_second_factor_was_reset(summer, staff, admin):
    Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})

    actions.reset_second_factor(user=staff, reason="Spoke by telephone.", by=admin)

    subject, body = the_mail(staff)
    assert subject == "Your second factor in the VKPP portal was reset"
    assert body.startswith(
        f"Administrator, VKPP, administrator at VKPP, removed every second factor of your account on {IN_LONDON}: "
        "authenticator app, passkeys and recovery codes. You were signed out in every browser.\n"
    )
    assert "If you did not expect it, somebody may have asked in your name. Set a new password at once:" in body
    assert re.search(r"^http\S+/account/password/reset/$", body, re.MULTILINE)
    assert re.search(r"^http\S+/account/second-factor/$", body, re.MULTILINE)
    assert "Spoke by telephone" not in body


def test_nobody_hears_of_a_reset_that_was_refused(staff, officer):
    Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})

    with pytest.raises(NotAllowed):
        actions.reset_second_factor(user=staff, reason="Mine.", by=officer)

    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("by_owner", "said"),
    [
        (True, "A token was made with your account in the VKPP portal on "),
        (False, "Those who run the VKPP portal made a token for your account on "),
    ],
)
def test_owner_hears_of_a_new_token(summer, officer, by_owner, said):
    by = officer if by_owner else None

    token, secret = actions.create_token(owner=officer, name="Power BI", scopes=["read"], days=30, by=by)

    subject, body = the_mail(officer)
    assert subject == "A token for the API was made for your account"
    assert body.startswith(
        f"{said}{IN_LONDON}. It begins with {token.prefix} and works until 31 July 2026. "
        "A program that has it may do in your name what the token allows.\n"
    )
    assert secret not in body
    assert re.search(r"revoke the token:\nhttp\S+/account/tokens/\n", body)


def test_owner_hears_of_a_token_that_somebody_else_revoked(summer, officer, admin):
    token = TokenFactory(owner=officer)

    actions.revoke_token(token=token, by=admin)

    subject, body = the_mail(officer)
    assert subject == "A token of yours was revoked"
    assert f"revoked your token that begins with {token.prefix} on {IN_LONDON}." in body


def test_own_revoking_is_no_news(officer):
    actions.revoke_token(token=TokenFactory(owner=officer), by=officer)

    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        (0, ""),
        (1, " 1 token of yours was revoked: the program that used it no longer gets in."),
        (2, " 2 tokens of yours were revoked: the programs that used them no longer get in."),
    ],
)
def test_owner_hears_that_an_administrator_signed_them_out(summer, officer, admin, tokens, said):
    for _number in range(tokens):
        TokenFactory(owner=officer)

    actions.sign_out_person(user=officer, reason="A laptop was stolen.", by=admin)

    subject, body = the_mail(officer)
    assert subject == "You were signed out of the VKPP portal everywhere"
    first = body.split("\n")[0]
    assert first == f"Administrator, VKPP, administrator at VKPP, signed you out in every browser on {IN_LONDON}.{said}"


OWN = [
    (
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        "Your password was changed",
        "The password of your account in the VKPP portal was changed.",
    ),
    (
        "/account/2fa/recovery-codes/generate/",
        {},
        "New recovery codes were made",
        "New recovery codes were made for your account in the VKPP portal. Earlier ones no longer work.",
    ),
]


@pytest.mark.parametrize(("address", "typed", "subject", "said"), OWN, ids=["password", "recovery codes"])
def test_owner_hears_of_what_was_done_with_the_account(client, officer, monkeypatch, address, typed, subject, said):
    able_to_sign_in(officer)
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    client.force_login(officer)

    # allauth tells of new codes once they are committed, which a test's own transaction never is
    monkeypatch.setattr(transaction, "on_commit", lambda then, **_options: then())
    client.post(address, typed)

    told, body = the_mail(officer)
    assert told == subject
    assert body.startswith(said)
    assert re.search(
        r"\nIt was done on \d+ \w+ \d{4} at \d\d:\d\d \(London time\) from the address 127\.0\.0\.1\.", body
    )
    assert "If that was not you, reset your password now and tell VKPP." in body


def test_the_address_before_hears_of_the_new_one(client, officer):
    before = officer.email
    able_to_sign_in(officer)
    client.force_login(officer)

    client.post("/account/email/", {"email": "moved@norfolk.police.uk", "action_add": ""})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    client.post("/account/confirm-email/", {"code": code})
    outbox.work()

    officer.refresh_from_db()
    assert officer.email == "moved@norfolk.police.uk"
    assert [(sent.to, sent.subject) for sent in mail.outbox][1:] == [([before], "Your e-mail address was changed")]
    assert "(London time)" in mail.outbox[-1].body


def test_notice_is_not_lost_with_the_mail_server(client, officer, settings):
    able_to_sign_in(officer)
    client.force_login(officer)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    address, typed, subject, _said = OWN[0]
    answer = client.post(address, typed, follow=True)
    outbox.work()
    assert "could not be sent" not in answer.text

    settings.EMAIL_BACKEND = works
    OutboxItem.objects.update(due=timezone.now())
    assert the_mail(officer)[0] == subject
