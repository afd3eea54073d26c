"""What authenticator apps and recovery codes keep in the database: encrypted with keys drawn from SECRET_KEY.

An earlier key in SECRET_KEY_FALLBACKS still reads it; what is used is then encrypted anew under the present one.
"""

import base64
import hashlib
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vkpp.accounts.models import User

NAMES = ("secret", "seed")  # in the data of an app, of recovery codes; passkeys keep nothing secret


class Unreadable(PermissionDenied):
    """Neither the present key nor an earlier one reads it: what it belongs to can only be set up anew."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The portal’s own key was changed, and it can no longer check codes of your app or recovery codes. "
                "Use a passkey, or ask VKPP to reset your second factor."
            )
        )


def encrypt(text: str) -> str:
    """Under the present key."""
    return _keys()[0].encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Under the present key or an earlier one."""
    try:
        return MultiFernet(_keys()).decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def readable(factor: Any) -> bool:
    """Whether the portal can still check what this factor shows."""
    try:
        for encrypted in _encrypted(factor).values():
            decrypt(encrypted)
    except Unreadable:
        return False
    return True


def of_earlier_keys(factor: Any) -> bool:
    """Whether it is kept under a key that is to be given up."""
    return readable(factor) and not all(_is_present(encrypted) for encrypted in _encrypted(factor).values())


@transaction.atomic
def renew(user: User) -> int:
    """Encrypt anew what the person's factors keep under earlier keys; how many factors that were."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    old = [factor for factor in kept(user=user).select_for_update() if of_earlier_keys(factor)]
    for factor in old:
        factor.data |= {name: encrypt(decrypt(value)) for name, value in _encrypted(factor).items()}
        factor.save(update_fields=["data"])
    return len(old)


def kept(**whose: Any) -> "QuerySet[Any]":
    """Factors with a secret."""
    found: QuerySet[Any] = Authenticator.objects.filter(data__has_any_keys=NAMES, **whose).order_by("pk")
    return found


def _encrypted(factor: Any) -> dict[str, str]:
    return {name: factor.data[name] for name in NAMES if name in factor.data}


def _is_present(encrypted: str) -> bool:
    try:
        _keys()[0].decrypt(encrypted.encode())
    except InvalidToken:
        return False
    return True


def _keys() -> list[Fernet]:
    """The present key first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"vkpp second factor {key!s}".encode()).digest() for key in keys]
    return [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]
