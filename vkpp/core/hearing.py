"""A worker that has gone deaf connects to its broker again.

After a broker kept it waiting for longer than it waits, a worker of Celery can go on living without ever asking for work
again: its event loop turns, and nothing in it listens. So it looks now and then whether work lies there that it does not
take, and if so acts as if the connection were lost.
"""

import time
from typing import Any

import structlog
from celery import bootsteps
from celery.worker import state

log = structlog.get_logger(__name__)

LOOK_EVERY = 10.0
DEAF_AFTER = 30.0  # seconds with work in the queue, hands free, and nothing taken


class Hearing(bootsteps.StartStopStep):
    """A step of the worker's consumer, started with each connection."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None
        self.taken, self.since = -1, 0.0

    def start(self, consumer: Any) -> None:
        """Begin to look."""
        self.taken, self.since = -1, time.monotonic()
        self.timer = consumer.timer.call_repeatedly(LOOK_EVERY, self.look, (consumer,))

    def stop(self, consumer: Any) -> None:
        """Look no more: the connection ends."""
        del consumer
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def look(self, consumer: Any) -> None:
        """End the connection when work waits, hands are free, and nothing was taken for too long."""
        taken, now = sum(state.total_count.values()), time.monotonic()
        if taken != self.taken or self._busy(consumer) or not waiting(consumer.app):
            self.taken, self.since = taken, now
        elif now - self.since >= DEAF_AFTER:
            log.error("worker_deaf")
            raise ConnectionResetError("The worker takes no work although some waits; it connects again.")

    def _busy(self, consumer: Any) -> bool:
        return bool(len(state.active_requests) >= consumer.pool.num_processes)


def waiting(app: Any) -> int:
    """How many tasks lie in the queue, asked over a connection of its own; none while the broker is away."""
    try:
        with app.connection_for_read() as connection:
            queue = app.conf.task_default_queue
            return int(connection.default_channel.queue_declare(queue=queue, passive=True).message_count)
    except Exception:  # noqa: BLE001 - whatever hinders asking, the worker's own connection will notice it
        return 0
