"""Beat's timetable after its clock was put back: nothing sleeps until a moment that lies ahead has passed."""

import datetime as dt

import pytest
from celery import Celery

from vkpp.core.beat import Scheduler

SENT = []


class Noting(Scheduler):
    """Notes what it would send."""

    def apply_entry(self, entry, producer=None):
        SENT.append(entry.name)


@pytest.fixture
def scheduler(tmp_path):
    """A timetable with a sweep every five seconds that has just run."""
    SENT.clear()
    app = Celery("timetable", broker="memory://", backend="disabled://", set_as_current=False)
    app.conf.beat_schedule = {"sweep": {"task": "sweep", "schedule": 5.0}}
    made = Noting(app=app, schedule_filename=str(tmp_path / "beat"))
    made.tick()
    yield made
    made.close()


def test_what_ran_ahead_of_the_clock_is_due_as_usual(scheduler):
    entry = scheduler.schedule["sweep"]
    entry.last_run_at = scheduler.app.now() + dt.timedelta(hours=1)
    scheduler._heap = None

    wait = scheduler.tick()

    assert 0 < wait <= 5
    assert entry.last_run_at <= scheduler.app.now()


def test_what_ran_a_moment_ago_is_left_alone(scheduler):
    entry = scheduler.schedule["sweep"]
    ran = entry.last_run_at = scheduler.app.now() + dt.timedelta(seconds=1)

    scheduler.tick()

    assert entry.last_run_at == ran


def test_what_is_due_is_sent(scheduler):
    entry = scheduler.schedule["sweep"]
    entry.last_run_at = scheduler.app.now() - dt.timedelta(seconds=6)
    scheduler._heap = None

    scheduler.tick()

    assert SENT == ["sweep"]
