import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from vkpp.core import outbox, outbox_care, retention
from vkpp.core.models import OutboxItem

done = []


@outbox.handler("tests.note")
def note(payload):
    done.append(payload["n"])


@outbox.handler("tests.fail")
def fail(payload):
    OutboxItem.objects.create(kind="tests.half", payload={}, due=timezone.now() + dt.timedelta(days=1))
    raise RuntimeError("the mail server is away")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.mark.django_db
def test_owed_work_is_done_once_in_order():
    outbox.owe("tests.note", {"n": 1})
    outbox.owe("tests.note", {"n": 2})

    assert outbox.work() == 2
    assert outbox.work() == 0
    assert done == [1, 2]


@pytest.mark.django_db
def test_key_is_owed_only_once():
    outbox.owe("tests.note", {"n": 1}, key="digest:2026-11-21")
    outbox.owe("tests.note", {"n": 1}, key="digest:2026-11-21")

    outbox.work()
    outbox.owe("tests.note", {"n": 1}, key="digest:2026-11-21")
    outbox.work()

    assert done == [1]


@pytest.mark.django_db
def test_rolled_back_change_owes_nothing():
    def change_that_fails():
        with transaction.atomic():
            outbox.owe("tests.note", {"n": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()

    assert outbox.work() == 0


@pytest.mark.django_db
def test_unknown_kind_is_refused_at_once():
    with pytest.raises(ValueError, match="Nobody handles"):
        outbox.owe("tests.unheard_of", {})


@pytest.mark.django_db
def test_future_work_waits():
    outbox.owe("tests.note", {"n": 1}, due=timezone.now() + dt.timedelta(hours=1))

    assert outbox.work() == 0
    assert outbox.waiting() == (0, 0.0)


@pytest.mark.django_db
def test_failure_leaves_no_half_work_and_is_tried_again_later():
    outbox.owe("tests.fail", {})

    assert outbox.work() == 0

    item = OutboxItem.objects.get()
    assert (item.kind, item.attempts, item.done_at, item.failed_at) == ("tests.fail", 1, None, None)
    assert item.last_error == "RuntimeError: the mail server is away"
    assert item.due > timezone.now()


@pytest.mark.django_db
def test_work_is_given_up_after_the_last_attempt_and_can_be_owed_again():
    outbox.owe("tests.fail", {})
    for _ in range(outbox.MAX_ATTEMPTS):
        OutboxItem.objects.update(due=timezone.now())
        outbox.work()

    assert OutboxItem.objects.get().failed_at is not None
    assert outbox.work() == 0
    assert outbox_care.retry(outbox_care.standing("failed")) == 1
    assert OutboxItem.objects.get().failed_at is None


@pytest.mark.django_db
def test_claim_of_a_killed_worker_is_taken_over_when_it_runs_out():
    outbox.owe("tests.note", {"n": 1})
    claimed = outbox._claim()
    assert outbox.work() == 0

    OutboxItem.objects.filter(pk=claimed.pk).update(claimed_until=timezone.now() - dt.timedelta(seconds=1))

    assert outbox.work() == 1
    assert done == [1]
    assert outbox._do(claimed) is False
    assert done == [1]


@pytest.mark.django_db
def test_old_done_items_are_forgotten_except_those_with_a_key():
    outbox.owe("tests.note", {"n": 1})
    outbox.owe("tests.note", {"n": 2}, key="once")
    outbox.work()
    OutboxItem.objects.update(done_at=timezone.now() - outbox.KEEP_DONE - dt.timedelta(days=1))

    [outcome] = retention.apply([retention.find("outbox")])

    assert outcome.rows == 1
    assert OutboxItem.objects.get().key == "once"
