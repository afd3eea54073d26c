import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from vkpp.core import outbox, outbox_care, retention
from vkpp.core.models import Notification, OutboxItem

done = []


@outbox.handler("tests.note")
def note(payload):
    done.append(payload["n"])


@outbox.handler("tests.look", looks_first=True)
def look(payload):
    """Done already, says its own row."""


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
    assert not outbox_care.standing("waiting").exists()


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
def test_work_that_ends_its_worker_each_time_is_given_up():
    outbox.owe("tests.note", {"n": 1})
    for _ in range(outbox.MAX_ATTEMPTS):
        assert outbox._claim() is not None
        OutboxItem.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    outbox.owe("tests.note", {"n": 2})

    assert outbox.work() == 1

    assert done == [2]
    assert outbox_care.standing("failed").get().last_error == "WorkerEnded: each time, before it could say why"
    assert outbox.work() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "forgotten"),
    [
        (outbox.KEEP_DONE, {None, "tests.look:1"}),
        (outbox.KEEP_DATED, {None, "tests.look:1", "remind:2:2026-01-31"}),
    ],
)
def test_old_done_items_are_forgotten_except_those_whose_key_could_be_owed_again(kept, forgotten):
    keys = {None, "tests.look:1", "remind:2:2026-01-31", "remind:2:2026-01-31:60", "round:3"}
    for key in keys:
        outbox.owe("tests.look" if key and "look" in key else "tests.note", {"n": 1}, key=key)
    outbox.work()
    OutboxItem.objects.update(done_at=timezone.now() - kept - dt.timedelta(days=1))

    [outcome] = retention.apply([retention.find("outbox")])

    assert outcome.rows == len(forgotten)
    assert set(OutboxItem.objects.values_list("key", flat=True)) == keys - forgotten


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (outbox_care.standing("failed"), "outbox_"),
        (OutboxItem.objects.filter(done_at=None), "outbox_undone"),
        (Notification.objects.filter(state="owed", created_at__lt=timezone.now()), "notification_owed"),
    ],
)
def test_what_monitors_ask_for_is_found_by_an_index(asked, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert index in asked.order_by().explain()
