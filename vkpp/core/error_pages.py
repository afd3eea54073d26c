"""What a person is shown when a request cannot be answered: what happened, and what to do next.

Wired in `vkpp/urls.py` as `handler400` and so on, and as `CSRF_FAILURE_VIEW`. Programs get the API's own shape.
"""

import sys
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from vkpp.core import away, kept
from vkpp.core.api import errors
from vkpp.core.keeping import is_ours

SECRETIVE = "/account/"  # passwords and codes are typed there
SECRETS = {"password", "code", "secret", "token"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field, not what is in it
SHORT = 20  # characters: longer texts are shown as they were typed


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    if not hasattr(request, "user"):  # refused before anybody asked who it is, for a host that is not ours
        request.user = AnonymousUser()
    return render(request, f"errors/{template}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; its details stay in the log. 413 when it is only too large.

    Django also comes here when a session could not be stored: the database is away, or somebody signed out meanwhile.
    """
    if away.is_away(exception):
        return unavailable(request, perhaps_saved=True)
    if isinstance(exception, (RequestDataTooBig, TooManyFilesSent)):
        return too_large(request)
    if errors.belongs(request):
        return errors.plain(400)
    if isinstance(exception, SessionInterrupted):
        request.user = AnonymousUser()
        return _page(request, "signed_out", 403)
    return _page(request, "400", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than a form takes; says how much that is and where the text still is."""
    if errors.belongs(request):
        return errors.plain(413)
    return _page(request, "413", 413)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this; the exception's own sentence says who may."""
    if errors.belongs(request):
        return errors.plain(403)
    return _page(request, "403", 403, reason=str(exception or ""))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of."""
    if errors.belongs(request):
        return errors.plain(404)
    del exception
    return _page(request, "404", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open for too long, or opened before signing in again.

    A view on which people write may have `keep_text(request)`, which keeps what was sent and answers in its own way.
    What another view was sent from a page of ours is shown, and can be sent again.
    """
    del reason
    keep_text = getattr(request.resolver_match and request.resolver_match.func, "keep_text", None)
    answer: HttpResponse | None = keep_text(request) if keep_text else None
    sent = typed(request) if is_ours(request) else None
    if sent is not None:
        others = [(name, value) for name, value in sent["fields"] if name != TOKEN]
        sent["fields"] = [(TOKEN, get_token(request)), *others]
    return answer or _page(request, "csrf", 403, sent=sent, address=request.get_full_path())


def signed_out_before(request: HttpRequest) -> HttpResponse | None:
    """409 for words that came when their writer was signed out already; None when there are none to be lost."""
    sent = typed(request)
    if not sent or not sent["texts"]:
        return None
    return _page(request, "signed_out_before", 409, sent=sent, address=request.get_full_path())


def stale(request: HttpRequest, message: str, url: str = "") -> HttpResponse:
    """409: somebody else changed it meanwhile; `url` leads to how it stands now."""
    return _page(request, "409", 409, message=message, url=url)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too often; waiting helps."""
    del exception
    return _page(request, "429", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Uses neither session, database nor context, since any of them may be what failed.

    When what failed is a part that will be back, it is not our fault, and `unavailable` says so.
    """
    fault = sys.exc_info()[1]
    if away.is_away(fault):
        return unavailable(request, no_room=away.has_no_room(fault))
    if errors.belongs(request):
        return errors.plain(500)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def unavailable(request: HttpRequest, *, no_room: bool = False, perhaps_saved: bool = False) -> HttpResponse:
    """503: a part that the page needs is away for the moment. What was typed is shown, and can be sent once more.

    `perhaps_saved`: the page had done its work, and only the session could not be stored after it.
    """
    if errors.belongs(request):
        return errors.plain(503)
    told = {"no_room": no_room, "perhaps_saved": perhaps_saved}
    context = {**told, "address": request.get_full_path(), "sent": typed(request)}
    response = HttpResponse(render_to_string("errors/503.html", context), status=503)
    response["Retry-After"] = str(away.RETRY_AFTER)
    return response


def typed(request: HttpRequest) -> dict[str, Any] | None:
    """The fields of a form that could not be saved, to be sent again; None when there is nothing, or a secret in it.

    A file is not among them: the browser gives it only when it is chosen again.
    """
    if request.method != "POST":
        return None
    try:
        data, files = request.POST, bool(request.FILES)
    except Exception:  # noqa: BLE001 - whatever hinders reading it, the page must come
        return None
    names = [name for name in data if name != TOKEN]
    long = sum(len(value) for name in names for value in data.getlist(name)) > kept.MOST
    if long or request.path.startswith(SECRETIVE) or any(SECRETS & set(name.lower().split("_")) for name in names):
        return None
    fields = [(name, value) for name in data for value in data.getlist(name)]
    texts = [value for name, value in fields if name not in kept.MACHINERY and len(value) > SHORT]
    return {"fields": fields, "texts": texts, "files": files}
