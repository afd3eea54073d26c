"""Signs of life of the background work: each worker, and beat whenever it has handed out work, sign a row now and then."""

import contextlib
import datetime as dt
import socket
import time
from typing import Any

from celery import bootsteps, signals
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from vkpp.core.models import ProcessKind, ProcessSign

EVERY = 15.0  # seconds
ALIVE = dt.timedelta(seconds=60)
FORGOTTEN = dt.timedelta(days=1)


def sign(name: str, kind: str, *, started: bool = False) -> None:
    """Write that this process lives; quietly nothing while the database is away."""
    now = timezone.now()
    with contextlib.suppress(DatabaseError, InterfaceError):
        values = {"kind": kind, "seen_at": now, **({"started_at": now} if started else {})}
        ProcessSign.objects.update_or_create(name=name, defaults=values, create_defaults={**values, "started_at": now})
        if started:
            ProcessSign.objects.filter(seen_at__lt=now - FORGOTTEN).delete()


def sign_apart(name: str, kind: str, *, started: bool = False) -> None:
    """Sign over a connection of its own: children are forked from a worker's main process, and must not share one."""
    sign(name, kind, started=started)
    connections.close_all()


def alive(kind: str) -> list[ProcessSign]:
    """The processes of a kind that signed within the last minute."""
    return list(ProcessSign.objects.filter(kind=kind, seen_at__gte=timezone.now() - ALIVE))


class WorkerSign(bootsteps.StartStopStep):
    """A worker signs from its main process, which also lives while its children are busy."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        """Sign now, and again every EVERY seconds."""
        name = str(parent.hostname)
        sign_apart(name, ProcessKind.WORKER, started=True)
        self.timer = parent.timer.call_repeatedly(EVERY, sign_apart, (name, ProcessKind.WORKER), priority=10)

    def stop(self, parent: Any) -> None:
        """A worker that was told to stop is not missed."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        with contextlib.suppress(DatabaseError, InterfaceError):
            ProcessSign.objects.filter(name=str(parent.hostname)).delete()
        connections.close_all()


class BeatSign:
    """Beat signs when it has handed out work: so its row says that the broker took it, too."""

    def __init__(self) -> None:
        self.name = f"beat@{socket.gethostname()}"
        self.next = 0.0

    def begin(self, **_signal: Any) -> None:
        """Beat has started; Celery's signal."""
        sign_apart(self.name, ProcessKind.BEAT, started=True)
        signals.after_task_publish.connect(self.tick)

    def tick(self, **_signal: Any) -> None:
        """Beat has handed out work; Celery's signal."""
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + EVERY
            sign_apart(self.name, ProcessKind.BEAT)


beat_sign = BeatSign()
