"""The portal's own work in figures, each read when asked: for the page of operators, `/status/` and `/metrics`."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from kombu.exceptions import ChannelError, OperationalError

from vkpp.core import signs
from vkpp.core.models import (
    AuditEvent,
    AuditSeal,
    BackupRun,
    Job,
    JobState,
    Notification,
    NotificationState,
    OutboxItem,
    ProcessKind,
    ProcessSign,
)

Moment = dt.datetime | None
MAIL_LATE = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Owed:
    """The outbox: items not done, the moment since which the oldest of them is due, and items given up."""

    waiting: int
    oldest: Moment
    failed: int


def owed() -> Owed:
    """What is owed now."""
    due = Q(failed_at=None, due__lte=timezone.now())
    found = OutboxItem.objects.filter(done_at=None).aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("due", filter=due),
        failed=Count("pk", filter=Q(failed_at__isnull=False, dropped_at=None)),
    )
    return Owed(**found)


def failed_kinds() -> list[tuple[str, int]]:
    """The kinds of owed work that the portal gave up, the most frequent first."""
    failed = OutboxItem.objects.filter(done_at=None, failed_at__isnull=False, dropped_at=None)
    rows = failed.values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    return [(kind, number) for kind, number in rows]


def jobs() -> dict[str, int]:
    """How many jobs of people stand where; every state is named."""
    found = dict(Job.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: found.get(state, 0) for state in JobState.values}


def oldest_waiting_job() -> Moment:
    """Since when the job that waits longest waits for a worker."""
    oldest: Moment = Job.objects.filter(state=JobState.WAITING).aggregate(at=Min("queued_at"))["at"]
    return oldest


def late_mails() -> int:
    """Mails that should have gone out a while ago."""
    late = timezone.now() - MAIL_LATE
    return Notification.objects.filter(state=NotificationState.OWED, created_at__lt=late).count()


def queues() -> dict[str, int] | None:
    """Messages that wait at the broker, by queue; None when the broker does not answer."""
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=2, interval_start=0, interval_step=0)
            return {name: _depth(broker.default_channel, name) for name in sorted(current_app.amqp.queues)}
    except (OperationalError, OSError):
        return None


def _depth(channel: object, name: str) -> int:
    try:
        return int(channel.queue_declare(queue=name, passive=True).message_count)  # type: ignore[attr-defined]  # kombu's
    except ChannelError:  # a queue that is empty does not exist
        return 0


def workers() -> list[ProcessSign]:
    """The workers that live."""
    return signs.alive(ProcessKind.WORKER)


def last_sign(kind: str) -> Moment:
    """When a process of this kind signed last."""
    last: Moment = ProcessSign.objects.filter(kind=kind).aggregate(at=Max("seen_at"))["at"]
    return last


def newest_backup() -> BackupRun | None:
    """The backup that was taken last."""
    return BackupRun.objects.order_by("-started_at").first()


@dataclass(frozen=True)
class Seal:
    """The audit trail's chain: sealed until when, and how many newer events since which moment."""

    until: Moment
    unsealed: int
    oldest: Moment


def seal() -> Seal:
    """How far the trail is sealed."""
    until = AuditSeal.objects.aggregate(at=Max("to_at"))["at"]
    events = AuditEvent.objects.filter(at__gte=until) if until else AuditEvent.objects.all()
    found = events.aggregate(unsealed=Count("pk"), oldest=Min("at"))
    return Seal(until=until, **found)


@dataclass(frozen=True)
class Room:
    """Bytes: of the database, and of the disk on which people's files lie (None: they lie in a bucket)."""

    database: int
    free: int | None
    total: int | None


def room() -> Room:
    """How much is stored and how much more fits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        database = int(cursor.fetchone()[0])
    if settings.S3_BUCKET:
        return Room(database, None, None)
    folder = Path(settings.MEDIA_ROOT)
    disk = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists()))
    return Room(database, disk.free, disk.total)


def age(moment: Moment) -> float:
    """Seconds since a moment; 0 for none."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment is not None else 0.0
