"""Staged mails: read by staff, then sent or dropped."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, notify
from vkpp.core.exceptions import NotAllowed
from vkpp.core.models import Notification

KIND = "practice_published"


@transaction.atomic
def send(*, messages: Iterable[Notification], by: Any) -> int:
    """Send these; says how many. One that a colleague sent or dropped meanwhile is passed over."""
    rows = _staged(messages, by)
    sent = notify.release(Notification.objects.filter(pk__in=[row.pk for row in rows]))
    for row in rows:
        audit.record(by=by, verb="mail.send", target=row, before={"state": "staged"}, after={"state": "owed"})
    return sent


@transaction.atomic
def drop(*, messages: Iterable[Notification], by: Any) -> int:
    """Do not send these; says how many."""
    rows = _staged(messages, by)
    dropped = notify.drop(Notification.objects.filter(pk__in=[row.pk for row in rows]))
    for row in rows:
        audit.record(by=by, verb="mail.drop", target=row, before={"state": "staged"}, after={"state": "dropped"})
    return dropped


def _staged(messages: Iterable[Notification], by: Any) -> list[Notification]:
    if not nationally(by, Permission.PRACTICE_MODERATE):
        raise NotAllowed(_("Mails are released by VKPP administrators."))
    wanted = Notification.objects.filter(pk__in=[row.pk for row in messages], kind=KIND)
    return list(wanted.filter(state=Notification.State.STAGED).select_for_update().order_by("pk"))
