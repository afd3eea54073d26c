"""What the pages of this app have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from vkpp.accounts.forms import take_errors
from vkpp.accounts.models import User
from vkpp.accounts.views.overtaken import show_both
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed, PortalError

View = Callable[..., HttpResponse]


def asks_again(view: View) -> View:
    """A page for which people show again who they are, unless they did a moment ago."""
    asking: View = reauthentication_required(app="allauth.account")(view)
    return asking


def me(request: HttpRequest) -> User:
    """The person who is signed in; for views that ask for it."""
    assert isinstance(request.user, User)
    return request.user


def insist(allowed: bool, sentence: str | Promise) -> None:
    """403 with a sentence that says who may."""
    if not allowed:
        raise PermissionDenied(str(sentence))


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """What an action refuses is said on the next page; not being allowed is a page of its own."""
    try:
        yield
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except PortalError as refusal:
        messages.error(request, refusal.message)


@contextmanager
def told_in(form: forms.BaseForm) -> Iterator[None]:
    """What an action refuses is said in the form; the caller looks at `form.errors` afterwards.

    When somebody else saved meanwhile, both are shown, and saving again goes on from their version (`overtaken`).
    """
    try:
        yield
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except Invalid as refusal:
        take_errors(form, refusal)
    except Conflict as refusal:
        show_both(form, refusal)
        form.add_error(None, refusal.message)
    except PortalError as refusal:
        form.add_error(None, refusal.message)
