"""Core's background work: thin, safe to run twice."""

from celery import shared_task

from vkpp.core import audit, chain_check, jobs, outbox, retention
from vkpp.core.work import CaretakersTask


@shared_task
def sweep_outbox() -> int:
    """Do what is owed and due."""
    return outbox.work()


@shared_task(base=CaretakersTask)
def seal_audit() -> bool:
    """Add a link to the audit trail's hash chain."""
    return audit.seal() is not None


@shared_task(base=CaretakersTask)
def verify_audit() -> int:
    """Read the whole chain again; returns how many places of it do not hold."""
    return len(chain_check.check().problems)


@shared_task(soft_time_limit=2700, time_limit=3000)
def apply_retention() -> int:
    """Forget what has had its time; returns how many rows. The first night of an old portal may take long."""
    return sum(one.rows for one in retention.apply() if not one.failed)


@shared_task
def run_job(job_id: int) -> bool:
    """Do one long job, unless another worker has it."""
    return jobs.run(job_id)


@shared_task
def sweep_jobs() -> int:
    """Hand out again the jobs that were left behind."""
    return jobs.sweep()
