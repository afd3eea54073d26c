"""Mails about accounts themselves: to people who have none yet, and about a sign-in that may be somebody else's."""

import datetime as dt
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
    text = render_to_string("_emails/accounts_invitation.txt", context).strip()
    subject, _newline, body = text.partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[invitation.email], headers=headers).send()


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
    text = render_to_string("_emails/accounts_new_browser.txt", context).strip()
    subject, _newline, body = text.partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[user.email], headers=headers).send()
