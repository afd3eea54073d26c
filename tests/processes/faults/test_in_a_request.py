"""The web process is killed while it saves: nothing of the save stays, and the same save goes through afterwards."""

import contextlib
import os
import signal
import threading
from pathlib import Path

import psycopg2
import pytest

from tests.processes.faults.cast import Cast
from tests.processes.test_killed import content
from vkpp.local import postgres

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
TEXT = "What we learned while the portal was killed."
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
STORED = "SELECT version, learning FROM practice_practice WHERE reference = %s"


@pytest.fixture
def token(machine):
    """An author's token; the web process runs."""
    machine.start("web")
    cast = Cast(machine)
    yield cast.author[0]
    cast.close()


@contextlib.contextmanager
def held(machine, reference):
    """Somebody else holds the example's row, so that whoever saves has to wait."""
    with contextlib.closing(psycopg2.connect(postgres.url(machine.folder))) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT id FROM practice_practice WHERE reference = %s FOR UPDATE", [reference])
        yield


def kill_children(machine):
    """Kill what the web process has forked; it forks others."""
    parent = machine.running["web"].pid
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


@pytest.mark.parametrize("killed", ["all of it", "who answers"])
def test_save_cut_short_leaves_nothing_and_is_saved_again(killed, machine, token):
    status, draft = machine.ask("POST", "/api/v1/practices/", token, {"call": "open-call", **content("Cut short")})
    assert status == 201, draft
    reference, tag = draft["reference"], {"If-Match": f'"{draft["version"]}"'}
    before = machine.sql(STORED, reference)
    answers = []

    def save():
        answers.append(machine.ask("PATCH", f"/api/v1/practices/{reference}/", token, {"learning": TEXT}, tag.items()))

    saving = threading.Thread(target=save)
    with held(machine, reference):
        saving.start()
        machine.wait_for(lambda: machine.sql(WAITING)[0][0] == 1, "the save waits for the row")
        if killed == "all of it":
            machine.kill("web")
        else:
            kill_children(machine)
        saving.join()
    if killed == "all of it":
        machine.start("web")
    machine.wait_for(lambda: machine.ask("GET", "/healthz")[0] == 200, "the web process answers")

    assert answers == [(0, {})]
    assert machine.sql(STORED, reference) == before
    save()
    assert (answers[1][0], answers[1][1]["version"]) == (200, draft["version"] + 1)
    assert machine.sql(STORED, reference) == [(draft["version"] + 1, TEXT)]
