"""Mails about accounts themselves: invitations, notices of what was done, and of a sign-in that may be somebody else's."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from vkpp.accounts.actions.invitations import new_link
from vkpp.accounts.models import Invitation, User
from vkpp.accounts.roles import BY_CODE
from vkpp.core import outbox


@outbox.handler("accounts.invitation")
def send_invitation(payload: dict[str, Any]) -> None:
    """Mail the link of an invitation that still waits; quietly nothing when it was taken back or used meanwhile."""
    waiting = Invitation.objects.select_for_update(of=("self",)).select_related("force", "created_by")
    invitation = waiting.filter(
        pk=payload["invitation"], accepted_at=None, cancelled_at=None, expires_at__gt=timezone.now()
    ).first()
    if invitation is None:
        return
    link = settings.SITE_URL + reverse("accounts:invitation", args=[new_link(invitation)])
    context = {"invitation": invitation, "role": BY_CODE[invitation.role], "link": link}
    _send(invitation.email, *_text("accounts_invitation", context))


@outbox.handler("accounts.new_browser")
def tell_of_new_browser(payload: dict[str, Any]) -> None:
    """Mail that somebody signed in with a browser that is new for this account; nothing when the account is closed."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        return
    at = dt.datetime.fromisoformat(payload["at"])
    links = {name: settings.SITE_URL + reverse(name) for name in ("accounts:sessions", "account_reset_password")}
    context = {
        "to": user,
        "browser": payload["browser"],
        "at": at,
        "sessions": links["accounts:sessions"],
        "reset": links["account_reset_password"],
    }
    _send(user.email, *_text("accounts_new_browser", context))


def owe_notice(*, to: str, subject: str, body: str) -> None:
    """Owe an address what was done with its account; nothing secret may stand in it, for it waits in the database."""
    outbox.owe("accounts.notice", {"to": to, "subject": subject, "body": body})


@outbox.handler("accounts.notice")
def send_notice(payload: dict[str, Any]) -> None:
    """Mail what was done with an account, to the address that it had then."""
    _send(payload["to"], payload["subject"], payload["body"])


def _text(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of `templates/_emails/<kind>.txt`."""
    subject, _newline, body = render_to_string(f"_emails/{kind}.txt", context).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _send(to: str, subject: str, body: str) -> None:
    EmailMessage(subject=subject, body=body, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
