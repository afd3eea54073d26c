"""After a new SECRET_KEY: second factors made under the one before, whether that is among the fallbacks or not."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command

from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, able_to_sign_in
from vkpp.accounts.demo import code_now
from vkpp.core import outbox
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def changed(staff, settings):
    """Staff with an app and recovery codes, made under a key that the portal has no more."""
    TOTP.activate(staff, KEY)
    RecoveryCodes.activate(staff)
    able_to_sign_in(staff)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "k" * 60
    return before


def second_step(user, code):
    browser = PortalClient()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return browser, browser.post("/account/2fa/authenticate/", {"code": code})


def renewed(**options):
    out = io.StringIO()
    call_command("renew_second_factors", stdout=out, **options)
    return out.getvalue()


def test_code_under_an_unknown_key_is_refused_in_a_sentence(changed, staff):
    browser, answer = second_step(staff, code_now(KEY))

    assert answer.status_code == 200
    assert "it can no longer check codes of your app or recovery codes" in answer.text
    assert "_auth_user_id" not in browser.session


def test_who_is_asked_again_is_refused_in_a_sentence(changed, client, staff):
    client.force_login(staff)

    answer = client.post("/account/2fa/reauthenticate/", {"code": code_now(KEY)})

    assert "it can no longer check codes of your app or recovery codes" in answer.text


def test_page_says_what_does_not_work_any_more_and_new_codes_can_be_made(changed, client, staff):
    client.force_login(staff)

    page = client.get("/account/2fa/").text
    assert "Remove the app and set it up again." in page
    assert "Make new codes." in page
    for path in ("", "generate/", "download/"):
        refused = client.get(f"/account/2fa/recovery-codes/{path}")
        assert refused.status_code == 403
        assert "Use a passkey, or ask VKPP to reset your second factor." in refused.text

    assert client.post("/account/2fa/recovery-codes/generate/").url == "/account/2fa/recovery-codes/"
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert "10 codes left" in client.get("/account/2fa/").text


def test_use_under_a_fallback_makes_every_factor_of_the_person_work_without_it(changed, staff, settings):
    codes = Authenticator.objects.get(user=staff, type="recovery_codes")
    settings.SECRET_KEY_FALLBACKS = [changed]
    first, second = codes.wrap().get_unused_codes()[:2]

    assert second_step(staff, first)[1].url == "/"

    settings.SECRET_KEY_FALLBACKS = []
    assert second_step(staff, code_now(KEY))[1].url == "/"
    assert "The code is not right" in second_step(staff, first)[1].text
    assert second_step(staff, second)[1].url == "/"


def test_use_under_the_present_key_writes_nothing_anew(staff, settings):
    app = TOTP.activate(staff, KEY).instance
    able_to_sign_in(staff)
    settings.SECRET_KEY_FALLBACKS = ["an earlier one"]

    second_step(staff, code_now(KEY))

    assert Authenticator.objects.get(pk=app.pk).data == app.data


def test_command_encrypts_anew_what_a_fallback_reads(changed, staff, settings):
    settings.SECRET_KEY_FALLBACKS = [changed]
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    assert renewed(dry_run=True) == "2 would be encrypted anew under the present key.\n"
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
    assert renewed() == "2 were encrypted anew under the present key.\n"

    settings.SECRET_KEY_FALLBACKS = []
    assert second_step(staff, code_now(KEY))[1].url == "/"
    assert renewed() == "0 were encrypted anew under the present key.\n"


def test_command_removes_what_no_key_reads_when_it_is_told_to(changed, staff, admin):
    TOTP.activate(admin, KEY)
    Authenticator.objects.create(user=staff, type="webauthn", data={})

    found = "0 were encrypted anew under the present key.\n2 cannot be read under any key."
    assert renewed().startswith(found)
    with pytest.raises(CommandError, match="Say why"):
        renewed(remove_unreadable=True)
    renewed(remove_unreadable=True, dry_run=True, reason="The key may be known.")
    assert Authenticator.objects.count() == 4

    assert "2 were removed." in renewed(remove_unreadable=True, reason="The key may be known.")

    kept = Authenticator.objects.order_by("pk").values_list("user", "type")
    assert sorted(kept) == sorted([(admin.pk, "totp"), (staff.pk, "webauthn")])
    event = AuditEvent.objects.get(verb="account.reset_second_factor")
    assert (event.before, event.reason) == ({"kinds": ["recovery_codes", "totp"]}, "The key may be known.")
    assert (event.target_id, event.actor_id) == (str(staff.pk), None)


def test_owner_hears_of_it_and_signs_in_to_set_up_a_new_one(changed, staff):
    renewed(remove_unreadable=True, reason="The key may be known.")

    assert Notification.objects.get().to == staff
    outbox.work()
    assert mail.outbox[0].body.startswith("Those who run the VKPP portal changed its own key and removed")
    assert "Then ring VKPP" not in mail.outbox[0].body
    browser = PortalClient()
    browser.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    assert browser.get("/account/", follow=True).request["PATH_INFO"] == "/account/second-factor/"
    assert browser.get("/account/2fa/totp/activate/").status_code == 200
