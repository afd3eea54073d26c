"""Browsers that somebody has signed in with before: a signed cookie says for which addresses, never in the open."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = f"{settings.COOKIE_PREFIX}vkpp_browser"
SALT = "vkpp.accounts.devices"
DAYS = 180
MOST = 5  # people of one shared computer; the one who was here longest ago is forgotten
NOTED = "_vkpp_browser"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def id_for(request: HttpRequest, email: str) -> str:
    """The browser's own name if somebody with this address has signed in with it before, else an empty text."""
    kept = _read(request)
    return str(kept["id"]) if _mark(email) in kept["known"] else ""


def note(request: HttpRequest, email: str) -> None:
    """Somebody with this address has proven here who they are; `remember` puts it into the answer's cookie."""
    kept, mark = _read(request), _mark(email)
    kept["known"] = [mark, *(known for known in kept["known"] if known != mark)][:MOST]
    setattr(request, NOTED, kept)


def remember(get_response: GetResponse) -> GetResponse:
    """Middleware: the cookie goes with the answer of a sign-in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kept = getattr(request, NOTED, None)
        if kept is not None:
            response.set_cookie(
                COOKIE,
                signing.dumps(kept, salt=SALT, compress=False),
                max_age=DAYS * 86_400,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def _read(request: HttpRequest) -> dict[str, Any]:
    noted: dict[str, Any] | None = getattr(request, NOTED, None)
    if noted is not None:
        return noted
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return {"id": secrets.token_urlsafe(16), "known": []}
    return dict(kept)


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:20]
