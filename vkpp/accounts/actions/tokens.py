"""API tokens: made once, shown once, kept as a hash."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.accounts.actions.telling import tell_owner
from vkpp.accounts.models import Token, User
from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

LIFETIMES = (30, 90, 365)
MOST_DAYS = 365
MOST_TOKENS = 20
NAME_LENGTH = 80
SIGN = "vkpp_"
SHOWN = 12


def hash_of(secret: str) -> str:
    """How a token's secret is kept. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, owner: User, name: str, scopes: Iterable[str], days: int, by: User | None, why: str = ""
) -> tuple[Token, str]:
    """Make a token; returns it with its secret, which cannot be read again. `by` None: from the command line."""
    if by is not None and by.pk != owner.pk:
        raise NotAllowed(_("Tokens are made by the person who uses them."))
    if not owner.is_active or not can(owner, Permission.API_USE):
        raise NotAllowed(_("Your roles do not include the API. Ask for the role “Force analyst” if you need it."))
    chosen = _checked(name, scopes, days)
    User.objects.select_for_update().get(pk=owner.pk)
    if valid_tokens(owner).count() >= MOST_TOKENS:
        raise Conflict(_("You have %(n)s tokens. Revoke one you no longer use.") % {"n": MOST_TOKENS})
    secret = SIGN + secrets.token_urlsafe(32)
    token = Token.objects.create(
        owner=owner,
        name=name.strip(),
        prefix=secret[:SHOWN],
        secret_hash=hash_of(secret),
        scopes=chosen,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    after = {"name": token.name, "scopes": chosen, "expires_at": token.expires_at.isoformat()}
    audit.record(by=by, verb="token.create", target=token, after=after, reason=why.strip())
    tell_owner(owner, "accounts_token_made", by=by, token=token)
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User) -> None:
    """End a token at once. Its owner may, and who manages people everywhere."""
    if by.pk != token.owner_id and not nationally(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed(_("Only the owner of a token and VKPP administrators can revoke it."))
    revoked = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    if not revoked:
        raise Conflict(_("This token has been revoked already."))
    audit.record(by=by, verb="token.revoke", target=token)
    if by.pk != token.owner_id:
        tell_owner(token.owner, "accounts_token_revoked", by=by, token=token)


def valid_tokens(owner: User) -> "models.QuerySet[Token]":
    """The person's tokens that still open the API."""
    return Token.objects.filter(owner=owner, revoked_at=None, expires_at__gt=timezone.now())


def _checked(name: str, scopes: Iterable[str], days: int) -> list[str]:
    """The scopes, each once and in their own order; wrong input is refused field by field."""
    wanted = set(scopes)
    chosen = [scope for scope in Token.Scope.values if scope in wanted]
    errors: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        errors["name"] = [_("Enter a name of up to 80 characters, for example “Power BI, crime team”.")]
    if not chosen or wanted - set(chosen):
        allowed = ", ".join(Token.Scope.values)
        errors["scopes"] = [_("Choose what the token may do. Known scopes: %(scopes)s.") % {"scopes": allowed}]
    if not 1 <= days <= MOST_DAYS:
        errors["days"] = [_("A token lasts from 1 to 365 days.")]
    if errors:
        raise Invalid(errors)
    return chosen
