"""While the portal is read-only nothing that people send is taken: a sentence says why, and what they typed stays with them.

Signing in and out works, and so does what a view or an app names here:

    @read_only.open_to_changes          # a view of our own
    read_only.open_routes("account_login")      # views of others, from an app's `ready`
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vkpp.core import error_pages, service
from vkpp.core.api import errors, problems
from vkpp.core.keeping import is_autosave
from vkpp.core.models import ServiceNotice
from vkpp.core.templatetags.dates import nice_datetime

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_open: set[str] = set()


def open_to_changes(view: View) -> View:
    """A view that also takes forms while the portal is read-only."""
    view.open_to_changes = True  # type: ignore[attr-defined]  # read below
    return view


def open_routes(*names: str) -> None:
    """The same for routes whose views belong to a library."""
    _open.update(names)


class ReadOnly:
    """Middleware: refuses what would change something, before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        """The refusal, or None to go on."""
        if request.method in READING or is_open(request, view):
            return None
        notice = service.current().read_only
        return refusal(request, notice) if notice is not None else None


def is_open(request: HttpRequest, view: Any) -> bool:
    """Whether this address takes forms while the portal is read-only."""
    match = request.resolver_match
    return getattr(view, "open_to_changes", False) or (match is not None and match.view_name in _open)


def sentence(notice: ServiceNotice) -> str:
    """Why nothing can be changed, and until when."""
    words = _("The portal is read-only: %(why)s") % {"why": notice.text}
    if notice.ends_at is None:
        return words
    until = _("It is expected to take changes again on %(when)s.") % {"when": nice_datetime(notice.ends_at)}
    return f"{words} {until}"


def refusal(request: HttpRequest, notice: ServiceNotice) -> HttpResponse:
    """503 as the one who asked can read it: a program, a page's script, or a person."""
    words, wait = sentence(notice), str(service.retry_after(notice))
    answer: HttpResponse
    if errors.belongs(request):
        told = errors.body("read_only", 503, f"{words} {_('Nothing was changed.')}")
        answer = JsonResponse(told, status=503, content_type=problems.MEDIA_TYPE)
    elif is_autosave(request):
        answer = JsonResponse({"state": "read_only", "message": words}, status=503)
    else:
        context = {"words": words, "address": request.get_full_path(), "sent": error_pages.typed(request)}
        answer = render(request, "errors/read_only.html", context, status=503)
    answer["Retry-After"] = wait
    return answer
