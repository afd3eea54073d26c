"""While a part is away: what people, programs and monitors are told, and that what was typed is saved afterwards."""

import html
import re

import pytest

from tests.processes.faults import asking
from tests.processes.faults.cast import Cast
from tests.processes.faults.people import SORRY
from tests.processes.test_killed import content

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
TYPED = "What we learned when the database went away, in more than twenty characters & with <signs>."


@pytest.fixture(scope="module")
def cast(machine):
    """The people."""
    machine.start("web")
    made = Cast(machine)
    yield made
    made.close()


@pytest.fixture
def draft(machine, cast):
    """An example that its author is writing."""
    body = {"call": "open-call", **content("Written while a part is away")}
    status, made = machine.ask("POST", "/api/v1/practices/", cast.author[0], body)
    assert status == 201, made
    return made["reference"]


def ready(machine):
    """What the monitor is told: the names of what is down."""
    _status, found = machine.ask("GET", "/readyz")
    return {name for name, state in found.items() if state == "down"} - {"status"}


def test_form_sent_while_the_database_is_away_is_sent_again_from_the_page(machine, cast, draft):
    address = f"/insight/webhooks/{cast.hook}/ping/"
    before = machine.sql("SELECT count(*) FROM analytics_delivery")[0][0]
    machine.stop_database("fast")
    try:
        status, headers, text = asking.form(machine, cast.session, address, {"text": TYPED, "choice": ["a", "b"]})
        told = machine.ask("GET", f"/api/v1/practices/{draft}/?scope=working", cast.author[0])
        down, alive = ready(machine), machine.ask("GET", "/healthz")[0]
        page = asking.page(machine, cast.session, "/practice/")
    finally:
        machine.servers("start")

    assert (status, headers["Retry-After"]) == (503, "20")
    assert SORRY in text
    assert html.escape(TYPED) in text
    assert (told[0], told[1]["code"]) == (503, "unavailable")
    assert (page[0], SORRY in page[2]) == (503, True)
    assert down in ({"database"}, {"database", "migrations"})
    assert alive == 200
    again = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    fields = [(name, html.unescape(value)) for name, value in again]
    assert fields == [("csrfmiddlewaretoken", asking.CSRF), ("text", TYPED), ("choice", "a"), ("choice", "b")]
    assert asking.form(machine, cast.session, address, dict(fields))[0] == 302
    assert machine.sql("SELECT count(*) FROM analytics_delivery")[0][0] == before + 1
    assert ready(machine) == set()


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_people_go_on_while_the_broker_is_away(how, machine, cast, draft):
    thaw = machine.freeze_broker() if how == "frozen" else lambda: None
    if how == "killed":
        machine.kill_broker()
    try:
        page = asking.page(machine, cast.session, "/practice/")[0]
        sent_in = machine.ask("POST", f"/api/v1/practices/{draft}/submit/", cast.author[0], {})
        down = ready(machine)
    finally:
        thaw()
        machine.servers("start")

    assert page == 200
    assert (sent_in[0], sent_in[1].get("state")) == (200, "submitted")
    assert down == {"broker", "cache"}
    machine.wait_for(lambda: ready(machine) == set(), "the broker is back")


def test_file_for_which_there_is_no_room_is_refused_in_a_sentence(machine, cast, draft):
    if not machine.own_disk:
        pytest.skip("A disk of its own needs the right to mount; tests/core/test_away.py fills one by a limit.")
    path = f"/api/v1/practices/{draft}/attachments/"
    before = {path for path in machine.files.rglob("*") if path.is_file()}
    make_room = machine.fill_disk()
    try:
        status, headers, text = asking.file(machine, cast.author[0], path, "notes.txt", b"What we saw. " * 500)
    finally:
        make_room()

    assert (status, headers["Retry-After"]) == (503, "20")
    assert '"code":"unavailable"' in text.replace(": ", ":")
    assert {path for path in machine.files.rglob("*") if path.is_file()} == before
    found = machine.sql(
        "SELECT count(*) FROM practice_attachment a JOIN practice_practice p ON p.id = a.practice_id WHERE p.reference = %s",
        draft,
    )
    assert found == [(0,)]
    assert asking.file(machine, cast.author[0], path, "notes.txt", b"What we saw. " * 500)[0] == 201
