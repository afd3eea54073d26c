"""Codes and passkeys: allauth's forms in our words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def _code_field(form: forms.BaseForm, label: Any) -> None:
    """Digits, which a phone offers as its own keyboard and from its own memory."""
    field = form.fields["code"]
    field.label = label
    field.error_messages["required"] = _("Type the code.")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", spellcheck="false")


class CodeForm(base.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class CodeAgainForm(base.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Asked again before a change to the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class AppForm(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """Proves that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Six digits from the app"))


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A name for the passkey, and whether it may replace the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self)
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Sign in with this passkey alone, without the password")
        passwordless.help_text = _("Your device then asks for your fingerprint, face or PIN. Old security keys cannot.")
        passwordless.initial = True


class PasskeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for the passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self)


def _passkey_name(form: forms.BaseForm) -> None:
    form.fields["name"].label = _("Name of the passkey")
    form.fields["name"].help_text = _("For example “Work laptop” or “Blue security key”.")
