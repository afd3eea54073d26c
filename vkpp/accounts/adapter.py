"""How allauth behaves here: who may sign up, where people land, how mails and secrets are kept."""

import time
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vkpp.accounts import affiliation, devices, emails, factor_secrets, second_factor, sign_in_limits
from vkpp.accounts.models import User
from vkpp.accounts.permissions import memberships, needs_second_factor
from vkpp.core import audit

log = structlog.get_logger(__name__)

NOTICE = "is_notice"
"""In the context of a mail that only tells what was done, and holds no secret."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts with e-mail and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not right. Try again, or reset the password."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait a few minutes and try again, or reset the password."
        ),
        "incorrect_password": gettext_lazy("The password is not right. Try again."),
        "incorrect_code": gettext_lazy("The code is not right. Check it and type it again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """A new account without a role."""
        user.display_name = form.cleaned_data.get("display_name", "") or user.display_name
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            audit.record(by=saved, verb="account.open", target=saved, after={"email": saved.email})
        return saved

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """A new account can do nothing yet: the next step is to ask for a role."""
        return reverse("accounts:ask")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Back to the account."""
        return reverse("accounts:account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ARG002 - allauth's signature
        """After a change of address, back to the account."""
        return reverse("accounts:account")

    def clean_email(self, email: str) -> str:
        """Somebody who changes their address stays with their force, and nobody joins a force by changing it."""
        user = current.request.user
        if user.is_authenticated and affiliation.domain_of(email) != affiliation.domain_of(user.email):
            forces = [held.force for held in memberships(user) if held.force is not None]
            if not any(affiliation.is_of(email, force) for force in forces):
                raise ValidationError(_("Use an address of the force you work for. For any other, ask VKPP."))
        return email

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What was done with an account is told by a worker: neither waits for the mail server, nor is lost with it."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), NOTICE: True}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes and links go out at once; when the mail server is down, a sentence says so."""
        context = {**context, "site_name": settings.SITE_NAME}
        if context.pop(NOTICE, False):
            made = self.render_mail(template_prefix, email, {**context, "request": current.request, "email": email})
            emails.owe_notice(to=email, subject=made.subject, body=made.body)
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            log.exception("account_mail_not_sent", template=template_prefix)
            words = _("The e-mail could not be sent just now. Wait a few minutes and ask for it again.")
            messages.error(current.request, words)

    def send_account_already_exists_mail(self, email: str) -> None:
        """A password is hashed here too, as for a new account: the time it takes must not tell which it was."""
        User().set_password(email)
        super().send_account_already_exists_mail(email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, or say how long to wait; the same for addresses with and without an account."""
        email = str(credentials.get("email", ""))
        tried = sign_in_limits.begin(
            email=email, ip=self.get_client_ip(request), browser=devices.id_for(request, email)
        )
        if tried.waits:
            log.warning("sign_in_waits", account=tried.keys[0][:12], seconds=tried.waits)
            raise ValidationError(_too_many(tried.waits), code="too_many_login_attempts")
        self._tried = tried

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's name for: the password was right."""
        sign_in_limits.succeeded(self._tried)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's name for: there is a new password, set by whoever reads the mail; this browser is theirs."""
        devices.note(request, str(credentials.get("email", "")))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - allauth's signature
        """Written down without the address: the same short mark for the same address from the same place."""
        log.warning("sign_in_failed", account=self._tried.keys[0][:12])

    def is_reauthentication_required(self, **_options: Any) -> bool:
        """Not asked again of somebody who signed in a moment ago."""
        request = current.request
        last = max((record["at"] for record in get_authentication_records(request, request.user)), default=0)
        return bool(time.time() - last >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors. Their secrets are encrypted in the database (`factor_secrets`)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Add a passkey before you remove the authenticator app."
        ),
        "incorrect_code": gettext_lazy("The code is not right. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Under the present key."""
        return factor_secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Under the present key or one of SECRET_KEY_FALLBACKS."""
        return factor_secrets.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's signature
        """The name offered for a new passkey."""
        number = second_factor.factors(user).filter(type=type).count() + 1
        return _("Passkey %(n)s") % {"n": number}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whose role needs a second factor keeps one."""
        user = authenticator.user
        return not needs_second_factor(user) or second_factor.factors(user).exclude(pk=authenticator.pk).exists()


def _too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    words = ngettext(
        "Too many failed attempts. Wait %(n)s minute and try again, or reset the password.",
        "Too many failed attempts. Wait %(n)s minutes and try again, or reset the password.",
        minutes,
    )
    return words % {"n": minutes}
