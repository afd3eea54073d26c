"""Signing up, in and out: enumeration, second factor, session end, addresses."""

import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core import mail
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, able_to_sign_in
from vkpp.accounts.demo import code_now
from vkpp.accounts.models import User
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def browser():
    return PortalClient()


def sign_up(browser, email, password=PASSWORD, name="Newcomer"):
    return browser.post("/account/signup/", {"display_name": name, "email": email, "password1": password})


def sign_in(browser, user, password=PASSWORD, next_=""):
    return browser.post("/account/login/", {"login": user.email, "password": password, "next": next_})


def with_app(user):
    data = {"secret": get_adapter().encrypt(KEY)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return able_to_sign_in(user)


def mailed_code():
    return re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def test_officer_signs_up_proves_the_address_and_is_led_to_the_roles(browser, norfolk):
    answer = sign_up(browser, "new@norfolk.police.uk")
    assert answer.url == "/account/confirm-email/"
    assert "_auth_user_id" not in browser.session

    answer = browser.post("/account/confirm-email/", {"code": mailed_code()})

    assert answer.url == "/account/roles/"
    user = User.objects.get(email="new@norfolk.police.uk")
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert user.display_name == "Newcomer"
    assert EmailAddress.objects.get(user=user).verified
    assert user.memberships.count() == 0
    page = browser.get("/account/roles/").text
    assert f'<option value="{norfolk.pk}" selected>' in page
    assert "Its NVAP lead, or VKPP, decides." in page


def test_wrong_code_does_not_let_in(browser, norfolk):
    sign_up(browser, "new@norfolk.police.uk")

    browser.post("/account/confirm-email/", {"code": "000000"})

    assert "_auth_user_id" not in browser.session
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    "email", ["me@gmail.com", "me@police.uk", "me@evil-norfolk.police.uk", "me@norfolk.police.uk.evil"]
)
def test_address_of_no_force_is_told_what_to_do(browser, norfolk, email):
    answer = sign_up(browser, email)

    assert "Use your force’s e-mail address" in answer.text
    assert "ask VKPP for an invitation" in answer.text
    assert User.objects.count() == 0
    assert mail.outbox == []


def test_sign_up_does_not_tell_who_has_an_account(norfolk):
    able_to_sign_in(UserFactory(email="known@norfolk.police.uk"))
    first, second = PortalClient(), PortalClient()

    new, known = sign_up(first, "new@norfolk.police.uk"), sign_up(second, "known@norfolk.police.uk")

    assert (new.status_code, new.url) == (known.status_code, known.url)
    pages = [browser.get(new.url).text.replace("known@", "new@") for browser in (first, second)]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    assert [message.subject for message in mail.outbox] == [
        "Your code for the VKPP portal",
        "You have an account in the VKPP portal",
    ]
    assert User.objects.filter(email="known@norfolk.police.uk").count() == 1


def test_sign_in_and_reset_do_not_tell_who_has_an_account(browser, norfolk):
    able_to_sign_in(UserFactory(email="known@norfolk.police.uk"))

    wrong = sign_in(browser, User(email="known@norfolk.police.uk"), password="wrong-wrong-wrong").text
    unknown = sign_in(browser, User(email="other@norfolk.police.uk"), password="wrong-wrong-wrong").text
    assert "The e-mail address or the password is not right" in wrong
    assert _without_tokens(wrong).replace("known@", "other@") == _without_tokens(unknown)

    resets = [
        browser.post("/account/password/reset/", {"email": f"{name}@norfolk.police.uk"}) for name in ("known", "other")
    ]
    assert {(answer.status_code, answer.url) for answer in resets} == {(302, "/account/password/reset/done/")}


def test_sign_in_goes_where_one_was(browser, officer):
    able_to_sign_in(officer)

    answer = sign_in(browser, officer, next_="/account/profile/")

    assert answer.url == "/account/profile/"
    assert AuditEvent.objects.filter(verb="account.sign_in").count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(browser, officer, elsewhere):
    able_to_sign_in(officer)

    assert sign_in(browser, officer, next_=elsewhere).url == "/"


def test_address_is_known_in_any_case(browser, officer):
    able_to_sign_in(officer)

    browser.post("/account/login/", {"login": officer.email.upper(), "password": PASSWORD})

    assert browser.session["_auth_user_id"] == str(officer.pk)


def test_closed_account_cannot_sign_in(browser, officer):
    able_to_sign_in(officer)
    User.objects.update(is_active=False)

    sign_in(browser, officer)

    assert "_auth_user_id" not in browser.session


def test_guessing_is_stopped_in_a_sentence(browser, officer):
    able_to_sign_in(officer)

    answers = [sign_in(browser, officer, password=f"wrong-guess-{n}") for n in range(6)]

    assert "Too many failed attempts" in answers[-1].text
    assert "Too many failed attempts" in sign_in(browser, officer).text


def test_many_sign_ins_from_one_place_are_a_429(browser, officer):
    statuses = [sign_in(browser, User(email=f"x{n}@y.example"), password="guess").status_code for n in range(31)]

    assert statuses[-1] == 429


