"""What operators do. Each needs the permission for it; `by` None is the command line on the server."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.accounts.models import User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, held, jobs, outbox_care, service
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.models import Job, OutboxItem, ServiceNotice, ServiceNoticeKind

TEXT_LENGTH = 300
REASON_LENGTH = 500


@transaction.atomic
def make_read_only(*, text: str, ends_at: dt.datetime | None, by: User | None) -> ServiceNotice:
    """From now on nothing can be changed, until somebody ends it. `text` is shown to everybody."""
    _insist(by)
    text = held.words(text, "text", _("Reason"), limit=TEXT_LENGTH, required=_("Say why, for everybody to read."))
    now = timezone.now()
    if ends_at is not None and ends_at <= now:
        raise Invalid({"ends_at": [_("Enter a time that is still to come, or leave it empty.")]})
    notice = ServiceNotice(kind=ServiceNoticeKind.READ_ONLY, text=text, starts_at=now, ends_at=ends_at, written_by=by)
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError as refusal:
        raise Conflict(_("The portal is read-only already.")) from refusal
    service.forget()
    audit.record(by=by, verb="operations.read_only_on", target=notice, after=_times(notice), reason=text)
    return notice


@transaction.atomic
def take_changes_again(*, by: User | None) -> ServiceNotice:
    """End read-only."""
    _insist(by)
    notice = ServiceNotice.objects.filter(kind=ServiceNoticeKind.READ_ONLY, ended_at=None).first()
    if notice is None or not _end(notice):
        raise Conflict(_("The portal is not read-only."))
    service.forget()
    audit.record(by=by, verb="operations.read_only_off", target=notice)
    return notice


@transaction.atomic
def announce(*, text: str, starts_at: dt.datetime, ends_at: dt.datetime, by: User | None) -> ServiceNotice:
    """Tell everybody of maintenance that is planned."""
    _insist(by)
    text = held.words(text, "text", _("Notice"), limit=TEXT_LENGTH, required=_("Say what people will notice."))
    if ends_at <= starts_at:
        raise Invalid({"ends_at": [_("It must end after it starts.")]})
    if ends_at <= timezone.now():
        raise Invalid({"ends_at": [_("Enter times that are still to come.")]})
    notice = ServiceNotice.objects.create(
        kind=ServiceNoticeKind.PLANNED, text=text, starts_at=starts_at, ends_at=ends_at, written_by=by
    )
    service.forget()
    audit.record(by=by, verb="operations.announce", target=notice, after=_times(notice))
    return notice


@transaction.atomic
def withdraw(*, notice: ServiceNotice, by: User) -> None:
    """Take back a notice of maintenance that does not take place, or is over early."""
    _insist(by)
    if notice.kind != ServiceNoticeKind.PLANNED or not _end(notice):
        raise Conflict(_("This notice is over already."))
    service.forget()
    audit.record(by=by, verb="operations.withdraw", target=notice)


@transaction.atomic
def retry(*, item: OutboxItem, by: User) -> None:
    """Owe an item again that was given up or dropped, or that waits for its next attempt."""
    _insist(by)
    if not outbox_care.retry(OutboxItem.objects.filter(pk=item.pk)):
        raise Conflict(_("This is done by now, or a worker has it at the moment. Look again in a minute."))
    audit.record(by=by, verb="operations.retry", target=item)


@transaction.atomic
def retry_failed(*, kind: str, by: User) -> int:
    """Owe again everything of a kind (or of every kind) that the portal gave up; returns how many."""
    _insist(by)
    items = outbox_care.standing(outbox_care.Standing.FAILED)
    again = list((items.filter(kind=kind) if kind else items).select_for_update(skip_locked=True))
    for item in again:
        audit.record(by=by, verb="operations.retry", target=item)
    return outbox_care.retry(OutboxItem.objects.filter(pk__in=[item.pk for item in again]))


@transaction.atomic
def give_up(*, item: OutboxItem, reason: str, by: User) -> None:
    """Decide that an item is not done at all, and say why."""
    _insist(by)
    ask = _("Say why it is not to be done.")
    reason = held.words(reason, "reason", _("Reason"), limit=REASON_LENGTH, required=ask)
    if not outbox_care.drop(OutboxItem.objects.filter(pk=item.pk), reason):
        raise Conflict(_("This is done or dropped by now, or a worker has it at the moment. Look again in a minute."))
    audit.record(by=by, verb="operations.give_up", target=item, reason=reason)


def retry_job(*, job: Job, by: User) -> None:
    """Do a failed job again for the person who started it; what came of it is still theirs alone."""
    _insist(by)
    jobs.retry_failed(job=job, by=by)


def _end(notice: ServiceNotice) -> bool:
    return bool(ServiceNotice.objects.filter(pk=notice.pk, ended_at=None).update(ended_at=timezone.now()))


def _times(notice: ServiceNotice) -> dict[str, str | None]:
    return {
        "starts_at": notice.starts_at.isoformat(),
        "ends_at": notice.ends_at.isoformat() if notice.ends_at is not None else None,
    }


def _insist(by: User | None) -> None:
    allowed = by is None or nationally(by, Permission.OPERATIONS_ACT)
    held.insist(allowed, _("Only VKPP administrators look after the portal’s own work."))
