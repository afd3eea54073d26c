"""Sign-in through a force's own identity provider (OpenID Connect). Each provider vouches for its force's addresses only."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vkpp.accounts import affiliation
from vkpp.accounts.models import Force, User
from vkpp.core import audit
from vkpp.core.fields import UNSEEN


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets people in whose address belongs to the provider's force, and opens their account at the first sign-in."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse an address that is not the force's, also of an account that was linked earlier."""
        email = next((row.email for row in sociallogin.email_addresses), "")  # as given now, not as stored before
        force = force_of(sociallogin.account.get_provider())
        if force is None:
            _refuse(request, _("This sign-in is not set up for a force. Ask VKPP, or sign in with your password."))
        if not affiliation.is_of(email, force):
            words = _(
                "%(force)s’s sign-in gave an address that is not the force’s. Use an address ending in %(domains)s."
            )
            values = {"force": force.name, "domains": _(" or ").join(f"@{name}" for name in force.email_domains)}
            _refuse(request, words % values)

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """The force's own directory vouches for the force's addresses."""
        force = force_of(provider)
        return force is not None and affiliation.is_of(email, force)

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Somebody with an account under the same address signs in to that account."""
        return self.is_email_verified(login.account.get_provider(), email)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Name and address as the force's directory has them."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        user.display_name = UNSEEN.sub(" ", name or user.email.partition("@")[0]).strip()[:120]
        user.email = user.email.lower()
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A new account without a role."""
        user: User = super().save_user(request, sociallogin, form)
        after = {"email": user.email, "provider": sociallogin.account.provider}
        audit.record(by=user, verb="account.open", target=user, after=after)
        return user


def force_of(provider: Any) -> Force | None:
    """The force whose provider this is, by the setting OIDC_PROVIDERS."""
    app = getattr(provider, "app", None)
    code = app.settings.get("force", "") if app is not None else ""
    return Force.objects.filter(code=code).first()


def _refuse(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))
