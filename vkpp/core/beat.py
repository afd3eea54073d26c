"""Beat's timetable, kept when the clock of its machine jumps.

Celery notes when each entry ran last, and counts from there. When the clock is put back, that moment lies ahead, and the
entry would sleep until it has passed: the outbox would not be swept for an hour because a clock was an hour fast.
"""

import datetime as dt
from typing import Any

import structlog
from celery.beat import PersistentScheduler

log = structlog.get_logger(__name__)

SLACK = dt.timedelta(seconds=2)


class Scheduler(PersistentScheduler):
    """Celery's scheduler that begins anew from now for what it believes to have run in the future."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One look at the timetable; seconds until the next."""
        self._forget_the_future()
        return float(super().tick(*args, **kwargs))

    def _forget_the_future(self) -> None:
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at > now + SLACK]
        if not ahead:
            return
        log.warning("clock_put_back", entries=len(ahead))
        for entry in ahead:
            entry.last_run_at = now
        self._heap = None
