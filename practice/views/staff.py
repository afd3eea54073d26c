"""What the pages of staff and raters share: who gets in, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from practice.actions.held import check_no_interest
from practice.models import Practice
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import told_in
from vkpp.core.exceptions import NotAllowed, PortalError

View = Callable[..., HttpResponse]
T = TypeVar("T")


def for_staff(view: View) -> View:
    """Only for who does triage: raters are told so, for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not nationally(request.user, Permission.PRACTICE_TRIAGE):
            if nationally(request.user, Permission.PRACTICE_RATE):
                raise PermissionDenied(
                    _("This page is for VKPP staff. You find what you are asked to rate under Rating.")
                )
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_raters(view: View) -> View:
    """Only for who rates; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not nationally(request.user, Permission.PRACTICE_RATE):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def insist_no_interest(request: HttpRequest, practice: Practice) -> None:
    """403 for who must keep away from judging the example: the page tells what the raters say."""
    try:
        check_no_interest(request.user, practice)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal


def attempt(request: HttpRequest, act: Callable[[], T], done: str | Callable[[T], str]) -> bool:
    """Do it and say `done` (of what came out), or why not: 403 for what is not theirs, else a message on the next page."""
    try:
        outcome = act()
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except PortalError as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, done if isinstance(done, str) else done(outcome))
    return True


def attempt_form(request: HttpRequest, form: BaseForm, act: Callable[[], object], done: str) -> bool:
    """Like `attempt` for a form: what is invalid goes next to its field."""
    with told_in(form):
        act()
        messages.success(request, done)
        return True
    return False
