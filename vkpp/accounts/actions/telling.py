"""A mail to the owner of an account whose means of signing in were changed, so that a stranger's hand is noticed."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from vkpp.accounts.models import User
from vkpp.core.notify import notify

PAGES = {
    "accounts_second_factor_reset": "accounts:second_factor",
    "accounts_signed_out": "accounts:sessions",
    "accounts_token_made": "accounts:tokens",
    "accounts_token_revoked": "accounts:tokens",
}


def tell_owner(user: User, kind: str, *, by: User | None, **what: Any) -> None:
    """Owe `user` the mail of this `kind`: what was done, by whom, when, and what to do if it was not expected.

    `by` None: from the command line, by those who run the portal.
    """
    reset = settings.SITE_URL + reverse("account_reset_password")
    context = {"by": by, "own": by is not None and by.pk == user.pk, "at": timezone.now(), "reset": reset, **what}
    notify(to=user, kind=kind, context=context, link=reverse(PAGES[kind]))
