"""Around every request of somebody signed in: sessions end, and roles that need a second factor get one first."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from vkpp.accounts import second_factor
from vkpp.accounts.models import User
from vkpp.accounts.presenters import span_words
from vkpp.core import error_pages, kept

GetResponse = Callable[[HttpRequest], HttpResponseBase]

BEGAN, SEEN = "began", "seen"
NOTED_EVERY = 300  # seconds: a session is written at most this often for being used
API = "/api/"
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_login", "account_logout", "account_reauthenticate", "accounts:second_factor", "help", "accounts:roles",
        "status", "status_json",
        "accessibility", "privacy", "cookies", "csp_report", "security_txt", "healthz", "readyz", "metrics", "demo_mail", "accounts:demo",
    }
)  # fmt: skip
OPEN_TO_SET_ONE_UP = "mfa_"
OPEN_TO_SHOW_IT = frozenset({"mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class SessionLimits:
    """End a session after its longest time, and after a time without use; who has none is led to the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A part of a page never becomes the page of the sign-in, and nor does a form with words in it."""
        response = self.get_response(request)
        location = response.headers.get("Location", "")
        if not location or urlsplit(location).path != reverse(settings.LOGIN_URL):
            return response
        if _is_part(request) or _is_background(request):
            return _to_sign_in(request)
        return (None if _keep_text(request) else error_pages.signed_out_before(request)) or response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Past the limits: text that was sent waits behind the sign-in, for who typed it."""
        sentence = _ended(request) if SESSION_KEY in request.session else None
        if sentence is None:
            return None
        logout(request)
        if request.path.startswith(API):
            return None
        messages.warning(request, sentence)
        return _kept(request) or _to_sign_in(request)


class SecondFactorMiddleware:
    """Whose role needs a second factor sees nothing else until one has been shown or set up in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Turn the person to the page that explains it; the API refuses by itself (`api_auth`)."""
        if SESSION_KEY not in request.session or request.path.startswith(API) or _is_open(request):
            return None
        if second_factor.is_missing(request):
            query = urlencode({REDIRECT_FIELD_NAME: _way_back(request)})
            return _go(request, f"{reverse('accounts:second_factor')}?{query}")
        return None


def _ended(request: HttpRequest) -> str | None:
    """Why the session is over, as a sentence, or None; notes now and then that it is in use."""
    now, session = int(time.time()), request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = now
        return None
    if now - began > settings.SESSION_COOKIE_AGE:
        words = _("You were signed out, because a session lasts %(longest)s. Sign in to go on.")
        return words % {"longest": span_words(settings.SESSION_COOKIE_AGE)}
    if now - seen > settings.SESSION_IDLE_SECONDS:
        words = _("You were signed out after %(idle)s without activity. Sign in to go on.")
        return words % {"idle": span_words(settings.SESSION_IDLE_SECONDS)}
    if now - seen >= NOTED_EVERY and not _is_background(request):
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    return None


def _is_open(request: HttpRequest) -> bool:
    """Who has a factor shows it and cannot add another one first: a session opened without it may be somebody else's."""
    match = request.resolver_match
    name = match.view_name if match is not None else ""
    if name in OPEN_WITHOUT_SECOND_FACTOR or name in OPEN_TO_SHOW_IT:
        return True
    if not name.startswith(OPEN_TO_SET_ONE_UP):
        return False
    user = request.user
    return not (isinstance(user, User) and second_factor.factors(user).exists())


def _keep_text(request: HttpRequest) -> Callable[[HttpRequest], HttpResponseBase | None] | None:
    """What the view of this address does with text that came too late (`keeps_text`), if it does."""
    match = request.resolver_match
    return getattr(match.func, "keep_text", None) if match is not None else None


def _kept(request: HttpRequest) -> HttpResponseBase | None:
    """What the view answers to text that came too late; None where nothing was typed, or a part of a page asked by itself."""
    keep_text = _keep_text(request)
    if request.method != "POST" or keep_text is None or _is_part(request) or _is_background(request):
        return None
    typed = any(any(texts) for texts in kept.sent(request.POST).values.values())
    return keep_text(request) if typed else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return _go(request, f"{reverse(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    """The page to return to: this one, or for a form that was sent or a part of a page the page it stood on."""
    if request.method in {"GET", "HEAD"} and not _is_part(request):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        parts = urlsplit(came_from)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return reverse("home")


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect; a part of a page that htmx asked for makes the whole page go, unless it was asked for by itself."""
    if _is_background(request):
        return HttpResponse(status=401)
    if _is_part(request):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url)


def _is_background(request: HttpRequest) -> bool:
    """An open page asks by itself now and then: that is no use of the session, and must not take the page away."""
    return request.headers.get("X-Background") == "1"


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
