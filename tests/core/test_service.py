"""How the portal stands: what every page, monitors and programs are told, and what is refused while it is read-only."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import UserFactory
from vkpp.core import service
from vkpp.core.models import OutboxItem, ProcessSign, ServiceNotice

pytestmark = pytest.mark.django_db
WHY = "We move to another server."
HOUR = dt.timedelta(hours=1)


def notice(kind="read_only", *, starts=-HOUR, ends=None, text=WHY, **more):
    now = timezone.now()
    ends_at = now + ends if ends is not None else None
    row = ServiceNotice.objects.create(kind=kind, text=text, starts_at=now + starts, ends_at=ends_at, **more)
    service.forget()
    return row


@pytest.fixture
def _punctual():
    now = timezone.now()
    ProcessSign.objects.create(name="beat@here", kind="beat", started_at=now, seen_at=now)


@pytest.mark.usefixtures("_punctual")
def test_status_when_everything_works(client):
    told = client.get("/status.json").json()

    assert (told["state"], told["words"], told["notices"]) == ("working", "Everything works.", [])
    assert told["parts"] == {"reading": "working", "writing": "working", "background": "working"}
    page = client.get("/status/")
    assert "Everything works." in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.usefixtures("_punctual")
def test_status_tells_that_the_portal_is_read_only(client):
    row = notice(ends=HOUR)

    told = client.get("/status.json").json()

    assert told["state"] == "read_only"
    assert told["parts"] == {"reading": "working", "writing": "read_only", "background": "waiting"}
    assert told["notices"] == [
        {
            "kind": "read_only",
            "text": WHY,
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
        }
    ]


@pytest.mark.parametrize(
    ("age", "state"), [(service.ASK_AGAIN, "working"), (601, "late")], ids=["within ten minutes", "after ten minutes"]
)
@pytest.mark.usefixtures("_punctual")
def test_status_tells_when_owed_work_is_late(client, age, state):
    OutboxItem.objects.create(kind="tests.late", due=timezone.now() - dt.timedelta(seconds=age))

    assert client.get("/status.json").json()["state"] == state


@pytest.mark.parametrize(("silent", "state"), [(290, "working"), (310, "late")])
def test_status_tells_when_the_timetable_is_silent(client, silent, state):
    seen = timezone.now() - dt.timedelta(seconds=silent)
    ProcessSign.objects.create(name="beat@here", kind="beat", started_at=seen, seen_at=seen)

    assert client.get("/status.json").json()["state"] == state


@pytest.mark.usefixtures("_punctual")
def test_status_tells_of_maintenance_before_during_and_after(client):
    coming = notice("planned", starts=HOUR, ends=2 * HOUR, text="Away on Sunday.")
    assert client.get("/status.json").json()["state"] == "working"

    ServiceNotice.objects.filter(pk=coming.pk).update(starts_at=timezone.now() - HOUR)
    assert client.get("/status.json").json()["state"] == "maintenance"

    ServiceNotice.objects.filter(pk=coming.pk).update(ends_at=timezone.now() - HOUR / 2)
    told = client.get("/status.json").json()
    assert (told["state"], told["notices"]) == ("working", [])
    assert "Away on Sunday." in client.get("/status/").content.decode()


@pytest.mark.parametrize(("days", "shown"), [(6, True), (8, False)])
def test_maintenance_stands_on_every_page_a_week_before(client, days, shown):
    notice("planned", starts=dt.timedelta(days=days), ends=dt.timedelta(days=days, hours=1), text="Away on Sunday.")

    assert ("Away on Sunday." in client.get("/help/").content.decode()) is shown


def test_read_only_stands_on_every_page_until_it_is_ended(client):
    row = notice(ends=-HOUR / 2)
    assert WHY in client.get("/help/").content.decode()

    ServiceNotice.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    service.forget()

    assert WHY not in client.get("/help/").content.decode()


def test_a_process_keeps_what_it_knows_while_nobody_tells_it_to_ask(client, django_assert_num_queries):
    ServiceNotice.objects.create(kind="read_only", text=WHY, starts_at=timezone.now())

    with django_assert_num_queries(0):
        assert service.is_read_only() is False
    service.forget()
    with django_assert_num_queries(1):
        assert service.is_read_only() is True
    with django_assert_num_queries(0):
        assert service.is_read_only() is True


def test_what_was_known_is_kept_while_the_database_does_not_answer():
    notice()
    assert service.is_read_only() is True
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_servicenotice RENAME TO core_away")
    service.forget()

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        known = [service.is_read_only(), service.is_read_only()]
        transaction.set_rollback(True)

    assert known == [True, True]
    assert len([query for query in asked if "core_servicenotice" in query["sql"]]) == 1


def test_autosave_is_told_in_its_own_way(client):
    notice()
    client.force_login(UserFactory())

    answer = client.post("/account/profile/", {"display_name": "X"}, headers={"X-Autosave": "1"})

    assert answer.status_code == 503
    assert answer.json() == {"state": "read_only", "message": f"The portal is read-only: {WHY}"}


def test_a_program_is_told_until_when(client):
    notice(ends=2 * HOUR)

    answer = client.post("/api/v1/practices/", "{}", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert int(answer["Retry-After"]) == pytest.approx(7200, abs=60)
    assert answer.json()["code"] == "read_only"


@pytest.mark.parametrize(
    "command",
    [
        ["import_plan", "none.json"],
        ["import_practices", "none.json"],
        ["import_reviews", "none.json"],
        ["import_collections", "none.csv"],
        ["rebuild_summaries"],
        ["invite", "a@b.example"],
        ["create_token", "a@b.example"],
    ],
    ids=lambda words: words[0],
)
def test_commands_that_write_are_refused(command):
    notice()

    with pytest.raises(CommandError, match="The portal is read-only: We move to another server"):
        call_command(*command)


def test_the_command_switches_on_and_off_and_says_how_it_stands(capsys):
    call_command("read_only", "status")
    call_command("read_only", "on", "--reason", WHY, "--until", "2031-01-01T18:30")
    with pytest.raises(CommandError, match="read-only already"):
        call_command("read_only", "on", "--reason", WHY)
    call_command("read_only", "off")
    with pytest.raises(CommandError, match="not read-only"):
        call_command("read_only", "off")

    assert capsys.readouterr().out.splitlines() == [
        "The portal takes changes.",
        f"The portal is read-only: {WHY} It is expected to take changes again on 1 January 2031 at 18:30.",
        "Every process knows it within 2 seconds. Jobs under way: 0.",
        "The portal takes changes.",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Say why, for everybody to read."),
        (["--reason", WHY, "--until", "soon"], "“soon” is not a day and time."),
        (["--reason", WHY, "--until", "2020-01-01T00:00"], "Enter a time that is still to come"),
    ],
)
def test_the_command_refuses_what_makes_no_sense(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("read_only", "on", *options)

    assert ServiceNotice.objects.count() == 0
