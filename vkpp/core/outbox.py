"""The database remembers what is owed. `owe` in the change's transaction; workers do it; the sweeper forgets nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from vkpp.core.audit import request_id
from vkpp.core.models import OutboxItem

log = structlog.get_logger(__name__)

Handler = Callable[[dict[str, Any]], None]

MAX_ATTEMPTS = 12
KEEP_DONE = dt.timedelta(days=30)

_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does what is owed under `kind`. It takes the payload; doing it twice must be harmless."""

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Two handlers for outbox kind {kind}")
        _handlers[kind] = function
        return function

    return register


def kinds() -> set[str]:
    """Every kind that some app can do."""
    return set(_handlers)


def owe(kind: str, payload: dict[str, Any], *, key: str | None = None, due: dt.datetime | None = None) -> None:
    """Write down that `kind` is owed, and hurry a worker once the change is committed. `key` makes it owed only once."""
    if kind not in _handlers:
        raise ValueError(f"Nobody handles outbox kind {kind}")
    item = OutboxItem(kind=kind, payload=payload, key=key, due=due or timezone.now(), request_id=request_id())
    OutboxItem.objects.bulk_create([item], ignore_conflicts=key is not None)
    if due is None or due <= timezone.now():
        transaction.on_commit(_hurry, robust=True)


def announce(kind: str, payload: dict[str, Any]) -> None:
    """Owe it to whoever listens; nothing is owed while nobody does."""
    if kind in _handlers:
        owe(kind, payload)


def _hurry() -> None:
    from vkpp.core.tasks import sweep_outbox

    try:
        sweep_outbox.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as error:
        log.warning("outbox_not_hurried", error=type(error).__name__)


def work(limit: int = 100) -> int:
    """Do what is due, oldest first, until nothing is left or `limit` is reached; returns how many were done."""
    done = 0
    while done < limit and (item := _claim()) is not None:
        done += _do(item)
    return done


def _claim() -> OutboxItem | None:
    """Take one due item for OUTBOX_CLAIM_SECONDS; two workers never get the same one."""
    now = timezone.now()
    with transaction.atomic():
        item = (
            OutboxItem.objects.select_for_update(skip_locked=True)
            .filter(
                Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), done_at=None, failed_at=None, due__lte=now
            )
            .order_by("due", "id")
            .first()
        )
        if item is not None:
            item.attempts += 1
            item.claimed_until = now + dt.timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
            item.save(update_fields=["attempts", "claimed_until"])
    return item


def _do(item: OutboxItem) -> bool:
    mine = OutboxItem.objects.filter(pk=item.pk, attempts=item.attempts, done_at=None)
    with structlog.contextvars.bound_contextvars(
        request_id=item.request_id, outbox_item=item.pk, outbox_kind=item.kind
    ):
        try:
            with transaction.atomic():
                if not mine.update(done_at=timezone.now(), claimed_until=None):
                    return False
                _handlers[item.kind](item.payload)
        except Exception as error:
            log.exception("outbox_failed", attempts=item.attempts)
            _put_back(item, error)
            return False
    return True


def _put_back(item: OutboxItem, error: Exception) -> None:
    now = timezone.now()
    wait = dt.timedelta(seconds=min(5 * 2**item.attempts, 3600))
    OutboxItem.objects.filter(pk=item.pk, done_at=None).update(
        claimed_until=None,
        due=now + wait,
        last_error=f"{type(error).__name__}: {error}"[:500],
        failed_at=now if item.attempts >= MAX_ATTEMPTS else None,
    )


def also_done(kind: str, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Inside a handler: what it does settles everything else of `kind` that waits with these values too; what that was.

    Call it before reading what the work is done from. Items that another worker holds stay with that worker.
    """
    now = timezone.now()
    waiting = (
        OutboxItem.objects.select_for_update(skip_locked=True)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), kind=kind, payload__contains=payload)
        .filter(done_at=None, failed_at=None, due__lte=now)
        .values_list("pk", "payload")
    )
    found = dict(waiting)
    if found:
        OutboxItem.objects.filter(pk__in=list(found)).update(done_at=now, claimed_until=None)
    return list(found.values())


def retry_failed() -> int:
    """Owe again everything that was given up; for staff after the cause is mended. Returns how many."""
    return OutboxItem.objects.exclude(failed_at=None).update(failed_at=None, attempts=0, due=timezone.now())


def clear_done() -> int:
    """Forget what was done longer than KEEP_DONE ago; what must happen only once keeps its key."""
    old = OutboxItem.objects.filter(done_at__lt=timezone.now() - KEEP_DONE, key=None)
    return old.delete()[0]


def waiting() -> tuple[int, float]:
    """How many items are owed now, and the age of the oldest in seconds."""
    now = timezone.now()
    open_items = OutboxItem.objects.filter(done_at=None, due__lte=now)
    oldest = open_items.order_by("due").values_list("due", flat=True).first()
    return open_items.count(), (now - oldest).total_seconds() if oldest else 0.0
