"""What the database refuses, turned into sentences: two people, or one double click, at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vkpp.core.exceptions import Conflict

SENTENCES = {
    "membership_once": _("This person holds that role already."),
    "membership_one_force": _(
        "This person holds a role in another force. A person belongs to one force: end those roles there first."
    ),
    "role_request_once": _("You have asked for this role already. You will hear by e-mail when it is decided."),
    "invitation_once": _("This person has been invited to that role already. Send the invitation again instead."),
    "user_email_once": _("There is an account with this address already. Sign in to it to go on."),
}


@contextmanager
def refusals_in_sentences() -> Iterator[None]:
    """A broken constraint of SENTENCES becomes a Conflict, and what was changed inside is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if broken == "accounts_user_email_key":
            broken = "user_email_once"
        if broken not in SENTENCES:
            raise
        raise Conflict(str(SENTENCES[broken])) from error
