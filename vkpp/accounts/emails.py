"""Mails to people who have no account yet."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from vkpp.accounts.actions.invitations import new_link
from vkpp.accounts.models import Invitation
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
