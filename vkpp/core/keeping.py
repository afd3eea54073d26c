"""Around the pages where people write: whatever becomes of the session, the text that was sent is not lost."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vkpp.core import kept

View = Callable[..., HttpResponseBase]
LabelOf = Callable[[str], str]


def keeps_text(view: View, *, label_of: LabelOf = str) -> View:
    """A page for people who are signed in. Text sent after the session ended waits for them behind the sign-in.

    `keep_text` on the view does the same for a form whose token is no longer valid (core's page for that calls it).
    `label_of` tells the words of a field's name, for the page that shows the text when nothing else is possible.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _sign_in_first(request, label_of)
        return redirect_to_login(request.get_full_path())

    renewed = functools.partial(_renewed, label_of=label_of)
    guarded.keep_text = renewed  # type: ignore[attr-defined]  # read by vkpp.core.error_pages.csrf_failure
    return guarded


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page's script is saving in the background."""
    return request.headers.get("X-Autosave") == "1"


def page_address(request: HttpRequest) -> str:
    """The address of the page itself, also when its script called the address that saves."""
    return request.path.removesuffix("save/")


def _sign_in_first(request: HttpRequest, label_of: LabelOf) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"state": "expired", "message": _("You have been signed out.")}, status=401)
    person_id = kept.author_of(request.POST.get("author", ""))
    text = kept.sent(request.POST)
    key = kept.keep(person_id, text) if person_id is not None else ""
    if not key:
        return _to_copy(request, text, _("You have been signed out."), label_of)
    return redirect_to_login(f"{page_address(request)}?kept={key}")


def _renewed(request: HttpRequest, *, label_of: LabelOf) -> HttpResponse | None:
    """For a form opened before the person signed in again. None when the request does not come from our pages."""
    if not is_ours(request):
        return None
    if not request.user.is_authenticated:
        return _sign_in_first(request, label_of)
    if is_autosave(request):
        words = _("You signed in again in another window. Reload this page: your text is kept in this browser.")
        return JsonResponse({"state": "expired", "message": words}, status=403)
    text = kept.sent(request.POST)
    key = kept.keep(request.user.pk, text)
    if not key:
        return _to_copy(request, text, _("You signed in again since you opened this page."), label_of)
    messages.warning(
        request, _("You signed in again since you opened this page. Your text is below but not saved yet.")
    )
    return redirect(f"{page_address(request)}?kept={key}")


def is_ours(request: HttpRequest) -> bool:
    """Whether a page of this portal sent it."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


def _to_copy(request: HttpRequest, text: kept.Kept, reason: str, label_of: LabelOf) -> HttpResponse:
    """When nothing else is possible: the text itself, to be copied."""
    context = {"reason": reason, "rows": to_copy(text, label_of), "page": page_address(request)}
    return render(request, "core/copy_text.html", context, status=409)


def to_copy(text: kept.Kept, label_of: LabelOf) -> list[dict[str, str]]:
    """The texts that were typed, with the labels of their fields."""
    rows: list[dict[str, str]] = []
    for name, values in text.values.items():
        words = "\n".join(value for value in values if value)
        if words:
            rows.append({"id": f"copy-{len(rows)}", "label": label_of(name), "text": words})
    return rows
