"""Signing in and up, addresses and passwords: allauth's forms in our words and layout."""

from typing import Any

from allauth.account import forms as allauth
from crispy_forms_gds.layout import Field
from django import forms
from django.utils.translation import gettext_lazy as _

from vkpp.accounts import affiliation
from vkpp.accounts.forms import layout, name_field

NEW_PASSWORD = _("At least 12 characters. Three random words are good.")


def without_placeholders(form: forms.BaseForm) -> None:
    """Grey words inside a field vanish when one types, and repeat the label."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].error_messages["required"] = _("Enter your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        self.fields["password"].help_text = ""
        without_placeholders(self)
        self.helper = layout(Field.text("login"), Field.text("password"))


class SignUpForm(allauth.SignupForm):  # type: ignore[misc]  # allauth has no types
    """A new account for an address of a force."""

    field_order = ("display_name", "email", "password1")
    display_name = name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work e-mail address")
        self.fields["email"].help_text = _("An address of your force. We send a code to it.")
        self.fields["email"].error_messages["required"] = _("Enter your work e-mail address.")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = NEW_PASSWORD
        self.fields["password1"].error_messages["required"] = _("Choose a password.")
        without_placeholders(self)
        self.helper = layout(Field.text("display_name"), Field.text("email"), Field.text("password1"))

    def clean_email(self) -> str:
        """Only addresses of a known force; everybody else comes by invitation."""
        if affiliation.force_for(self.cleaned_data["email"]) is None:
            raise forms.ValidationError(affiliation.unknown_domain())
        email: str = super().clean_email()
        return email


class EmailForm(allauth.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """The new address of an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].error_messages["required"] = _("Enter the new e-mail address.")
        without_placeholders(self)


class ForgottenForm(allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asks for the address to which the link of a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].error_messages["required"] = _("Enter your e-mail address.")
        without_placeholders(self)


class PasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """A new password for somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["oldpassword"].help_text = ""
        _new_password(self)


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """A new password for somebody who has the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class FirstPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """A password for somebody who signed in through their force so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


def _new_password(form: forms.BaseForm) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = NEW_PASSWORD
    form.fields["password2"].label = _("New password again")
    without_placeholders(form)
