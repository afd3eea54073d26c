"""The mechanism: rules are applied in batches, written down, and one that fails does not keep the others."""

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories.accounts import UserFactory
from vkpp.core import retention, retention_docs
from vkpp.core.models import AuditEvent, Notification, RetentionRun

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)
MESSAGES = retention.find("messages")


def message(days=0, state="dropped"):
    made = Notification.objects.create(to=UserFactory(), kind="tests", subject="Hello", body="There", state=state)
    Notification.objects.filter(pk=made.pk).update(created_at=timezone.now() - dt.timedelta(days=days))
    return made


def broken(rows):
    raise RuntimeError("a bug")


def rule(**changes):
    values = {name: getattr(MESSAGES, name) for name in ("what", "keep", "since", "why", "rows", "age", "forget")}
    return retention.Rule(**{"code": "tests", **values, **changes})


def test_looking_changes_nothing_and_says_how_many_and_how_old():
    old = message(days=400)
    message(days=364)

    [outcome] = retention.look([MESSAGES])

    assert (outcome.rows, outcome.failed) == (1, False)
    assert outcome.oldest.date() == (timezone.now() - dt.timedelta(days=400)).date()
    assert Notification.objects.filter(pk=old.pk).exists()
    assert not RetentionRun.objects.exists()


def test_applying_forgets_what_is_due_and_writes_it_down():
    message(days=400)
    young = message(days=364)

    retention.apply([MESSAGES])

    assert list(Notification.objects.all()) == [young]
    run = RetentionRun.objects.get()
    assert (run.forgotten, run.failed) == ({"messages": 1}, [])
    event = AuditEvent.objects.get(verb="retention.apply")
    assert (event.actor_id, event.target_id) == (None, str(run.pk))
    assert event.after == {"forgotten": {"messages": 1}, "failed": []}


def test_many_rows_go_in_several_batches(monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _number in range(5):
        message(days=400)
    sizes = []

    def forget(rows):
        sizes.append(rows.count())
        rows.delete()

    retention.apply([rule(forget=forget)])

    assert sizes == [2, 2, 1]
    assert not Notification.objects.exists()


def test_rows_that_stay_where_they_are_are_offered_once(monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    offered = []
    made = [message(days=400).pk for _number in range(5)]

    retention.apply([rule(forget=lambda rows: offered.extend(rows.values_list("pk", flat=True)))])

    assert sorted(offered) == made


def test_a_rule_that_fails_does_not_keep_the_others():
    message(days=400)

    outcomes = retention.apply([rule(forget=broken), MESSAGES])

    assert [(one.rule.code, one.failed) for one in outcomes] == [("tests", True), ("messages", False)]
    assert not Notification.objects.exists()
    assert RetentionRun.objects.get().failed == ["tests"]


def test_two_rules_cannot_have_one_name():
    with pytest.raises(ValueError, match="messages"):
        retention.register(MESSAGES)


def test_command_counts_first_and_then_forgets():
    message(days=400)
    said, done = io.StringIO(), io.StringIO()

    call_command("apply_retention", "--dry-run", "--only", "messages", stdout=said)
    assert Notification.objects.count() == 1
    call_command("apply_retention", "--only", "messages", stdout=done)

    day = f"{timezone.now() - dt.timedelta(days=400):%Y-%m-%d %H:%M}"
    assert said.getvalue().splitlines()[1:] == [
        f"messages               12 months          1  {day}",
        "1 would be forgotten.",
    ]
    assert done.getvalue().splitlines()[-1] == "1 were forgotten."
    assert not Notification.objects.exists()


def test_command_refuses_a_rule_that_is_not_there():
    with pytest.raises(CommandError, match="There is no rule “mesages”. Rules: sign-ins, "):
        call_command("apply_retention", "--only", "mesages")


def test_command_ends_with_one_when_a_rule_failed(monkeypatch):
    monkeypatch.setitem(retention._rules, "messages", rule(code="messages", forget=broken))
    message(days=400)
    said = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("apply_retention", "--only", "messages", stdout=io.StringIO(), stderr=said)

    assert end.value.code == 1
    assert said.getvalue().startswith("1 rules stopped with an error")


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        (dt.timedelta(0), "no time"),
        (dt.timedelta(hours=1), "1 hour"),
        (dt.timedelta(hours=10), "10 hours"),
        (dt.timedelta(days=30), "30 days"),
        (dt.timedelta(days=90), "3 months"),
        (YEAR, "12 months"),
        (YEAR * 2, "24 months"),
    ],
)
def test_lengths_of_time_are_said_as_people_say_them(keep, words):
    assert retention.span(keep) == words


def test_page_on_privacy_shows_every_rule_and_what_has_none(client):
    page = client.get("/privacy/").text

    lines = retention_docs.lines()
    assert len(lines) == len(retention.rules()) + len(retention.kept())
    assert [line["what"] for line in lines if str(line["what"]) not in page] == []
    assert "<strong>12 months after they were written</strong>" in page


def test_measurements_say_when_rules_were_applied_and_what_failed(client):
    before = client.get("/metrics").text
    retention.apply([rule(forget=broken)])
    message(days=400)
    retention.apply([rule(forget=broken)])

    after = client.get("/metrics").text
    at = int(RetentionRun.objects.first().started_at.timestamp())
    assert "portal_retention_timestamp_seconds 0.0" in before
    assert "portal_retention_failed 0.0" in before
    assert "portal_retention_failed 1.0" in after
    seen = float(re.search(r"^portal_retention_timestamp_seconds (\S+)$", after, re.MULTILINE)[1])
    assert int(seen) == at
