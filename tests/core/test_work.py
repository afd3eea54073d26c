"""Background work waits while the portal is read-only, and is done afterwards; processes sign that they live."""

import datetime as dt

import pytest
from django.utils import timezone

from vkpp.celery import app
from vkpp.core import outbox, service, signs, tasks, work
from vkpp.core.models import AuditEvent, AuditSeal, Job, OutboxItem, ProcessKind, ProcessSign, ServiceNotice

pytestmark = pytest.mark.django_db
done = []


@pytest.fixture(autouse=True)
def _all_tasks():
    """As a worker has them."""
    app.loader.import_default_modules()


@outbox.handler("tests.work")
def note(payload):
    done.append(payload["n"])


@pytest.fixture
def read_only():
    done.clear()
    notice = ServiceNotice.objects.create(kind="read_only", text="We move.", starts_at=timezone.now())
    service.forget()
    return notice


def end(notice):
    ServiceNotice.objects.filter(pk=notice.pk).update(ended_at=timezone.now())
    service.forget()


def test_no_task_may_last_until_the_broker_hands_it_to_another_worker():
    longest = max(task.time_limit or app.conf.task_time_limit for task in app.tasks.values())

    assert longest == tasks.apply_retention.time_limit
    assert app.conf.broker_transport_options["visibility_timeout"] > longest


def test_what_is_owed_waits_and_is_done_once_afterwards(read_only):
    outbox.owe("tests.work", {"n": 1})

    tasks.sweep_outbox()
    assert done == []
    end(read_only)
    tasks.sweep_outbox()
    tasks.sweep_outbox()

    assert done == [1]


def test_a_job_that_waits_is_not_begun(read_only, django_user_model):
    owner = django_user_model.objects.create(email="a@b.example", display_name="A")
    job = Job.objects.create(kind="tests.none", title="T", owner=owner, queued_at=timezone.now())

    tasks.run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)


def test_the_trail_is_sealed_also_while_nothing_changes(read_only):
    AuditEvent.objects.create(actor_label="A", verb="tests.look", target_type="t", target_id="1")

    tasks.seal_audit()

    assert AuditSeal.objects.count() == 1


def test_daily_work_whose_hour_came_is_owed_once_for_each_time_of_being_read_only(read_only):
    name = "practice.tasks.chase_overdue"
    app.tasks[name]()
    app.tasks[name]()

    owed = OutboxItem.objects.get(kind=work.HELD)
    assert (owed.payload, owed.key) == ({"task": name}, f"held:{read_only.pk}:{name}")


def test_work_that_comes_every_minute_is_not_owed(read_only):
    app.tasks["practice.tasks.settle_reports"]()

    assert OutboxItem.objects.filter(kind=work.HELD).count() == 0


def test_every_task_of_the_timetable_exists():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
    assert all(isinstance(task, work.PortalTask) for name, task in app.tasks.items() if not name.startswith("celery."))


def test_a_process_signs_one_row_and_is_alive_for_a_minute():
    signs.sign("worker@here", ProcessKind.WORKER, started=True)
    signs.sign("worker@here", ProcessKind.WORKER)
    assert [row.name for row in signs.alive("worker")] == ["worker@here"]
    assert signs.alive("beat") == []

    ProcessSign.objects.update(seen_at=timezone.now() - dt.timedelta(seconds=61))

    assert signs.alive("worker") == []


def test_a_process_that_starts_forgets_those_of_yesterday():
    old = timezone.now() - dt.timedelta(days=1, minutes=1)
    ProcessSign.objects.create(name="worker@gone", kind="worker", started_at=old, seen_at=old)

    signs.sign("worker@here", ProcessKind.WORKER, started=True)

    assert [row.name for row in ProcessSign.objects.all()] == ["worker@here"]
