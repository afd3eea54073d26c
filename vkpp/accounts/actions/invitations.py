"""Invitations: an offer of a role by mail, with a link that works once."""

import datetime as dt
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.accounts import affiliation, rules
from vkpp.accounts.actions.leaving import closed_accounts
from vkpp.accounts.actions.people import open_account, set_password, update_profile
from vkpp.accounts.actions.refusals import refusals_in_sentences
from vkpp.accounts.actions.roles import give, place
from vkpp.accounts.actions.tokens import hash_of
from vkpp.accounts.models import Force, Invitation, Membership, User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import BY_CODE, Permission
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

VALID = dt.timedelta(days=14)
RESEND_AFTER = dt.timedelta(minutes=5)


@transaction.atomic
def invite(*, email: str, role: str, force: Force | None, by: User | None) -> Invitation:
    """Offer somebody a role. The mail with the link is owed; `by` None: the first administrator, by command."""
    email = email.strip().lower()
    force = place(role, force)
    if by is not None and not rules.may_grant(by, role, force):
        raise NotAllowed(_("You cannot invite people to this role. VKPP administrators can."))
    _check_address(email, force, by)
    if Membership.objects.filter(user__email=email, role=role, force=force, ended_at=None).exists():
        raise Conflict(_("This person holds that role already."))
    _check_closed(email, by)
    with refusals_in_sentences():
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            force=force,
            secret_hash=_unknown_hash(),
            created_by=by,
            expires_at=timezone.now() + VALID,
        )
    after = {"email": email, "role": role, "force": force.code if force else None}
    audit.record(by=by, verb="invitation.send", target=invitation, after=after)
    outbox.owe("accounts.invitation", {"invitation": invitation.pk})
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> None:
    """Send a new link, valid for another fortnight; the earlier link stops working."""
    _check_handler(invitation, by)
    now = timezone.now()
    if invitation.sent_at is not None and now - invitation.sent_at < RESEND_AFTER:
        raise Conflict(_("The invitation was sent a moment ago. Wait five minutes before you send it again."))
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, cancelled_at=None)
    if not waiting.update(secret_hash=_unknown_hash(), expires_at=now + VALID):
        raise Conflict(_("This invitation has been accepted or taken back already."))
    audit.record(by=by, verb="invitation.resend", target=invitation)
    outbox.owe("accounts.invitation", {"invitation": invitation.pk})


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an offer back; its link stops working."""
    _check_handler(invitation, by)
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, cancelled_at=None)
    if not waiting.update(cancelled_at=timezone.now(), cancelled_by=by):
        raise Conflict(_("This invitation has been accepted or taken back already."))
    audit.record(by=by, verb="invitation.cancel", target=invitation)


def invitation_for(*, secret: str) -> Invitation:
    """The invitation that a link stands for, or the refusal in a sentence."""
    found = Invitation.objects.select_related("force", "created_by").filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise Conflict(_("This link is not valid. If you were sent a newer invitation, use the link in that mail."))
    if found.accepted_at is not None:
        raise Conflict(_("This invitation has been used. Sign in to go on."))
    if found.cancelled_at is not None:
        raise Conflict(_("This invitation was taken back. Ask the person who invited you."))
    if found.expires_at <= timezone.now():
        raise Conflict(_("This invitation has expired. Ask the person who invited you to send it again."))
    return found


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Take up the offer. Only the address that was invited may, and only once."""
    if by.email.lower() != invitation.email:
        raise NotAllowed(
            _("This invitation is for %(email)s. Sign in with that address.") % {"email": invitation.email}
        )
    now = timezone.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, cancelled_at=None, expires_at__gt=now)
    if not waiting.update(accepted_at=now, accepted_by=by):
        raise Conflict(_("This invitation has been used, taken back or has expired."))
    audit.record(by=by, verb="invitation.accept", target=invitation)
    EmailAddress.objects.filter(user=by, email=invitation.email).update(verified=True)
    inviter = invitation.created_by
    if inviter is not None and not rules.may_grant(inviter, invitation.role, invitation.force):
        raise Conflict(_("Whoever invited you may no longer do so. Ask VKPP for a new invitation."))
    return give(user=by, role=invitation.role, force=invitation.force, by=inviter, tell=False)


@transaction.atomic
def join(*, invitation: Invitation, display_name: str, password: str, by: None = None) -> User:
    """Open an account for the invited address, which the link has proved, and take up the offer.

    Somebody who had left gets theirs back, without the roles and tokens of then.
    """
    closed = closed_accounts().filter(email=invitation.email).first()
    if closed is not None:
        user = _open_again(closed, invitation)
        update_profile(
            user=user, display_name=display_name, sector=user.sector, organisation=user.organisation, by=user
        )
        set_password(user, password)
        user.save(update_fields=["password"])
    else:
        sector = User.Sector.GOVERNMENT if BY_CODE[invitation.role].national else User.Sector.POLICING
        user = open_account(email=invitation.email, display_name=display_name, password=password, by=by, sector=sector)
    accept_invitation(invitation=invitation, by=user)
    return user


def _check_closed(email: str, by: User | None) -> None:
    """Somebody who had left is invited by VKPP only; the account stays closed until they accept."""
    if User.objects.filter(email=email, is_active=False).exists() and not _lets_back_in(by):
        raise Conflict(_("This person’s account was closed. Ask VKPP to invite them again."))


def _open_again(closed: Any, invitation: Invitation) -> User:
    """For an invitation that was sent after the account was closed, by who may let people back in."""
    sent_before = closed.closed_at is not None and invitation.created_at < closed.closed_at
    if sent_before or not _lets_back_in(invitation.created_by):
        raise Conflict(_("Your account was closed. Ask VKPP for a new invitation."))
    user = User.objects.get(pk=closed.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=invitation.created_by, verb="account.open_again", target=user)
    return user


def _lets_back_in(by: User | None) -> bool:
    return by is None or nationally(by, Permission.PEOPLE_MANAGE)


def new_link(invitation: Invitation) -> str:
    """Draw the secret of the link at the moment it is mailed. Only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(secret_hash=hash_of(secret), sent_at=timezone.now())
    return secret


def _unknown_hash() -> str:
    """The hash of a secret that nobody has: the link is drawn when the mail is sent."""
    return hash_of(secrets.token_urlsafe(32))


def _check_handler(invitation: Invitation, by: Any) -> None:
    if not rules.may_handle(by, invitation):
        raise NotAllowed(_("You cannot change this invitation. VKPP administrators can."))


def _check_address(email: str, force: Force | None, by: User | None) -> None:
    try:
        validate_email(email)
    except ValidationError as refusal:
        message = _("Enter an e-mail address in the form name@kent.police.uk.")
        raise Invalid({"email": [message]}) from refusal
    if by is not None and by.email.lower() == email:
        raise Invalid({"email": [_("This is your own address. Roles for yourself are granted by a colleague.")]})
    anywhere = by is None or nationally(by, Permission.PEOPLE_MANAGE)
    if force is not None and not anywhere and not affiliation.is_of(email, force):
        domains = ", ".join(force.email_domains)
        message = _("Use an address of %(force)s (%(domains)s). For somebody with another address, ask VKPP.")
        raise Invalid({"email": [message % {"force": force.name, "domains": domains}]})
