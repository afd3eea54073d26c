"""How long sign-ins, tokens, invitations and requests are kept, and when the names of people who left go."""

import datetime as dt
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vkpp.accounts import sign_in_limits
from vkpp.accounts.actions import leaving
from vkpp.accounts.models import Invitation, RoleRequest, SignInTries, Token
from vkpp.core import personal, retention
from vkpp.core.retention import Kept, Rule

YEAR = dt.timedelta(days=365)
LEAVERS = dt.timedelta(days=730)
INVITATIONS = dt.timedelta(days=90)


def _sign_ins(before: dt.datetime) -> models.QuerySet[UserSession]:
    found: models.QuerySet[UserSession] = UserSession.objects.filter(created_at__lt=before)
    return found


def _sessions(before: dt.datetime) -> models.QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _tries(before: dt.datetime) -> models.QuerySet[SignInTries]:
    return SignInTries.objects.filter(last_at__lt=before)


def _tokens(before: dt.datetime) -> models.QuerySet[Token]:
    return Token.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _invitations(before: dt.datetime) -> models.QuerySet[Invitation]:
    """Accepted, taken back or run out before then."""
    unused = Q(accepted_at=None, cancelled_at=None, expires_at__lt=before)
    return Invitation.objects.filter(unused | Q(accepted_at__lt=before) | Q(cancelled_at__lt=before))


def _requests(before: dt.datetime) -> models.QuerySet[RoleRequest]:
    return RoleRequest.objects.filter(decided_at__lt=before)


def _leavers(before: dt.datetime) -> models.QuerySet[Any]:
    return leaving.closed_accounts().filter(closed_at__lt=before)


def _take_names_out(rows: models.QuerySet[Any]) -> None:
    for user in rows:
        leaving.anonymise(user=user, reason=str(_("Two years after the account was closed.")), by=None)


SIGN_IN = (
    Rule(
        code="sign-ins",
        what=_("Where you are signed in: start, network address and browser"),
        keep=dt.timedelta(seconds=settings.SESSION_COOKIE_AGE),
        since=_("after you signed in"),
        why=_("so that you see where you are signed in, and can end it"),
        rows=_sign_ins,
        age="created_at",
        order=1,
    ),
    Rule(
        code="sessions",
        what=_("What the portal remembers while you are signed in"),
        keep=dt.timedelta(0),
        since=_("after the sign-in has ended"),
        why=_("nobody needs it any more"),
        rows=_sessions,
        age="expire_date",
        order=2,
    ),
    Rule(
        code="sign-in-tries",
        what=_("How often signing in failed, by a hash of address and place"),
        keep=sign_in_limits.FORGOTTEN_AFTER,
        since=_("after the last try"),
        why=_("so that nobody can guess passwords"),
        rows=_tries,
        age="last_at",
        order=2,
    ),
    Rule(
        code="tokens",
        what=_("API tokens that were revoked or have run out; of their secrets only hashes were kept"),
        keep=YEAR,
        since=_("after they ended"),
        why=_("to find out what a program was allowed to do"),
        rows=_tokens,
        age="created_at",
        order=3,
    ),
)

PEOPLE = (
    Rule(
        code="invitations",
        what=_("Invitations, with the address of who was invited"),
        keep=INVITATIONS,
        since=_("after they were accepted, taken back or ran out"),
        why=_("to answer questions about how somebody got in"),
        rows=_invitations,
        age="created_at",
        order=4,
    ),
    Rule(
        code="role-requests",
        what=_("Requests for roles and how they were decided"),
        keep=YEAR,
        since=_("after the decision"),
        why=_("to answer questions about why somebody has a role; the roles themselves stay with their dates"),
        rows=_requests,
        age="decided_at",
        order=5,
    ),
    Rule(
        code="leavers",
        what=_("Name and address of people whose account was closed; what they wrote stays, without their name"),
        keep=LEAVERS,
        since=_("after the account was closed; sooner when the person asks"),
        why=_("colleagues ask back about work of the past years"),
        rows=_leavers,
        age="closed_at",
        forget=_take_names_out,
        order=6,
    ),
)

ACCOUNT = Kept(
    what=_("Your account: name, work address, force or organisation, roles, password as a hash, second factors"),
    how_long=_("as long as the account is open"),
    why=_("so that colleagues know who wrote something, and rights can be checked"),
    order=0,
)


def register() -> None:
    """Called once when the app is ready."""
    retention.register(*SIGN_IN, *PEOPLE)
    retention.register_kept(ACCOUNT)
    personal.stays("accounts.Membership.user", "accounts.RoleRequest.user")
