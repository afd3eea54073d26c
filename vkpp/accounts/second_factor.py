"""Whether somebody has a second factor, and whether this session was opened with it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from vkpp.accounts.models import User
from vkpp.accounts.permissions import needs_second_factor

SESSION_KEY = "second_factor"
WAY_BACK = "second_factor_way_back"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors(user: User) -> "QuerySet[Any]":
    """The person's authenticator app and passkeys; recovery codes alone are no second factor."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return found


def passed(request: HttpRequest) -> bool:
    """Whether a second factor was used, or set up, in this session by the person who is signed in."""
    return bool(request.session.get(SESSION_KEY) == str(request.user.pk))


def remember(request: HttpRequest, user: User) -> None:
    """This session's person has shown a second factor."""
    request.session[SESSION_KEY] = str(user.pk)


def forget(request: HttpRequest) -> None:
    """The person has removed their last second factor."""
    request.session.pop(SESSION_KEY, None)


def is_missing(request: HttpRequest) -> bool:
    """Whether the person must show or set up a second factor before going on."""
    return needs_second_factor(request.user) and not passed(request)


def remember_way_back(request: HttpRequest, address: str) -> None:
    """The page of the portal that the person wanted when they were asked for a second factor."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        request.session[WAY_BACK] = address


def way_back(request: HttpRequest) -> str:
    """That page, once; empty when there was none."""
    return str(request.session.pop(WAY_BACK, ""))
