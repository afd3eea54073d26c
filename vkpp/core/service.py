"""How the portal itself stands: read-only or not, and which maintenance is announced. Asked by every page for its banner.

The database knows it; each process asks again every SECONDS, and keeps what it knew while the database is away.
"""

import datetime as dt
import time
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from vkpp.core.models import ServiceNotice, ServiceNoticeKind

SECONDS = 2.0  # until a process notices that the portal became read-only, or no longer is
ANNOUNCED = dt.timedelta(days=7)  # how long before its time planned maintenance stands on every page
ASK_AGAIN = 300  # seconds after which a program may try again when nobody said how long it takes


@dataclass(frozen=True)
class Service:
    """The notice that makes the portal read-only, or None; and announced maintenance, soonest first."""

    read_only: ServiceNotice | None = None
    planned: tuple[ServiceNotice, ...] = ()

    @property
    def banners(self) -> list[ServiceNotice]:
        """What stands on every page."""
        soon = timezone.now() + ANNOUNCED
        coming = [notice for notice in self.planned if notice.starts_at <= soon]
        return [self.read_only, *coming] if self.read_only is not None else coming


class _Memory:
    """What this process knows, and until when it need not ask."""

    def __init__(self) -> None:
        self.service = Service()
        self.until = 0.0

    def learn(self, service: Service, seconds: float) -> None:
        """Know it for that long."""
        self.service, self.until = service, time.monotonic() + seconds


_memory = _Memory()


def current() -> Service:
    """How it stands, at most SECONDS old."""
    if _memory.until < time.monotonic():
        try:
            _memory.learn(asked(), SECONDS)
        except (DatabaseError, InterfaceError):
            _memory.learn(_memory.service, SECONDS)
    return _memory.service


def asked() -> Service:
    """How it stands, as the database says now."""
    is_open = Q(kind=ServiceNoticeKind.READ_ONLY) | Q(ends_at__gt=timezone.now())
    notices = list(ServiceNotice.objects.filter(is_open, ended_at=None).order_by("starts_at", "id"))
    read_only = next((notice for notice in notices if notice.kind == ServiceNoticeKind.READ_ONLY), None)
    return Service(read_only, tuple(notice for notice in notices if notice is not read_only))


def remember(service: Service, seconds: float) -> None:
    """Know without asking, for that long; for tests of everything else."""
    _memory.learn(service, seconds)


def forget() -> None:
    """Ask the database at the next question: now, and once more when the present change is committed."""
    _memory.until = 0.0
    transaction.on_commit(_forget_again)


def _forget_again() -> None:
    _memory.until = 0.0


def is_read_only() -> bool:
    """Whether nothing may be changed now."""
    return current().read_only is not None


def retry_after(notice: ServiceNotice) -> int:
    """Seconds until it makes sense for a program to try again: until the planned end, else some minutes."""
    left = (notice.ends_at - timezone.now()).total_seconds() if notice.ends_at is not None else 0
    return max(60, round(left)) if left > 0 else ASK_AGAIN


def context(_request: HttpRequest) -> dict[str, object]:
    """Context processor: `service_banners`, worked out only when a page prints it."""
    return {"service_banners": SimpleLazyObject(lambda: current().banners)}