def test_sign_out_is_a_post(client, officer):
    client.force_login(officer)

    assert "Sign out?" in client.get("/account/logout/").text
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_password_is_reset_by_mail(browser, officer):
    able_to_sign_in(officer)
    browser.post("/account/password/reset/", {"email": officer.email})
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", mail.outbox[-1].body).group(1)

    form = browser.get(link).url
    browser.post(form, {"password1": "another-good-password", "password2": "another-good-password"})

    officer.refresh_from_db()
    assert officer.check_password("another-good-password")
    assert AuditEvent.objects.filter(verb="account.password_reset").count() == 1
    assert "This link no longer works" in PortalClient().get(link, follow=True).text


# ---- second factor ----------------------------------------------------------------------------------------------


def test_staff_without_a_second_factor_set_one_up_before_anything_else(client, staff):
    client.force_login(staff, second_factor=False)

    for path in ("/", "/account/", "/account/people/", "/practice/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/second-factor/")
    for path in (
        "/account/second-factor/",
        "/help/",
        "/help/roles/",
        "/account/logout/",
        "/account/2fa/totp/activate/",
    ):
        assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_portal(client, staff):
    able_to_sign_in(staff)
    client.force_login(staff, second_factor=False)
    key = client.get("/account/2fa/totp/activate/").context["form"].secret

    client.post("/account/2fa/totp/activate/", {"code": code_now(key)})

    assert client.get("/account/").status_code == 200
    stored = Authenticator.objects.get(user=staff, type="totp").data["secret"]
    assert key not in stored
    assert get_adapter().decrypt(stored) == key
    assert AuditEvent.objects.filter(verb="account.second_factor_add").count() == 2  # the app, and recovery codes


def test_staff_sign_in_with_password_and_code(browser, staff):
    with_app(staff)

    assert sign_in(browser, staff).url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session
    assert browser.post("/account/2fa/authenticate/", {"code": code_now(KEY)}).url == "/"

    assert browser.get("/account/").status_code == 200
    assert AuditEvent.objects.get(verb="account.sign_in").after == {"with": "second factor"}


def test_wrong_one_time_code_does_not_let_in(browser, staff):
    with_app(staff)
    sign_in(browser, staff)
    right = code_now(KEY)

    answer = browser.post("/account/2fa/authenticate/", {"code": "000000" if right != "000000" else "111111"})

    assert "The code is not right" in answer.text
    assert "_auth_user_id" not in browser.session


def test_role_granted_in_mid_session_asks_for_the_second_factor(client, officer):
    with_app(officer)
    client.force_login(officer, second_factor=False)
    assert client.get("/account/").status_code == 200
    MembershipFactory(user=officer, force=None, role="vkpp_staff")

    page = client.get("/account/", follow=True).text

    assert "it was not used in this session" in page


def test_staff_cannot_remove_their_last_factor(client, staff):
    with_app(staff)
    client.force_login(staff)

    answer = client.post("/account/2fa/totp/deactivate/")

    assert "Your role needs a second factor" in answer.text
    assert Authenticator.objects.filter(user=staff, type="totp").count() == 1


def test_officers_need_no_second_factor(client, officer):
    client.force_login(officer, second_factor=False)

    assert client.get("/account/").status_code == 200


def test_part_of_a_page_makes_the_whole_page_go(client, staff):
    client.force_login(staff, second_factor=False)

    answer = client.get("/account/people/", headers={"HX-Request": "true", "Referer": "http://testserver/account/"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/account/second-factor/?next=%2Faccount%2F"


def test_way_back_is_never_elsewhere(client, staff):
    client.force_login(staff, second_factor=False)

    answer = client.post("/account/profile/", headers={"Referer": "https://evil.example/"})

    assert answer.url == "/account/second-factor/?next=%2F"


# ---- changing the address ------------------------------------------------------------------------------------------


def test_address_changes_within_the_force_only(client, officer):
    able_to_sign_in(officer)
    client.force_login(officer)

    refused = client.post("/account/email/", {"email": "officer@kent.police.uk", "action_add": "1"})
    assert "Use an address of the force you work for" in refused.text
    assert mail.outbox == []

    client.post("/account/email/", {"email": "o.fficer@norfolk.police.uk", "action_add": "1"})
    client.post("/account/confirm-email/", {"code": mailed_code()})

    officer.refresh_from_db()
    assert officer.email == "o.fficer@norfolk.police.uk"
    assert AuditEvent.objects.get(verb="account.email").after == {"email": "o.fficer@norfolk.police.uk"}


def mail_server_down(settings, _monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def notify_refuses(settings, monkeypatch):
    def refuse(*_args, **_options):
        raise HTTPError

    settings.EMAIL_BACKEND = "vkpp.core.govuk_notify.GovUkNotifyBackend"
    settings.NOTIFY_API_KEY = f"portal-{uuid.uuid4()}-{uuid.uuid4()}"
    monkeypatch.setattr(NotificationsAPIClient, "send_email_notification", refuse)


@pytest.mark.parametrize("break_it", [mail_server_down, notify_refuses])
def test_mail_that_cannot_be_sent_is_said_in_a_sentence(break_it, browser, norfolk, settings, monkeypatch):
    break_it(settings, monkeypatch)

    answer = sign_up(browser, "new@norfolk.police.uk")

    assert "The e-mail could not be sent just now" in browser.get(answer.url).text


def _without_tokens(page):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", page)
    return re.sub(r"\s+", " ", page)
