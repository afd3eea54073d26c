"""A worker that takes no work although some waits connects to its broker again."""

from types import SimpleNamespace

import pytest
from celery import Celery
from celery.worker import state

from vkpp.core import hearing


@pytest.fixture
def consumer():
    """What Celery gives a step: an application with a queue, and a pool of two processes with nothing to do."""
    app = Celery("hearing", broker="memory://", backend="disabled://", set_as_current=False)
    app.conf.task_default_queue = "hearing"
    with app.connection_for_write() as connection:
        connection.default_channel.queue_declare("hearing")
        connection.default_channel.queue_purge("hearing")
    return SimpleNamespace(app=app, pool=SimpleNamespace(num_processes=2))


def step_after(consumer, seconds):
    """A step that has looked once, and looks again so much later."""
    step = hearing.Hearing(consumer)
    step.look(consumer)
    step.since -= seconds
    return step


def test_deaf_worker_connects_again(consumer):
    consumer.app.send_task("anything")

    with pytest.raises(ConnectionResetError, match="connects again"):
        step_after(consumer, hearing.DEAF_AFTER).look(consumer)


def test_worker_that_has_only_just_begun_to_wait_is_left_alone(consumer):
    consumer.app.send_task("anything")

    step_after(consumer, hearing.DEAF_AFTER / 2).look(consumer)


def test_worker_without_work_is_not_deaf(consumer):
    step_after(consumer, hearing.DEAF_AFTER).look(consumer)


def test_worker_with_its_hands_full_is_not_deaf(consumer):
    consumer.app.send_task("anything")
    consumer.pool.num_processes = len(state.active_requests)

    step_after(consumer, hearing.DEAF_AFTER).look(consumer)


def test_worker_that_took_something_is_not_deaf(consumer):
    consumer.app.send_task("anything")
    step = step_after(consumer, hearing.DEAF_AFTER)
    state.total_count["anything"] += 1

    step.look(consumer)

    state.total_count.clear()


def test_worker_whose_broker_is_away_is_not_deaf():
    app = Celery("away", broker="redis+socket:///tmp/nobody-listens-here.sock", set_as_current=False)

    assert hearing.waiting(app) == 0
