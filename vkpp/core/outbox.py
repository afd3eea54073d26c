"""The database remembers what is owed. `owe` in the change's transaction; workers do it; the sweeper forgets nothing.

What is due, and whose turn is over, is judged by the database's clock alone: the clocks of machines differ and jump.
"""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from kombu.exceptions import OperationalError

from vkpp.core.audit import request_id
from vkpp.core.models import OutboxItem

log = structlog.get_logger(__name__)

Handler = Callable[[dict[str, Any]], None]

MAX_ATTEMPTS = 12
KEEP_DONE = dt.timedelta(days=30)
KEEP_DATED = dt.timedelta(days=180)
DATED = r":\d{4}-\d\d-\d\d$"
REST = 5.0  # seconds without hurrying anybody after the broker did not answer: a page must not wait for it again


class WorkerEnded(Exception):
    """Whoever did this work ended in the middle: killed, out of memory, out of time."""


_handlers: dict[str, Handler] = {}
_looking_first: set[str] = set()
_rests_until = {"broker": 0.0}


def handler(kind: str, *, looks_first: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does what is owed under `kind`. It takes the payload; doing it twice must be harmless.

    One that `looks_first` does nothing when its own row says that it is done: then the key need not be kept.
    """

    def register(function: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Two handlers for outbox kind {kind}")
        _handlers[kind] = function
        if looks_first:
            _looking_first.add(kind)
        return function

    return register


def kinds() -> set[str]:
    """Every kind that some app can do."""
    return set(_handlers)


def ended(before: dt.datetime) -> QuerySet[OutboxItem]:
    """What was done or dropped by a person before a moment, and whose key nobody can owe again.

    A key that ends with a day is of a reminder of that day; its note stays for half a year.
    """
    over = Q(done_at__lt=before) | Q(dropped_at__lt=before)
    past = before - KEEP_DATED + KEEP_DONE
    long_over = Q(key__regex=DATED) & (Q(done_at__lt=past) | Q(dropped_at__lt=past))
    return OutboxItem.objects.filter((over & (Q(key=None) | Q(kind__in=_looking_first))) | long_over)


def owe(
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    due: dt.datetime | None = None,
    after: dt.timedelta | None = None,
) -> None:
    """Write down that `kind` is owed: now, when it is `due`, or `after` a while; `key` makes it owed only once.

    What is owed now hurries a worker once the change is committed.
    """
    if kind not in _handlers:
        raise ValueError(f"Nobody handles outbox kind {kind}")
    moment = due or (Now() + after if after else Now())
    item = OutboxItem(kind=kind, payload=payload, key=key, due=moment, request_id=request_id())
    OutboxItem.objects.bulk_create([item], ignore_conflicts=key is not None)
    if after is None and (due is None or due <= timezone.now()):
        transaction.on_commit(_hurry, robust=True)


def announce(kind: str, payload: dict[str, Any]) -> None:
    """Owe it to whoever listens; nothing is owed while nobody does."""
    if kind in _handlers:
        owe(kind, payload)


def _hurry() -> None:
    from vkpp.core.tasks import sweep_outbox

    if time.monotonic() < _rests_until["broker"]:
        return
    try:
        sweep_outbox.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as error:
        _rests_until["broker"] = time.monotonic() + REST
        log.warning("outbox_not_hurried", error=type(error).__name__)


def work(limit: int = 100) -> int:
    """Do what is due, oldest first, until nothing is left or `limit` is reached; returns how many were done."""
    done = 0
    while done < limit and (item := _claim()) is not None:
        done += _do(item)
    return done


def _claim() -> OutboxItem | None:
    """Take one due item for OUTBOX_CLAIM_SECONDS; two workers never get the same one."""
    with transaction.atomic():
        item = (
            OutboxItem.objects.select_for_update(skip_locked=True)
            .filter(
                Q(claimed_until__isnull=True) | Q(claimed_until__lt=Now()), done_at=None, failed_at=None, due__lte=Now()
            )
            .order_by("due", "id")
            .first()
        )
        if item is not None:
            item.attempts += 1
            until = Now() + dt.timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
            OutboxItem.objects.filter(pk=item.pk).update(attempts=item.attempts, claimed_until=until)
    return item


def _do(item: OutboxItem) -> bool:
    mine = OutboxItem.objects.filter(pk=item.pk, attempts=item.attempts, done_at=None)
    with structlog.contextvars.bound_contextvars(
        request_id=item.request_id, outbox_item=item.pk, outbox_kind=item.kind
    ):
        try:
            if item.attempts > MAX_ATTEMPTS:
                raise WorkerEnded("each time, before it could say why")
            with transaction.atomic():
                if not mine.update(done_at=Now(), claimed_until=None):
                    return False
                _handlers[item.kind](item.payload)
        except Exception as error:
            log.exception("outbox_failed", attempts=item.attempts)
            _put_back(item, error)
            return False
    return True


def _put_back(item: OutboxItem, error: Exception) -> None:
    wait = dt.timedelta(seconds=min(5 * 2**item.attempts, 3600))
    OutboxItem.objects.filter(pk=item.pk, done_at=None).update(
        claimed_until=None,
        due=Now() + wait,
        last_error=f"{type(error).__name__}: {error}"[:500],
        failed_at=Now() if item.attempts >= MAX_ATTEMPTS else None,
    )


def also_done(kind: str, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Inside a handler: what it does settles everything else of `kind` that waits with these values too; what that was.

    Call it before reading what the work is done from. Items that another worker holds stay with that worker.
    """
    waiting = (
        OutboxItem.objects.select_for_update(skip_locked=True)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=Now()), kind=kind, payload__contains=payload)
        .filter(done_at=None, failed_at=None, due__lte=Now())
        .values_list("pk", "payload")
    )
    found = dict(waiting)
    if found:
        OutboxItem.objects.filter(pk__in=list(found)).update(done_at=Now(), claimed_until=None)
    return list(found.values())
