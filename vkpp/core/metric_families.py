"""What `/metrics` tells of the portal's own work; read from the database and the broker when asked."""

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vkpp.core import measured, service
from vkpp.core.models import OutboxItem, ProcessKind

Families = Iterable[GaugeMetricFamily]


def _gauge(name: str, words: str, value: float | None) -> GaugeMetricFamily:
    """One figure; without a value the measurement is left out, so that an alarm sees that it is missing."""
    family = GaugeMetricFamily(name, words)
    if value is not None:
        family.add_metric([], value)
    return family


def _gauges(name: str, words: str, label: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    """A figure for each value of a label."""
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family


class OwnWork(Collector):
    """What is owed, under way, failed or late."""

    def collect(self) -> Families:
        """Outbox, jobs, mails, processes, queues, the audit trail's chain, backups, room."""
        yield from _outbox()
        yield from _jobs_and_mails()
        yield from _processes()
        yield from _safekeeping()
        yield _gauge("portal_read_only", "1 while the portal takes no changes.", int(service.is_read_only()))


def _outbox() -> Families:
    owed = measured.owed()
    undone = OutboxItem.objects.filter(done_at=None, failed_at=None)
    oldest = undone.order_by("created_at").values_list("created_at", flat=True).first()
    yield _gauge("portal_outbox_owed", "Outbox items not done yet.", undone.count())
    yield _gauge("portal_outbox_oldest_seconds", "Age of the oldest outbox item not done.", measured.age(oldest))
    yield _gauge(
        "portal_outbox_late_seconds", "For how long the oldest item that is due waits.", measured.age(owed.oldest)
    )
    yield _gauge("portal_outbox_failed", "Outbox items given up; a person must look.", owed.failed)
    words = "Outbox items given up, by kind."
    yield _gauges("portal_outbox_failed_by_kind", words, "kind", measured.failed_kinds())


def _jobs_and_mails() -> Families:
    yield _gauges("portal_jobs", "Long work of people, by state.", "state", measured.jobs().items())
    waits = measured.age(measured.oldest_waiting_job())
    yield _gauge("portal_jobs_oldest_seconds", "For how long the oldest waiting job waits.", waits)
    yield _gauge(
        "portal_mails_late", "Mails that should have gone out a quarter of an hour ago.", measured.late_mails()
    )


def _processes() -> Families:
    yield _gauge("portal_workers", "Workers that signed within the last minute.", len(measured.workers()))
    for kind in (ProcessKind.WORKER, ProcessKind.BEAT):
        last = measured.last_sign(kind)
        name, words = f"portal_{kind}_seen_timestamp_seconds", f"When a {kind} signed last; 0 for never."
        yield _gauge(name, words, last.timestamp() if last else 0)
    queues = measured.queues()
    words = "Messages that wait at the broker; missing while it does not answer."
    yield _gauges("portal_queue_messages", words, "queue", queues.items() if queues is not None else ())


def _safekeeping() -> Families:
    seal, backup, room = measured.seal(), measured.newest_backup(), measured.room()
    yield _gauge("portal_audit_unsealed", "Audit events not yet sealed into the chain.", seal.unsealed)
    words = "Age of the oldest audit event that is not sealed."
    yield _gauge("portal_audit_unsealed_oldest_seconds", words, measured.age(seal.oldest))
    sealed = seal.until.timestamp() if seal.until else 0
    yield _gauge("portal_audit_sealed_timestamp_seconds", "Until when the audit trail is sealed; 0 for never.", sealed)
    taken = backup.started_at.timestamp() if backup is not None else 0
    yield _gauge("portal_backup_timestamp_seconds", "When the newest backup was started.", taken)
    yield _gauge("portal_database_bytes", "Size of the database.", room.database)
    yield _gauge(
        "portal_files_free_bytes", "Room left on the disk of people's files; missing with a bucket.", room.free
    )
