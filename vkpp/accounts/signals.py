"""What allauth does to an account, written into the audit trail and the session."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.http import HttpRequest
from django.utils import timezone

from vkpp.accounts import devices, factor_secrets, second_factor, visits
from vkpp.accounts.models import User
from vkpp.accounts.presenters import browser_words
from vkpp.core import audit, outbox


def connect() -> None:
    """Called once when the app is ready."""
    account.user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    account.password_changed.connect(password_changed, dispatch_uid="accounts.password_changed")
    account.password_reset.connect(password_reset, dispatch_uid="accounts.password_reset")
    account.email_changed.connect(email_changed, dispatch_uid="accounts.email_changed")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="accounts.factor_added")
    mfa.authenticator_used.connect(factor_used, dispatch_uid="accounts.factor_used")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="accounts.factor_removed")
    mfa.authenticator_reset.connect(codes_renewed, dispatch_uid="accounts.codes_renewed")


def signed_in(request: HttpRequest, user: User, **_extra: Any) -> None:
    """Somebody is in; with which means is known from the session."""
    visits.remember(request, user)
    _tell_of_a_new_browser(request, user)
    used = "second factor" if second_factor.passed(request) else "one factor"
    audit.record(by=user, verb=visits.SIGNED_IN, target=user, after={"with": used})


def _tell_of_a_new_browser(request: HttpRequest, user: User) -> None:
    """Whoever was here before hears of a browser they have not used yet: it may be somebody else's."""
    if not devices.id_for(request, user.email) and visits.before(request) is not None:
        browser = browser_words(request.headers.get("User-Agent", ""))
        outbox.owe("accounts.new_browser", {"user": user.pk, "browser": browser, "at": timezone.now().isoformat()})
    devices.note(request, user.email)


def password_changed(user: User, **_extra: Any) -> None:
    """By its owner, signed in."""
    audit.record(by=user, verb="account.password_change", target=user)


def password_reset(user: User, **_extra: Any) -> None:
    """By whoever reads the mail to the address."""
    audit.record(by=user, verb="account.password_reset", target=user)


def email_changed(user: User, from_email_address: Any, to_email_address: Any, **_extra: Any) -> None:
    """To an address that has been verified."""
    before = {"email": from_email_address.email if from_email_address else ""}
    audit.record(by=user, verb="account.email", target=user, before=before, after={"email": to_email_address.email})


def factor_added(request: HttpRequest, user: User, authenticator: Any, **_extra: Any) -> None:
    """Setting one up proves that one has it."""
    audit.record(by=user, verb="account.second_factor_add", target=user, after={"kind": authenticator.type})
    if authenticator.type in second_factor.FACTORS:
        second_factor.remember(request, user)


def factor_used(request: HttpRequest, user: User, **_extra: Any) -> None:
    """At sign-in, or when asked again. What the person's factors keep under an earlier key moves to the present one."""
    second_factor.remember(request, user)
    factor_secrets.renew(user)


def factor_removed(request: HttpRequest, user: User, authenticator: Any, **_extra: Any) -> None:
    """The last one gone means that this session has none any more."""
    audit.record(by=user, verb="account.second_factor_remove", target=user, before={"kind": authenticator.type})
    if not second_factor.factors(user).exists():
        second_factor.forget(request)


def codes_renewed(user: User, authenticator: Any, **_extra: Any) -> None:
    """Recovery codes were drawn anew."""
    audit.record(by=user, verb="account.recovery_codes", target=user, after={"kind": authenticator.type})
