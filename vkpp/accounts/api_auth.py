"""Who calls the API: somebody with a token (`Authorization: Bearer vkpp_…`), or signed in to the portal to try it out."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from vkpp.accounts import second_factor
from vkpp.accounts.actions.tokens import hash_of
from vkpp.accounts.models import Token, User
from vkpp.accounts.permissions import can, needs_second_factor
from vkpp.accounts.roles import Permission

NOTED_EVERY = dt.timedelta(minutes=5)
KEYWORD = "Bearer"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer vkpp_…`. `request.auth` is the Token. Looked up by its hash, with its owner, in one query."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The token's owner; None when the request carries no bearer token."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != KEYWORD.lower():
            return None
        token = _find(secret.strip())
        now = timezone.now()
        if token is None or token.revoked_at is not None or not token.owner.is_active:
            raise exceptions.AuthenticationFailed(_("This token is not valid. Make a new one on your account page."))
        if token.expires_at <= now:
            raise exceptions.AuthenticationFailed(_("This token has expired. Make a new one on your account page."))
        if needs_second_factor(token.owner) and not token.owner_has_factor:  # type: ignore[attr-defined]  # annotated
            raise exceptions.PermissionDenied(
                _("Your role needs a second factor. Set one up on your account page, then the token works again.")
            )
        if not can(token.owner, Permission.API_USE):
            raise exceptions.PermissionDenied(_("Your roles no longer include the API."))
        if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
            Token.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        """Makes a refusal a 401 that says how to sign in."""
        return f'{KEYWORD} realm="VKPP portal API"'


class SessionAuthentication(authentication.SessionAuthentication):
    """Somebody signed in to the portal who tries the API out in the browser; changes need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The person of the session, unless their second factor is missing."""
        found: tuple[Any, None] | None = super().authenticate(request)
        if found is not None and second_factor.is_missing(request._request):
            raise exceptions.PermissionDenied(_("Your role needs a second factor. Set one up on your account page."))
        return found


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's registry
    """How the API's description names tokens."""

    target_class = "vkpp.accounts.api_auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        """A bearer token of ours."""
        return {"type": "http", "scheme": "bearer", "description": "A token made on your account page: vkpp_…"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's registry
    """How the API's description names sessions."""

    target_class = "vkpp.accounts.api_auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        """The portal's own cookie."""
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def _find(secret: str) -> Token | None:
    has_factor = Authenticator.objects.filter(user=OuterRef("owner"), type__in=second_factor.FACTORS)
    tokens = Token.objects.select_related("owner").annotate(owner_has_factor=Exists(has_factor))
    return tokens.filter(secret_hash=hash_of(secret)).order_by().first()
