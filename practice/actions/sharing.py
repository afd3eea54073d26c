"""The owner's permissions, one by one. What is taken back is gone from every page, search, API and export at once."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import people
from practice.actions import bank
from practice.actions.held import hold
from practice.models import Practice, SharePermission
from practice.vocab import PracticeState, Use
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

OVER = (PracticeState.DISCARDED, PracticeState.WITHDRAWN)


def in_force(practice: Practice) -> set[str]:
    """The uses that the owner permits now."""
    return set(SharePermission.objects.filter(practice=practice, revoked_at=None).values_list("use", flat=True))


@transaction.atomic
def give(*, practice: Practice, use: str, by: Any) -> None:
    """Permit one use from now on; giving twice changes nothing."""
    _check(practice, use, by)
    if practice.state in OVER:
        raise Conflict(_("This example was withdrawn. Take it up again before you permit any use of it."))
    permission = SharePermission.objects.filter(practice=practice, use=use).first()
    if permission is not None and permission.revoked_at is None:
        return
    SharePermission.objects.update_or_create(
        practice=practice,
        use=use,
        defaults={"given_at": timezone.now(), "given_by": by, "revoked_at": None, "revoked_by": None},
    )
    _done(practice, use, by, "practice.permission_given")


@transaction.atomic
def revoke(*, practice: Practice, use: str, by: Any) -> None:
    """Take one use back, with effect in this very transaction; taking back twice changes nothing."""
    _check(practice, use, by)
    changed = SharePermission.objects.filter(practice=practice, use=use, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    if changed:
        _done(practice, use, by, "practice.permission_revoked")


def _check(practice: Practice, use: str, by: Any) -> None:
    """Lock the example, then ask who may: the owner, the force's lead, or for imports VKPP's administrators."""
    if use not in Use.values:
        raise Invalid({"use": [_("There is no such use: %(use)s.") % {"use": use[:60]}]})
    hold(practice)
    if not people.may_permit(by, practice):
        raise NotAllowed(_("Only the owner or the force's lead decides what may be done with this example."))


def _done(practice: Practice, use: str, by: Any, verb: str) -> None:
    audit.record(by=by, verb=verb, target=practice, after={"use": use, "in_force": sorted(in_force(practice))})
    bank.refresh(practice=practice)
