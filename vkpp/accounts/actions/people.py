"""A person's account: opening it, changing it, leaving, and shutting out whoever else is signed in to it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.accounts import factor_secrets
from vkpp.accounts.actions.refusals import refusals_in_sentences
from vkpp.accounts.actions.roles import keep_an_administrator
from vkpp.accounts.actions.telling import tell_owner
from vkpp.accounts.models import Membership, Token, User
from vkpp.accounts.permissions import forget, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.fields import plain_line

NAME_LENGTH = 120
PROFILE = ("display_name", "sector", "organisation")


@transaction.atomic
def open_account(*, email: str, display_name: str, password: str | None, by: User | None, **profile: str) -> User:
    """Open an account whose address is already known to be the person's own. It has no role yet.

    Without password nobody can sign in with it until its owner sets one through a mail to the address.
    """
    user = User(email=email.strip().lower(), display_name=display_name, **profile)
    _check_names(user.display_name, user.sector, user.organisation)
    user.display_name, user.organisation = _kept(user.display_name), _kept(user.organisation)
    set_password(user, password)
    with refusals_in_sentences():
        user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(by=by or user, verb="account.open", target=user, after={"email": user.email})
    return user


def set_password(user: User, password: str | None) -> None:
    """A password that is good enough, or none; the caller saves."""
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            raise Invalid({"password": refusal.messages}) from refusal
    user.set_password(password)


@transaction.atomic
def update_profile(*, user: User, display_name: str, sector: str, organisation: str, by: User) -> None:
    """How colleagues see the person."""
    if by.pk != user.pk:
        raise NotAllowed(_("A profile is changed by its owner."))
    _check_names(display_name, sector, organisation)
    before = {name: getattr(user, name) for name in PROFILE}
    after = {"display_name": _kept(display_name), "sector": sector, "organisation": _kept(organisation)[:120]}
    if before == after:
        return
    User.objects.filter(pk=user.pk).update(**after)
    for name, value in after.items():
        setattr(user, name, value)
    changed = [name for name in PROFILE if before[name] != after[name]]
    audit.record(
        by=by,
        verb="account.profile",
        target=user,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User, keep: str | None = None) -> int:
    """End the person's sessions in every browser but the one whose session key is `keep`; returns how many."""
    _check_own_or_manager(user, by)
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep or ""))
    for session in sessions:
        session.end()
    audit.record(by=by, verb="account.sign_out_everywhere", target=user, after={"sessions": len(sessions)})
    return len(sessions)


@transaction.atomic
def sign_out_person(*, user: User, reason: str, by: User | None) -> int:
    """For somebody whose computer or password may be in other hands: sessions end and tokens are revoked at once.

    Returns how many of both. `by` None: from the command line.
    """
    if by is not None and not nationally(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed(_("Only VKPP administrators can sign somebody else out."))
    if not reason.strip():
        raise Invalid({"reason": [_("Give a reason. It is kept with the decision.")]})
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    valid = Token.objects.filter(owner=user, revoked_at=None)
    tokens = valid.update(revoked_at=timezone.now(), revoked_by=by or user)
    after = {"sessions": len(sessions), "tokens": tokens}
    audit.record(by=by, verb="account.sign_out_everywhere", target=user, after=after, reason=reason.strip())
    if by is not None and by.pk != user.pk:
        tell_owner(user, "accounts_signed_out", by=by, tokens=tokens)
    return len(sessions) + tokens


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: User) -> None:
    """For somebody who lost theirs: it is removed, they are signed out, and set up a new one at the next sign-in."""
    if by.pk == user.pk or not nationally(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed(_("A second factor is reset by a VKPP administrator, and never by its owner."))
    if not reason.strip():
        raise Invalid({"reason": [_("Say how you made sure that it is really this person who asks.")]})
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Conflict(_("This person has no second factor."))
    sign_out_everywhere(user=user, by=by)
    audit.record(by=by, verb="account.reset_second_factor", target=user, reason=reason.strip())
    tell_owner(user, "accounts_second_factor_reset", by=by)


@transaction.atomic
def remove_unreadable_factors(*, user: User, reason: str) -> int:
    """After a change of the portal's own key: what it can no longer check is set up anew; how many factors those were.

    Passkeys stay. Only from the command line.
    """
    if not reason.strip():
        raise Invalid({"reason": [_("Give a reason. It is kept with the decision.")]})
    lost = [factor for factor in factor_secrets.kept(user=user) if not factor_secrets.readable(factor)]
    for factor in lost:
        factor.delete()
    if lost:
        before = {"kinds": sorted(factor.type for factor in lost)}
        audit.record(by=None, verb="account.reset_second_factor", target=user, before=before, reason=reason.strip())
        tell_owner(user, "accounts_second_factor_reset", by=None)
    return len(lost)


@transaction.atomic
def deactivate(*, user: User, reason: str, by: User) -> None:
    """Close an account: roles end, tokens are revoked, sessions end. What the person wrote stays."""
    _check_own_or_manager(user, by)
    if not reason.strip():
        raise Invalid({"reason": [_("Give a reason. It is kept with the decision.")]})
    held = list(Membership.objects.select_for_update().filter(user=user, ended_at=None))
    keep_an_administrator(losing=held)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Conflict(_("This account is closed already."))
    now = timezone.now()
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=now, ended_by=by)
    Token.objects.filter(owner=user, revoked_at=None).update(revoked_at=now, revoked_by=by)
    sign_out_everywhere(user=user, by=by)
    user.is_active = False
    forget(user)
    before = {"roles": [{"role": row.role, "force": row.force_id} for row in held]}
    audit.record(by=by, verb="account.close", target=user, before=before, reason=reason.strip())


def _check_own_or_manager(user: User, by: Any) -> None:
    if by.pk != user.pk and not nationally(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed(_("Only the person and VKPP administrators can do this."))


def _kept(name: str) -> str:
    """As every text is kept: the same letters are the same characters, however they were typed."""
    return plain_text.text(name, "", 0, one_line=True)


def _check_names(display_name: str, sector: str, organisation: str) -> None:
    errors: dict[str, list[str]] = {}
    if not display_name.strip() or len(display_name.strip()) > NAME_LENGTH:
        errors["display_name"] = [_("Enter your name, up to 120 characters.")]
    if sector not in User.Sector.values:
        errors["sector"] = [_("Choose where you work.")]
    for field, text in (("display_name", display_name), ("organisation", organisation)):
        try:
            plain_line(text)
        except ValidationError as refusal:
            errors[field] = refusal.messages
    if errors:
        raise Invalid(errors)
