"""Accounts in a real browser: every page passes axe, signing in works without script, passkeys under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.factories.accounts import (
    PASSWORD,
    ForceFactory,
    InvitationFactory,
    RoleRequestFactory,
    TokenFactory,
    able_to_sign_in,
    person,
)
from vkpp.accounts.demo import code_now
from vkpp.core import audit
from vkpp.core.notify import notify

OPEN = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/help/roles/",
    "/demo/",
    "/invitation/none/",
]
OWN = [
    *("/", "/account/", "/account/profile/", "/account/signed-in/", "/account/tokens/", "/account/tokens/new/"),
    *("/account/roles/", "/account/notifications/", "/account/leave/", "/account/email/", "/account/password/change/"),
    *("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/logout/"),
    *("/account/people/", "/account/people/requests/", "/account/people/invitations/"),
    *("/account/people/invitations/new/", "/account/audit/", "/account/audit/?check=1"),
]


@pytest.fixture
def administrator(transactional_db):
    """Somebody whose every page has something on it."""
    user = able_to_sign_in(person("vkpp_admin", display_name="Administrator"))
    TokenFactory(owner=user)
    InvitationFactory(created_by=user)
    asked = RoleRequestFactory(force=ForceFactory(code="norfolk"))
    notify(to=user, kind="accounts_role_requested", context={"asked": asked}, link="/account/")
    audit.record(by=user, verb="token.create", target=user, after={"name": "Power BI"}, reason="For the report.")
    return user


def test_pages_for_everybody_are_accessible(wide, accessible, complaints):
    for path in OPEN:
        wide.goto(path)
        accessible(wide)
    complaints.clear()  # the browser notes the 410 of an invitation that cannot be used


def test_pages_of_an_account_are_accessible_on_a_wide_screen(wide, sign_in, administrator, accessible):
    sign_in(wide, administrator)
    for path in OWN:
        wide.goto(path)
        accessible(wide)


def test_pages_of_an_account_are_accessible_on_a_phone_and_do_not_scroll_sideways(
    phone, sign_in, administrator, accessible
):
    sign_in(phone, administrator)
    for path in OWN:
        phone.goto(path)
        accessible(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") == 390, path


def test_refused_form_is_accessible_and_says_what_to_do(wide, accessible):
    wide.goto("/account/signup/")
    wide.get_by_role("button", name="Go on").click()

    expect(wide.get_by_role("alert")).to_contain_text("Enter your work e-mail address.")
    assert wide.title().startswith("Error: ")
    accessible(wide)


def test_staff_set_up_a_second_factor_and_sign_in_without_script(no_script, accessible, transactional_db):
    staff = able_to_sign_in(person("vkpp_staff"))
    page = no_script
    page.goto("/account/people/")
    page.get_by_label("E-mail address").fill(staff.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your role needs a second factor")
    accessible(page)
    page.get_by_role("link", name="Set up the app").click()
    page.get_by_text("I cannot scan it").click()
    key = page.locator("details code").inner_text()
    page.get_by_label("Six digits from the app").fill(code_now(key))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    accessible(page)

    page.goto("/account/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_passkey_is_added_and_signs_in_by_keyboard(wide, transactional_db, accessible):
    officer = able_to_sign_in(person("contributor"))
    devtools = wide.context.new_cdp_session(wide)
    devtools.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": abilities})

    wide.goto("/account/login/?next=/account/2fa/webauthn/add/")
    wide.get_by_label("E-mail address").fill(officer.email)
    wide.get_by_label("E-mail address").press("Tab")
    wide.keyboard.type(PASSWORD)
    wide.keyboard.press("Enter")
    wide.get_by_label("Name of the passkey").fill("Work laptop")
    wide.get_by_role("button", name="Add the passkey").focus()
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.filter(user=officer, type="webauthn").count() == 1

    wide.goto("/account/logout/")
    wide.get_by_role("main").get_by_role("button", name="Sign out").click()
    wide.goto("/account/login/?next=/account/2fa/webauthn/")
    wide.get_by_role("button", name="Sign in with a passkey").click()
    expect(wide.get_by_role("heading", level=1)).to_have_text("Passkeys")
    expect(wide.get_by_role("main")).to_contain_text("Work laptop")
    accessible(wide)


def test_passkey_that_fails_says_so(wide, transactional_db):
    wide.goto("/account/login/")
    wide.evaluate('() => { navigator.credentials.get = () => Promise.reject(new Error("cancelled")) }')
    wide.get_by_role("button", name="Sign in with a passkey").click()

    expect(wide.get_by_role("alert")).to_contain_text("The passkey was not used")
