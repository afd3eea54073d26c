"""What the pages of managing share: who gets in, and how files are handed out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nvap import people
from nvap.plan_querysets import prepares

View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """Only for VKPP administrators: colleagues of the national team are told so, for others there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.may_manage_plans(request.user):
            if prepares(request.user):
                raise PermissionDenied(_("Plans, forms, rounds and peer groups are managed by VKPP administrators."))
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_editors(view: View) -> View:
    """Only for VKPP staff who edit guidance; for others there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not prepares(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def as_file(text: str, name: str, kind: str) -> HttpResponse:
    """Text to keep as a file."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
