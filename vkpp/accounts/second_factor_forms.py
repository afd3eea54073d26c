"""Codes and passkeys: allauth's forms in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from vkpp.accounts.factor_secrets import Unreadable

log = structlog.get_logger(__name__)


def _code_field(form: forms.BaseForm, label: Any) -> None:
    """Digits, which a phone offers as its own keyboard and from its own memory."""
    field = form.fields["code"]
    field.label = label
    field.error_messages["required"] = _("Type the code.")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", spellcheck="false")


CODE_REMEMBERED = 150  # seconds: longer than any code of an app is taken


class _OnceOnly(forms.Form):
    """A code that was taken is not taken again, also in the minute in which a slow clock would still show it."""

    def clean_code(self) -> str:
        """Checked by allauth, then remembered."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form this is mixed into
        except Unreadable as refusal:
            log.exception("second_factor_unreadable", user=self.user.pk)  # type: ignore[attr-defined]  # likewise
            raise forms.ValidationError(str(refusal)) from refusal
        if not cache.add(f"accounts.code:{self.user.pk}:{code}", 1, CODE_REMEMBERED):  # type: ignore[attr-defined]  # likewise
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceOnly, base.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class CodeAgainForm(_OnceOnly, base.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Asked again before a change to the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Code"))


class AppForm(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """Proves that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Six digits from the app"))


@contextmanager
def _wrong_answers_refused() -> Iterator[None]:
    """What no browser sends is a wrong answer, not a failure of ours; allauth catches only some of it."""
    try:
        yield
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError, InvalidSignature) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyAnswer(forms.JSONField):
    """What the browser says for the passkey: an object in JSON."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """The object."""
        with _wrong_answers_refused():
            answer = super().to_python(value)
            if answer is not None and not isinstance(answer, dict):
                raise TypeError
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again of a wrong answer: nothing, if it cannot even be read."""
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return None


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A name for the passkey, and whether it may replace the password."""

    credential = PasskeyAnswer()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self)
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Sign in with this passkey alone, without the password")
        passwordless.help_text = _("Your device then asks for your fingerprint, face or PIN. Old security keys cannot.")
        passwordless.initial = True

    def clean(self) -> Any:
        """The passkey answers the question that was asked."""
        with _wrong_answers_refused():
            return super().clean()


class PasskeySignInForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Signing in with a passkey alone."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Any:
        """The passkey of somebody with an account."""
        with _wrong_answers_refused():
            return super().clean_credential()


class PasskeyStepForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey as the second step of signing in."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Any:
        """One of the person's own passkeys."""
        with _wrong_answers_refused():
            return super().clean_credential()


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Asked again before a change to the account."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Any:
        """One of the person's own passkeys."""
        with _wrong_answers_refused():
            return super().clean_credential()


class PasskeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for the passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passkey_name(self)


def _passkey_name(form: forms.BaseForm) -> None:
    form.fields["name"].label = _("Name of the passkey")
    form.fields["name"].help_text = _("For example “Work laptop” or “Blue security key”.")
