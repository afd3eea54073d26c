"""Clocks of machines differ and jump: what is due, and whose turn is over, is judged by the database's clock."""

import datetime as dt

import pytest
import time_machine

from tests.factories.accounts import person
from vkpp.core import jobs, outbox, outbox_care
from vkpp.core.models import Job, OutboxItem

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@outbox.handler("tests.clock")
def note(payload):
    """Done."""


@jobs.register("tests.clock")
def make(progress):
    """Nothing."""


def by_a_clock(wrong_by):
    """As on a machine whose clock is wrong by so much."""
    return time_machine.travel(dt.datetime.now(dt.UTC) + wrong_by, tick=True)


def test_what_is_owed_by_a_fast_clock_is_due_at_once():
    with by_a_clock(HOUR):
        outbox.owe("tests.clock", {})

    assert outbox_care.standing("waiting").count() == 1
    assert outbox.work() == 1


@pytest.mark.parametrize("wrong_by", [-HOUR, HOUR])
def test_what_another_clock_took_is_not_taken_twice(wrong_by):
    outbox.owe("tests.clock", {})

    with by_a_clock(wrong_by):
        taken = outbox._claim()

    assert taken is not None
    assert outbox.work() == 0
    with by_a_clock(HOUR):
        assert outbox.work() == 0


def test_what_is_owed_after_a_while_waits_that_long():
    with by_a_clock(-HOUR):
        outbox.owe("tests.clock", {}, after=dt.timedelta(minutes=5))

    assert outbox.work() == 0
    wait = OutboxItem.objects.get().due - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=4) < wait <= dt.timedelta(minutes=5)


@pytest.mark.parametrize("wrong_by", [-HOUR, HOUR])
def test_job_is_claimed_by_the_databases_clock(wrong_by, settings):
    job = jobs.start("tests.clock", title="A job", payload={}, by=person("contributor"))

    with by_a_clock(wrong_by):
        assert jobs._claim(job.pk) is not None

    assert jobs._claim(job.pk) is None
    held = Job.objects.get(pk=job.pk).claimed_until - dt.datetime.now(dt.UTC)
    assert dt.timedelta(0) < held <= dt.timedelta(seconds=settings.JOB_CLAIM_SECONDS)
