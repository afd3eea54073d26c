"""The portal as a client of a force's sign-in service: what it asks for, and what it believes of the answer.

allauth does the work; here stands what it leaves open. The service's metadata, the way back and the ID token must name the
issuer of the setting; the token must be signed with one of the service's keys and carry the nonce of this very sign-in;
and who is described must be who the token is about.
"""

import secrets
from collections.abc import Callable
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


class ForceSignIn(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """One sign-in at the service of one force."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The service's metadata, which must be those of the service that the setting names."""
        config: dict[str, Any] = super().openid_config
        wanted = self.get_provider().server_url.removesuffix(WELL_KNOWN)
        _insist(str(config.get("issuer", "")).rstrip("/") == wanted.rstrip("/"), "The metadata name another issuer")
        return config

    def get_access_token_data(self, request: HttpRequest, *words: Any, **options: Any) -> Any:
        """The code is sent to the service that the way back names; a service that promises to name itself must."""
        config, given = self.openid_config, request.GET.get("iss")
        if given is not None or config.get("authorization_response_iss_parameter_supported"):
            _insist(given == config["issuer"], "The way back names another issuer")
        return super().get_access_token_data(request, *words, **options)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **options: Any) -> Any:
        """Who signed in, by an ID token that was made for this sign-in."""
        told = self._decode_id_token(app, options["response"].get("id_token") or "")
        _insist(bool(self.nonce) and told.get("nonce") == self.nonce, "The ID token was made for another sign-in")
        about = self._fetch_user_info(token.token)
        _insist(about.get("sub") == told.get("sub"), "The description is of somebody else")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": about, "id_token": told})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            _insist(
                jwt.get_unverified_header(id_token).get("alg") in ALGORITHMS, "The ID token is not signed by a key pair"
            )
            told: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The ID token cannot be checked") from error
        return told


class ForceProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """A force's sign-in service, by the setting OIDC_PROVIDERS."""

    oauth2_adapter_class = ForceSignIn

    def redirect(self, request: HttpRequest, *words: Any, **options: Any) -> HttpResponse:
        """To the service, with a nonce that is kept in the session beside the state."""
        nonce = secrets.token_urlsafe(24)
        asked = {**(options.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, *words, auth_params=asked, nonce=nonce, **options)
        return answer


class _WayBack(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
        return state, answer


@login_not_required  # type: ignore[untyped-decorator]  # allauth has no types
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to a force's sign-in service."""
    return _at(OAuth2LoginView.adapter_view, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]  # allauth has no types
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way back from it."""
    return _at(_WayBack.adapter_view, request, provider_id)


def _at(view: Callable[[Any], Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    """Either way; a service that is away or not what the setting says ends in a page that says what to do."""
    adapter = ForceSignIn(request, provider_id)
    try:
        answer: HttpResponse = view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException, ValueError) as error:
        answer = render_authentication_error(request, adapter.get_provider(), exception=error)
    return answer


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise OAuth2Error(otherwise)
